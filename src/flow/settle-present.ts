import { readSnapshot } from '../account/read/snapshot.ts';
import { type LoadedFile, withAnswers } from '../config/load.ts';
import type { Context } from '../context.ts';
import { findPresent, type Present } from '../findings/present-people.ts';
import { adoptFinding } from '../findings/verdicts/adopt.ts';
import type { AccountFile } from '../model/account-file.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { askSpelling, askTrail } from '../ui/present-questions.ts';
import type { Place } from './place.ts';

/** Looks at an account for a first file. Reads only; what may not be read is not proposed. */
export async function lookAtPresent(context: Context, place: Place): Promise<Snapshot> {
  context.host.tell({ level: 'info', text: 'Looking at who and what is in the account …' });
  return readSnapshot(
    place.clients,
    { buckets: [], keyAliases: [], awsManagedPolicies: [] },
    {
      caller: place.caller,
      region: place.target.region,
      now: context.now(),
      signal: context.interrupts.signal,
    },
  );
}

/** Names and the trail that are there, written into the file where the person says so; nothing is saved yet. */
export async function settlePresent(
  context: Context,
  file: LoadedFile,
  snapshot: Snapshot,
): Promise<LoadedFile> {
  let now = file;
  const { spelled, trail } = findPresent(snapshot, file.merged);
  const adopt = (rule: string, subject: string): AccountFile | undefined =>
    adoptFinding(
      { id: `${rule}:${subject}`, rule, subject, severity: 'high', what: '', why: '', fix: '' },
      { ...now, snapshot, beforeFirstRun: true },
    )?.own;
  for (const { wanted, live } of spelled) {
    const own = adopt('group-missing', wanted);
    if (own !== undefined && (await context.host.ask(askSpelling(wanted, live))) === 'adopt')
      now = withAnswers(context, now, own);
  }
  if (trail === undefined || now.merged.trail?.enabled === false) return now;
  const own = adopt('second-trail', trail.arn);
  const said = await context.host.ask(askTrail(trail.name, trail.bucket, own !== undefined));
  if (said === 'adopt' && own !== undefined) return withAnswers(context, now, own);
  return said === 'leave'
    ? withAnswers(context, now, { ...now.own, trail: { ...now.own.trail, enabled: false } })
    : now;
}

/** Says who is left: not everybody who is in the account belongs into the file. */
export function tellLeftOut({ host }: Pick<Context, 'host'>, present: Present): void {
  const { people, programs, unused } = present;
  const left = [
    ...named('people', Object.values(people).flat()),
    ...named('like programs', programs),
    ...named('used by nobody', unused),
  ];
  if (left.length === 0) return;
  host.tell({
    level: 'info',
    text: `In the account and not in the file: ${left.join('; ')}. \`bootstrap-account plan --steps\` says what to do with each.`,
  });
}

function named(word: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${names.join(', ')} (${word})`];
}
