import { lookUpChanges } from '../account/read/event-history.ts';
import { attachWho } from '../findings/attach-who.ts';
import { tracesOf } from '../findings/trace.ts';
import type { Finding } from '../model/finding.ts';
import type { Place } from './place.ts';

export interface FindWhoOptions {
  /** Home region. */
  readonly region: string;
  readonly signal?: AbortSignal;
  /** Requests in each region at most. */
  readonly budget?: number;
}

/**
 * Findings with who made them so and when, as far as the event history tells. Reads only, two requests a second
 * and region.
 * @param findings most severe first: when the budget ends, the last are left out
 * @throws InterruptedError when the signal is aborted
 */
export async function findWho(
  { clients, caller }: Pick<Place, 'clients' | 'caller'>,
  findings: readonly Finding[],
  { region, signal, budget }: FindWhoOptions,
): Promise<readonly Finding[]> {
  const place = { region, partition: caller.partition };
  const history = await lookUpChanges(clients, tracesOf(findings, place), {
    ...(signal === undefined ? {} : { signal }),
    ...(budget === undefined ? {} : { budget }),
  });
  return attachWho(findings, history, place);
}
