import { setTimeout as wait } from 'node:timers/promises';
import { LookupEventsCommand, type LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import { InterruptedError } from '../../errors.ts';
import { fitsTrace, keyOf, questionsOf } from '../../lib/fits-trace.ts';
import type { ChangeEvent, ChangeHistory, ChangeQuestion, Trace } from '../../model/change.ts';
import { awsErrorCode, isAccessDenied } from '../aws-error.ts';
import type { Clients } from '../clients.ts';
import { createPace, type Pace, type Timing } from '../pace.ts';
import { changeEvent } from './change-event.ts';

export interface LookUpOptions {
  readonly signal?: AbortSignal;
  /** Requests in each region at most. @default 60: half a minute */
  readonly budget?: number;
  readonly timing?: Timing;
}

/**
 * AWS takes two requests a second, account and region; a little more than half a second also keeps to it
 * when requests travel at different speeds.
 * https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
 */
const gap = 550;
const pageSize = 50;
/** Pages of one question; a thing with more events is asked for in another way, or given up. */
const pageLimit = 4;
/** Tries of one request after the SDK's own gave up, and the milliseconds before the next. */
const rounds = 3;
const rest = 2_000;

const ownTiming: Timing = {
  clock: () => performance.now(),
  sleep: (ms, signal) => wait(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined),
};

/**
 * Asks CloudTrail's event history (90 days) for the changes that the traces look for, newest first, each region
 * at its own pace. What could not be asked stands in `unanswered`: the look-up never fails a check.
 * @param traces in the order of their weight: when the budget ends, the last are left out
 * @throws InterruptedError when the signal is aborted
 */
export async function lookUpChanges(
  clients: Clients,
  traces: readonly Trace[],
  options: LookUpOptions = {},
): Promise<ChangeHistory> {
  const regions = [...new Set(traces.flatMap((trace) => trace.regions))].sort();
  const found = await Promise.all(
    regions.map((region) => {
      const here = traces.filter((trace) => trace.regions.includes(region));
      return lookUpRegion(openRegion(clients, region, options), here);
    }),
  );
  const byId = new Map(found.flatMap(({ events }) => events).map((event) => [event.id, event]));
  return {
    events: [...byId.values()].sort((a, b) => (a.at > b.at ? -1 : a.at < b.at ? 1 : 0)),
    unanswered: found.flatMap(({ unanswered }) => unanswered),
    lookups: found.reduce((sum, { lookups }) => sum + lookups, 0),
  };
}

interface Region {
  readonly name: string;
  readonly cloudtrail: Clients['cloudtrail'];
  readonly pace: Pace;
  readonly timing: Timing;
  readonly budget: number;
  readonly signal: AbortSignal | undefined;
  readonly events: ChangeEvent[];
  readonly unanswered: (ChangeQuestion & { readonly why: string })[];
  lookups: number;
  /** Why nothing more is asked here. */
  closed?: string;
}

function openRegion(clients: Clients, name: string, options: LookUpOptions): Region {
  const timing = options.timing ?? ownTiming;
  return {
    name,
    cloudtrail: clients.forRegion(name).cloudtrail,
    pace: createPace(gap, timing),
    timing,
    budget: options.budget ?? 60,
    signal: options.signal,
    events: [],
    unanswered: [],
    lookups: 0,
  };
}

/** First the questions that each trace prefers; then, for those that learnt nothing, the others. */
async function lookUpRegion(region: Region, traces: readonly Trace[]): Promise<Region> {
  const asked = new Set<string>();
  for (const stage of [0, 1]) {
    const open =
      stage === 0 ? traces : traces.filter((trace) => !region.events.some((e) => fitsTrace(e, trace)));
    for (const trace of open) {
      for (const question of questionsHere(region, trace, stage)) {
        if (asked.has(keyOf(question))) continue;
        asked.add(keyOf(question));
        // All that this one answer may serve.
        const served = open.filter((each) => isAskedBy(each, question));
        const why = await ask(region, question, served);
        if (why !== undefined) region.unanswered.push({ ...question, why });
      }
    }
  }
  return region;
}

function questionsHere(region: Region, trace: Trace, stage: number): readonly ChangeQuestion[] {
  return (questionsOf(trace)[stage] ?? []).filter((question) => question.region === region.name);
}

function isAskedBy(trace: Trace, question: ChangeQuestion): boolean {
  return questionsOf(trace).some((stage) => stage.some((each) => keyOf(each) === keyOf(question)));
}

/** Reads an answer until each trace has an event out of it. Undefined: done. Text: why it is incomplete. */
async function ask(
  region: Region,
  question: ChangeQuestion,
  served: readonly Trace[],
): Promise<string | undefined> {
  const own: ChangeEvent[] = [];
  let token: string | undefined;
  for (let page = 0; page < pageLimit; page += 1) {
    if (region.closed !== undefined) return region.closed;
    if (region.lookups >= region.budget)
      return `not looked up: ${region.budget} look-ups in ${region.name} were the limit of this run`;
    const answer = await request(region, question, token);
    if (typeof answer === 'string') return answer;
    own.push(...(answer.Events ?? []).flatMap((event) => changeEvent(event, region.name) ?? []));
    const done = served.every((trace) => own.some((event) => fitsTrace(event, trace)));
    token = answer.NextToken;
    if (done || token === undefined) {
      region.events.push(...own);
      return undefined;
    }
  }
  region.events.push(...own);
  return `not found among the newest ${pageLimit * pageSize} events of ${question.value}; older ones were not read`;
}

async function request(
  region: Region,
  { by, value }: ChangeQuestion,
  token: string | undefined,
): Promise<LookupEventsCommandOutput | string> {
  const command = new LookupEventsCommand({
    LookupAttributes: [{ AttributeKey: by, AttributeValue: value }],
    MaxResults: pageSize,
    ...(token === undefined ? {} : { NextToken: token }),
  });
  for (let round = 1; ; round += 1) {
    stopIfAborted(region.signal);
    await region.pace.turn(region.signal);
    stopIfAborted(region.signal);
    region.lookups += 1;
    try {
      return await region.cloudtrail.send(
        command,
        region.signal === undefined ? {} : { abortSignal: region.signal },
      );
    } catch (error) {
      stopIfAborted(region.signal);
      if (isAccessDenied(error)) return close(region, 'not allowed: cloudtrail:LookupEvents');
      const code = awsErrorCode(error) ?? 'unknown';
      if (!isThrottled(code)) return close(region, `the event history of ${region.name} answered ${code}`);
      if (round === rounds) return `AWS throttled the look-ups in ${region.name}`;
      await region.timing.sleep(rest * round, region.signal);
    }
  }
}

/** A region that does not answer one question will not answer the next. */
function close(region: Region, why: string): string {
  region.closed = why;
  return why;
}

function isThrottled(code: string): boolean {
  return /Throttl|TooManyRequests|RequestLimitExceeded|SlowDown/i.test(code);
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new InterruptedError('Interrupted', 'Stopped while asking the event history. Nothing was changed.');
}
