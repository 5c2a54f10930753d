import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

export function defineRights(program: Command, start: Start): void {
  const rights = program.command('rights').description('prints the least IAM policy that a command needs');
  const check = rights.command('check').description('for check: read-only');
  addExamples(check, ['rights check', 'the policy of the role that checks in CI']);
  check.action(() =>
    start('rights check', check, async (context) =>
      (await import('../commands/rights.ts')).runRights(context, 'check'),
    ),
  );
}
