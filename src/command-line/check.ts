import { type Command, Option } from 'commander';
import { addExamples } from './examples.ts';
import { addApplyFlags } from './flags.ts';
import type { Start } from './start.ts';

export function defineCheck(program: Command, start: Start): void {
  const check = program
    .command('check')
    .description('drift and findings; exit 0 in sync, 2 something found, 1 not all could be read')
    .option(
      '--format <format[=file]>',
      'text (default), json, markdown, sarif, junit or github, with =file to write it there; repeat for more',
      (value: string, before: readonly string[] = []) => [...before, value],
    )
    .option('--baseline <file>', 'a former JSON document of check: only what is new counts')
    .addOption(
      new Option('--fail-on <severity>', 'exit 2 from this severity on; default: low').choices([
        ...(['critical', 'high', 'medium', 'low', 'info'] as const),
      ]),
    )
    .option('--deep', "let the engine look as well, and compare; needs this machine's state")
    .option('--repair', 'decide about each finding: repair, adopt, remove, accept or skip')
    .option(
      '--only <id...>',
      'with --repair: decide about these findings only, by their ids; repeat for each',
    )
    .option('--repair-all', 'repair all that can be, and nothing else; with --yes without asking');
  addExamples(
    check,
    ['check', 'what has changed, who did it, and the command that puts it right'],
    ['check --repair', 'decide about each finding on a terminal'],
    ['check --repair --only user-direct-policy:carol', 'decide about that one'],
    ['check --repair-all --yes', 'put back all that can be put back, nothing else'],
    ['check --format json=yesterday.json', 'keep the findings as a baseline'],
    ['check --baseline yesterday.json --fail-on high', 'only what is new since then, and serious'],
  );
  addApplyFlags(check).action((options) =>
    start('check', check, async (context) =>
      (await import('../commands/check.ts')).runCheck(context, options),
    ),
  );
}
