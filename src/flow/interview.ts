import { defaultTemplate, type LoadedFile, loadAccountFile } from '../config/load.ts';
import { mergeFiles } from '../config/merge.ts';
import { listTemplates } from '../config/templates.ts';
import type { Context } from '../context.ts';
import type { AccountFile } from '../model/account-file.ts';
import { applyAnswer, openQuestions } from '../ui/questions.ts';
import type { Place } from './place.ts';
import type { PreparedFile } from './prepare-answers.ts';
import { saveAnswers } from './save-answers.ts';

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
  for (;;) {
    const facts = { firstRun: prepared.firstRun, region: place.target.region, answered, templates };
    const [question] = openQuestions(merged, facts);
    if (question === undefined) break;
    const answer = await context.host.ask(question);
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
  return own === file.own ? file : saveAnswers(context, file, own);
}

/** A file that is there is edited; where there is none yet, it is the template alone until all is answered. */
function changeTemplate(context: Context, file: LoadedFile, template: string): Promise<LoadedFile> {
  if (file.exists) return saveAnswers(context, file, { ...file.own, extends: template });
  return loadAccountFile({ ...context, flags: { ...context.flags, file: file.path } }, template);
}
