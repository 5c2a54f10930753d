import { completeAnswers } from '../config/complete-answers.ts';
import { type LoadedFile, loadAccountFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import type { Answers } from '../model/answers.ts';
import type { Place } from './place.ts';
import { missingAnswers } from './prepare-answers.ts';

/**
 * The account file as it is on disk: a check writes nothing, not even a name of ours.
 * @throws UserError `NoAccountFile`, `InvalidFile`
 */
export async function loadCheckFile(context: Context): Promise<LoadedFile> {
  const file = await loadAccountFile(context);
  if (file.exists) return file;
  throw new UserError('NoAccountFile', `There is no file ${file.path}: nothing says what is wanted.`, {
    fix: 'Name the file with --file, or make one with `bootstrap-account init`.',
  });
}

/**
 * Everything that was wanted, from the file alone.
 * @throws UserError `NeverPlanned` where the file names no audit bucket yet; `MissingAnswers`
 */
export function readAnswers(file: LoadedFile, place: Pick<Place, 'caller' | 'target'>): Answers {
  const facts = { accountId: place.caller.accountId, region: place.target.region };
  const complete = completeAnswers(file.merged, facts);
  if ('answers' in complete) return complete.answers;
  const [first, ...more] = complete.missing;
  if (first?.key !== 'bucket' || more.length > 0) throw missingAnswers(file, complete.missing);
  throw new UserError(
    'NeverPlanned',
    `${file.path} names no audit bucket: it was never planned or applied.`,
    {
      fix: 'Run `bootstrap-account plan` first; it writes the name into the file.',
      details: complete.missing,
    },
  );
}
