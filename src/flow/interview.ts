import { defaultTemplate, type LoadedFile, loadAccountFile, withAnswers } from '../config/load.ts';
import { mergeFiles } from '../config/merge.ts';
import { listTemplates } from '../config/templates.ts';
import type { Context } from '../context.ts';
import { findPresent, type Present } from '../findings/present-people.ts';
import type { AccountFile } from '../model/account-file.ts';
import { applyAnswer, nobody, openQuestions } from '../ui/questions.ts';
import type { Place } from './place.ts';
import type { PreparedFile } from './prepare-answers.ts';
import { saveAnswers } from './save-answers.ts';
import { lookAtPresent, settlePresent, tellLeftOut } from './settle-present.ts';

/**
 * Asks only what is still open, one question after the other, and saves the answers. Without a terminal it
 * asks nothing: what is missing is then named by `requireAnswers`. A file that exists is complete already
 * where it names an administrator: its team decides about it, not a prompt.
 */
export async function interview(
  context: Context,
  prepared: PreparedFile,
  place: Place,
  /** True where a flag has chosen it. */
  hasTemplate = false,
): Promise<LoadedFile> {
  if (!context.host.interactive || context.flags.yes) return prepared;
  // Whoever wrote another template, or one of the team's own, into the file has chosen.
  const isChosen = hasTemplate || prepared.own.extends !== defaultTemplate;
  const templates = isChosen ? [] : await listTemplates(context.packageRoot);
  let file: LoadedFile = prepared;
  const answered = new Set<string>();
  let own: AccountFile = file.own;
  let merged: AccountFile = file.merged;
  // A file that nobody has answered yet begins with who and what is in the account.
  const snapshot = prepared.firstRun ? await lookAtPresent(context, place) : undefined;
  let isSettled = snapshot === undefined;
  for (;;) {
    const present = snapshot === undefined ? {} : presentFacts(findPresent(snapshot, merged));
    const facts = {
      firstRun: prepared.firstRun,
      region: place.target.region,
      answered,
      templates,
      ...present,
    };
    const [question] = openQuestions(merged, facts);
    // Where the groups come from is settled first: they are what present names are compared with.
    if (!isSettled && snapshot !== undefined && question?.key !== 'template') {
      isSettled = true;
      const settled = await settlePresent(context, withAnswers(context, file, own), snapshot);
      own = settled.own;
      merged = settled.merged;
      continue;
    }
    if (question === undefined) break;
    const said = await context.host.ask(question);
    const answer = said === nobody ? '' : said;
    answered.add(question.key);
    if (question.key === 'template' && answer !== file.template) {
      // All later questions stand on what the template brings.
      file = await changeTemplate(context, file, String(answer));
      own = file.own;
      merged = file.merged;
      continue;
    }
    own = applyAnswer(own, question.key, answer, merged);
    merged = mergeFiles([file.merged, own]);
  }
  if (snapshot !== undefined) tellLeftOut(context, findPresent(snapshot, merged));
  return own === file.own ? file : saveAnswers(context, file, own);
}

function presentFacts({ people, alias }: Present) {
  return { people, ...(alias === undefined ? {} : { alias }) };
}

/** A file that is there is edited; where there is none yet, it is the template alone until all is answered. */
function changeTemplate(context: Context, file: LoadedFile, template: string): Promise<LoadedFile> {
  if (file.exists) return saveAnswers(context, file, { ...file.own, extends: template });
  return loadAccountFile({ ...context, flags: { ...context.flags, file: file.path } }, template);
}
