import type { LoadedFile } from '../config/load.ts';
import { mergeFiles } from '../config/merge.ts';
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
export async function interview(context: Context, file: PreparedFile, place: Place): Promise<LoadedFile> {
  if (!context.host.interactive || context.flags.yes) return file;
  const answered = new Set<string>();
  let own: AccountFile = file.own;
  let merged: AccountFile = file.merged;
  for (;;) {
    const facts = { firstRun: file.firstRun, region: place.target.region, answered };
    const [question] = openQuestions(merged, facts);
    if (question === undefined) break;
    const answer = await context.host.ask(question);
    answered.add(question.key);
    own = applyAnswer(own, question.key, answer, merged);
    merged = mergeFiles([file.merged, own]);
  }
  return own === file.own ? file : saveAnswers(context, file, own);
}
