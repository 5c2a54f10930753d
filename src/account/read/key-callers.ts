import { setTimeout as wait } from 'node:timers/promises';
import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { InterruptedError } from '../../errors.ts';
import type { KeyCaller } from '../../model/keys.ts';
import type { InstanceFact } from '../../model/snapshot.ts';
import { awsErrorCode } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import { createPace, type Timing } from '../pace.ts';

export interface CallerQuestion {
  /** `AccessKeyId`: the whole id. `Username`: `root`, whose keys nobody lists. */
  readonly by: 'AccessKeyId' | 'Username';
  readonly value: string;
  readonly regions: readonly string[];
  readonly instances: readonly Pick<InstanceFact, 'id' | 'addresses'>[];
  /** Only events from then on. */
  readonly since?: Date;
  readonly signal?: AbortSignal;
  readonly timing?: Timing;
}
export interface KeyCallers {
  readonly callers: readonly KeyCaller[];
  /** Ends of the long-lived keys that the events name, most used first. */
  readonly keyEnds: readonly string[];
  /** Events that counted. */
  readonly calls: number;
  /** Why the answer is not whole, by region. */
  readonly incomplete: readonly string[];
}

/** Two requests a second, account and region; https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const gap = 550;
const pageLimit = 4;
const ownTiming: Timing = {
  clock: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
};

interface Call {
  readonly keyId: string;
  readonly address: string;
  readonly userAgent: string;
  readonly at: string;
  readonly event: string;
}

/**
 * Who used a key: management calls of the event history (90 days), by address and program. Sessions of the
 * console carry temporary keys and do not count.
 * @throws InterruptedError when the signal is aborted
 */
export async function readKeyCallers(clients: Clients, question: CallerQuestion): Promise<KeyCallers> {
  const incomplete: string[] = [];
  const regions = [...new Set(question.regions)].sort();
  const found = await Promise.all(
    regions.map((region) => readRegion(clients.forRegion(region), question, incomplete)),
  );
  const calls = found.flat().filter(({ keyId }) => keyId.startsWith('AKIA'));
  const counts = new Map<string, number>();
  for (const { keyId } of calls) counts.set(keyId, (counts.get(keyId) ?? 0) + 1);
  return {
    callers: groupCalls(calls, question.instances),
    keyEnds: [...counts].sort((a, b) => b[1] - a[1]).map(([id]) => id.slice(-4)),
    calls: calls.length,
    incomplete: incomplete.sort(),
  };
}

async function readRegion(
  clients: Clients,
  { by, value, since, signal, timing = ownTiming }: CallerQuestion,
  incomplete: string[],
): Promise<readonly Call[]> {
  const pace = createPace(gap, timing);
  const calls: Call[] = [];
  let token: string | undefined;
  for (let page = 0; page < pageLimit; page += 1) {
    await pace.turn(signal);
    if (signal?.aborted === true)
      throw new InterruptedError(
        'Interrupted',
        'Stopped while asking the event history. Nothing was changed.',
      );
    try {
      const answer = await clients.cloudtrail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: by, AttributeValue: value }],
          MaxResults: 50,
          ...(since === undefined ? {} : { StartTime: since }),
          ...(token === undefined ? {} : { NextToken: token }),
        }),
      );
      for (const event of answer.Events ?? []) {
        const record = parseRecord(event.CloudTrailEvent);
        calls.push({
          keyId: event.AccessKeyId ?? '',
          address: record.sourceIPAddress ?? 'unknown',
          userAgent: record.userAgent ?? 'unknown',
          at: `${(event.EventTime ?? new Date(0)).toISOString().slice(0, 19)}Z`,
          event: event.EventName ?? 'unknown',
        });
      }
      token = answer.NextToken;
    } catch (error) {
      incomplete.push(`${clients.region}: ${awsErrorCode(error) ?? 'unknown'}`);
      return calls;
    }
    if (token === undefined) return calls;
  }
  incomplete.push(`${clients.region}: only the newest ${pageLimit * 50} events were read`);
  return calls;
}

function parseRecord(text: string | undefined): {
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
} {
  try {
    const parsed: unknown = JSON.parse(text ?? '{}');
    if (typeof parsed !== 'object' || parsed === null) return {};
    const { sourceIPAddress, userAgent } = parsed as Record<string, unknown>;
    return {
      ...(typeof sourceIPAddress === 'string' ? { sourceIPAddress: sourceIPAddress.slice(0, 60) } : {}),
      ...(typeof userAgent === 'string' ? { userAgent: userAgent.slice(0, 120) } : {}),
    };
  } catch {
    return {};
  }
}

function groupCalls(calls: readonly Call[], instances: CallerQuestion['instances']): readonly KeyCaller[] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const key = `${call.address}\n${call.userAgent}`;
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  const callers = [...groups.values()].flatMap((group): readonly KeyCaller[] => {
    const [first] = group;
    if (first === undefined) return [];
    const instance = instances.find((each) => each.addresses?.includes(first.address) === true)?.id;
    return [
      {
        address: first.address,
        userAgent: first.userAgent,
        calls: group.length,
        lastAt: group.map(({ at }) => at).reduce((a, b) => (a > b ? a : b)),
        events: [...new Set(group.map(({ event }) => event))].sort().slice(0, 8),
        ...(instance === undefined ? {} : { instance }),
      },
    ];
  });
  return callers.sort((a, b) => b.calls - a.calls || (a.address < b.address ? -1 : 1));
}
