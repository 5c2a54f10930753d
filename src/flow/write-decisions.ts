import { type LoadedFile, loadAccountFile } from '../config/load.ts';
import { editAccountFile } from '../config/write.ts';
import type { Context } from '../context.ts';
import { adoptFinding } from '../findings/verdicts/adopt.ts';
import type { StateIndex } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Decision } from './decide-findings.ts';
import { saveAnswers } from './save-answers.ts';

/**
 * Writes what was adopted or accepted into the account file, comments kept, and reads it again.
 * @throws UserError `AnswersDoNotFit`, `InvalidFile`, `FileNotWritable`
 */
export async function writeDecisions(
  context: Context,
  file: LoadedFile,
  { snapshot, state }: { readonly snapshot: Snapshot; readonly state: StateIndex },
  decisions: readonly Decision[],
): Promise<LoadedFile> {
  let now = file;
  for (const decision of decisions) {
    if (decision.kind === 'adopt') {
      // Each on top of the one before: two groups of one person are two decisions.
      const adopted = adoptFinding(decision.finding, {
        ...now,
        snapshot,
        beforeFirstRun: state.size === 0,
      });
      if (adopted === undefined) continue;
      now = await saveAnswers(context, now, adopted.own);
      context.host.tell({ level: 'info', text: `Written into ${now.document.file}: ${adopted.says}.` });
    }
    if (decision.kind === 'accept') {
      now = await writeException(context, now, decision);
      context.host.tell({
        level: 'info',
        text: `Accepted until ${decision.until}: ${decision.finding.id}, in ${now.document.file}.`,
      });
    }
  }
  return now;
}

async function writeException(
  context: Context,
  file: LoadedFile,
  { finding, reason, until }: Extract<Decision, { readonly kind: 'accept' }>,
): Promise<LoadedFile> {
  const entry = { finding: finding.id, reason, until };
  const present = file.own.exceptions ?? [];
  // One that has run out is renewed where it stands.
  const index = present.findIndex((each) => each.finding === finding.id);
  const edit =
    present.length === 0
      ? { path: ['exceptions'], value: [entry] }
      : { path: ['exceptions', index === -1 ? present.length : index], value: entry };
  await editAccountFile(file.path, [edit]);
  return loadAccountFile({ ...context, flags: { ...context.flags, file: file.path } });
}
