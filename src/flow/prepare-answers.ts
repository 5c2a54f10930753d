import { generateNames } from '../config/bucket-name.ts';
import { completeAnswers, type MissingAnswer } from '../config/complete-answers.ts';
import { type LoadedFile, loadAccountFile } from '../config/load.ts';
import { readTemplate } from '../config/templates.ts';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import type { Answers } from '../model/answers.ts';
import { hasAdministrator } from '../ui/audience.ts';
import { type AnswerValue, applyAnswer, applyFlagAnswers, openQuestions } from '../ui/questions.ts';
import type { Place } from './place.ts';
import { saveAnswers } from './save-answers.ts';

/** Answers given as flags, by the key of the question they answer. */
export type AnswerFlags = Readonly<Record<string, AnswerValue | undefined>>;

export interface PreparedFile extends LoadedFile {
  /**
   * True as long as nobody has been through the questions: there was no file when the command began, or one
   * that names no administrator, as a run leaves it that was broken off at a question.
   */
  readonly firstRun: boolean;
}

/**
 * Loads the account file and puts the answers given as flags into it.
 * @param options.askRegion asks for the region where nothing gives one: without it AWS cannot be reached
 */
export async function prepareFile(
  context: Context,
  flags: AnswerFlags,
  options: { readonly askRegion?: boolean } = {},
): Promise<PreparedFile> {
  const loaded = await loadOnTemplate(context, flags.template);
  const firstRun = !loaded.exists || !hasAdministrator(loaded.merged);
  return { ...(await prepareLoaded(context, loaded, flags, { ...options, firstRun })), firstRun };
}

async function prepareLoaded(
  context: Context,
  loaded: LoadedFile,
  flags: AnswerFlags,
  options: { readonly askRegion?: boolean; readonly firstRun: boolean },
): Promise<LoadedFile> {
  const given = applyFlagAnswers(loaded.own, flags, loaded.merged);
  const file = given === loaded.own ? loaded : await saveAnswers(context, loaded, given);
  if (!context.host.interactive) nameMissing(context, file);
  if (options.askRegion !== true || !context.host.interactive || knowsRegion(context, file)) return file;
  const question = openQuestions(file.merged, { firstRun: options.firstRun }).find(
    (each) => each.key === 'region',
  );
  if (question === undefined) return file;
  const region = await context.host.ask(question);
  return saveAnswers(context, file, applyAnswer(file.own, 'region', region, file.merged));
}

/** The file on the template of the flag: its groups are what the other flags put people into. */
async function loadOnTemplate(context: Context, wanted: AnswerValue | undefined): Promise<LoadedFile> {
  if (typeof wanted !== 'string') return loadAccountFile(context);
  await readTemplate(context.packageRoot, wanted);
  const loaded = await loadAccountFile(context, wanted);
  if (loaded.template === wanted) return loaded;
  return saveAnswers(context, loaded, { ...loaded.own, extends: wanted });
}

/**
 * Without a terminal nobody is asked: everything that is missing is named before AWS is. A region alone may
 * still come from the profile.
 */
function nameMissing(context: Context, file: LoadedFile): void {
  const region = knowsRegion(context, file) ? { region: 'known' } : {};
  const trail = { ...file.merged.trail, bucket: file.merged.trail?.bucket ?? 'generated' };
  const complete = completeAnswers({ ...file.merged, trail }, { accountId: '', ...region });
  const missing = 'missing' in complete ? complete.missing : [];
  if (missing.some((each) => each.key !== 'region')) throw missingAnswers(file, missing);
}

function knowsRegion(context: Context, file: LoadedFile): boolean {
  const { env, flags } = context;
  return [file.merged.account?.region, flags.region, env.AWS_REGION, env.AWS_DEFAULT_REGION].some(
    (each) => each !== undefined && each !== '',
  );
}

/**
 * Everything that was wanted, complete. What is still open is named all at once; names we generate, and the
 * account this file is for, are in the file and on disk before anything uses them.
 * @throws UserError `MissingAnswers`
 */
export async function requireAnswers(
  context: Context,
  file: LoadedFile,
  place: Place,
): Promise<{ readonly file: LoadedFile; readonly answers: Answers }> {
  const { accountId } = place.caller;
  const { region } = place.target;
  const named = generateNames(file.merged, { accountId, region, randomBytes: context.randomBytes });
  const complete = completeAnswers(named.merged, { accountId, region });
  if ('missing' in complete) throw missingAnswers(file, complete.missing);
  const trail = named.merged.trail?.bucket;
  const own = {
    ...file.own,
    account: { ...file.own.account, id: accountId, region: file.merged.account?.region ?? region },
    ...(trail === undefined || named.edits.length === 0
      ? {}
      : { trail: { ...file.own.trail, bucket: trail } }),
  };
  const unchanged =
    named.edits.length === 0 &&
    file.exists &&
    file.own.account?.id !== undefined &&
    file.merged.account?.region !== undefined;
  return { file: unchanged ? file : await saveAnswers(context, file, own), answers: complete.answers };
}

export function missingAnswers(file: LoadedFile, missing: readonly MissingAnswer[]): UserError {
  const lines = missing.map((each) => `  ${each.fileKey} (flag ${each.flag}): ${each.why}`);
  return new UserError(
    'MissingAnswers',
    `${missing.length === 1 ? 'An answer is' : `${missing.length} answers are`} missing in ${file.path}:\n${lines.join('\n')}`,
    {
      fix: 'Write them into the file, give the flags to init, or run bootstrap-account in a terminal: it asks.',
      details: missing,
    },
  );
}
