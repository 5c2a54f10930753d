import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

const commands = [
  [
    'plan',
    'for plan: reads what check reads, and what the engine reads of the plan',
    [['rights plan', 'the policy of whoever only looks at what would change']],
  ],
  [
    'apply',
    'for apply: limited to what the account file names',
    [
      ['rights apply --part 1', 'the first of several policies; redirect it into a file for AWS'],
      ['rights apply --json', 'all of them in one document'],
    ],
  ],
  ['check', 'for check: read-only', [['rights check', 'the policy of the role that checks in CI']]],
] as const;

export function defineRights(program: Command, start: Start): void {
  const rights = program
    .command('rights')
    .description('prints the least IAM policy that a command needs; asks nothing of AWS');
  for (const [name, description, examples] of commands) {
    const command = rights.command(name).description(description);
    if (name !== 'check') command.option('--part <number>', 'print one where it takes several policies');
    addExamples(command, ...examples);
    command.action((options) =>
      start(`rights ${name}`, command, async (context) =>
        (await import('../commands/rights.ts')).runRights(context, name, options),
      ),
    );
  }
}
