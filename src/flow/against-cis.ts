import { readCisFacts } from '../account/read/cis-facts.ts';
import type { Context } from '../context.ts';
import { judgeCis } from '../findings/cis/judge.ts';
import type { CisRow } from '../model/cis.ts';
import type { Place } from './place.ts';
import type { Study } from './study.ts';

/** Reads what the benchmark asks for beyond the study, and judges the account by both. Reads only. */
export async function compareWithCis(
  context: Context,
  place: Place,
  { snapshot }: Pick<Study, 'snapshot'>,
): Promise<readonly CisRow[]> {
  const facts = await readCisFacts(place.clients, snapshot);
  return judgeCis({ snapshot, facts, now: context.now() });
}
