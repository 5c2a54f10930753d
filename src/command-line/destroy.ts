import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

export function defineDestroy(program: Command, start: Start): void {
  const destroy = program
    .command('destroy')
    .description('takes down what it made; the audit trail and the account settings stay')
    .option('--keep-admins', "leave the administrators' groups and their members")
    .option('--restore-settings', 'put account settings back as they were before the first apply');
  addExamples(
    destroy,
    ['destroy --keep-admins', 'so that somebody can still get in afterwards'],
    ['destroy --restore-settings', 'also undo the password policy and the other account settings'],
  );
  destroy.action((options) =>
    start('destroy', destroy, async (context) =>
      (await import('../commands/destroy.ts')).runDestroy(context, options),
    ),
  );
}
