import { join } from 'node:path';
import type { CommandResult, Edge } from '../command.ts';
import type { Context } from '../context.ts';
import { InternalError } from '../errors.ts';
import { prepareRehearsalFile, takeFileFlag } from '../flow/rehearsal-file.ts';
import { openRehearsalPlace } from '../flow/rehearsal-place.ts';

export interface RehearseFlags {
  readonly fresh?: boolean;
  readonly endpoint?: string;
}

/**
 * `rehearse`: the same code path against a local emulator. Without a command it runs the main job: asking in
 * a terminal, on the example file without one. The exit code is the inner command's.
 */
export async function runRehearse(
  context: Context,
  edge: Edge,
  words: readonly string[],
  flags: RehearseFlags,
): Promise<CommandResult> {
  const { host } = context;
  const inner = takeFileFlag(words);
  const home = join(context.stateRoot, 'rehearsal');
  const file = await prepareRehearsalFile(context, {
    home,
    fresh: flags.fresh === true,
    mainJob: words.length === 0,
    ...(inner.file === undefined ? {} : { file: inner.file }),
  });
  const rehearsal = await openRehearsalPlace(context, {
    home,
    accountId: file.accountId,
    region: file.region,
    fresh: flags.fresh === true,
    ...(flags.endpoint === undefined ? {} : { endpoint: flags.endpoint }),
  });
  if (words.length === 0 && host.interactive && !context.flags.json)
    host.tell({
      level: 'info',
      text: 'A rehearsal: an emulator on this machine stands in for AWS. Every step is the real one, and Ctrl-C leaves it.',
    });
  const { dispatch } = edge;
  if (dispatch === undefined)
    throw new InternalError('NoDispatch', 'rehearse was started without the command line around it.');
  try {
    const code = await dispatch(
      [...globalWords(context), ...mainWords(context, inner.words, file.accountId)],
      {
        ...edge,
        env: { ...withoutAccountVariables(edge.env), BOOTSTRAP_ACCOUNT_FILE: file.path },
        stateRoot: rehearsal.target.stateRoot,
        openTarget: async () => rehearsal.target,
      },
    );
    if (!context.flags.json) {
      const changing = rehearsal.changingCalls();
      host.tell({
        level: 'info',
        text: `Rehearsed in ${home}; AWS was not touched${changing === undefined ? '' : `; ${changing} changing call(s) to the emulator`}.`,
      });
      if (words.length === 0)
        host.tell({
          level: 'info',
          text: 'Again: npm start. From nothing: npm start -- --fresh. Any command: bootstrap-account rehearse -- plan.',
        });
    }
    return { code };
  } finally {
    await rehearsal.close();
  }
}

/** Without a terminal the main job confirms itself: the account is the emulator's, and its id is known. */
function mainWords(context: Context, words: readonly string[], accountId: string): readonly string[] {
  if (words.length > 0 || context.host.interactive) return words;
  return ['apply', '--yes', '--account', accountId];
}

function globalWords({ flags }: Context): readonly string[] {
  return [
    ...(flags.yes ? ['--yes'] : []),
    ...(flags.json ? ['--json'] : []),
    ...(flags.quiet ? ['--quiet'] : []),
    ...(flags.debug ? ['--debug'] : []),
    ...(flags.color ? [] : ['--no-color']),
    ...(flags.account === undefined ? [] : ['--account', flags.account]),
    ...(flags.region === undefined ? [] : ['--region', flags.region]),
  ];
}

/** Nothing that points to a real account gets in. */
function withoutAccountVariables(env: Edge['env']): Edge['env'] {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !name.startsWith('AWS_') || name === 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED',
    ),
  );
}
