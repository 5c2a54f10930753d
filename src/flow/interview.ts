import type { LoadedFile } from '../config/load.ts';
import { saveAnswers } from './save-answers.ts';
import type { Context } from '../context.ts';
import { mergeFiles } from '../config/merge.ts';
import type { AccountFile } from '../model/account-file.ts';
import { applyAnswer, openQuestions } from '../ui/questions.ts';
import type { Place } from './place.ts';

/**
 * Asks only what is still open, one question after the other, and saves the answers. Without a terminal it
 * asks nothing: what is missing is then named by `requireAnswers`. A file that exists is complete already
 * where it names an administrator: its team decides about it, not a prompt.
 */
export async function interview(context: Context, file: LoadedFile, place: Place): Promise<LoadedFile> {
  if (!context.host.interactive || context.flags.yes) return file;
  const facts = { accountId: place.caller.accountId, region: place.target.region };
  const asked = new Set<string>();
  let own: AccountFile = file.own;
  for (;;) {
    const merged = own === file.own ? file.merged : mergeFiles([file.merged, own]);
    const question = openQuestions(merged, { ...facts, fileExists: file.exists }).find((each) => !asked.has(each.key));
    if (question === undefined) break;
    asked.add(question.key);
    own = applyAnswer(own, question.key, String(await context.host.ask(question)));
  }
  return own === file.own ? file : saveAnswers(context, file, own);
}
