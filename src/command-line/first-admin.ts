import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

export function defineFirstAdmin(program: Command, start: Start): void {
  const first = program
    .command('first-admin')
    .description('for an account that has only root: prints a short script and the console clicks')
    .option('--user <name>', 'the first administrator', 'admin')
    .option('--group <name>', "the administrators' group", 'admins');
  addExamples(first, [
    'first-admin --user ada',
    'needs no credentials; prints what ada pastes into CloudShell',
  ]);
  first.action((options) =>
    start('first-admin', first, async (context) =>
      (await import('../commands/first-admin.ts')).runFirstAdmin(context, options),
    ),
  );
}
