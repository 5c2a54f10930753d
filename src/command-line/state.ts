import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

type Action = 'where' | 'backup' | 'restore' | 'unlock';

const actions: readonly (readonly [
  usage: string,
  description: string,
  action: Action,
  examples: readonly string[],
])[] = [
  ['where', 'shows where the state is, its lock and its backups', 'where', ['where']],
  ['backup', 'copies the state', 'backup', ['backup']],
  [
    'restore <backup>',
    'puts a backup in place; the present state is backed up first',
    'restore',
    ['restore 2026-11-25T22-15-03'],
  ],
  ['unlock', 'removes the lock of a run that is dead', 'unlock', ['unlock']],
];

export function defineState(program: Command, start: Start): void {
  const state = program.command('state').description('where the state lives, and its care');
  for (const [usage, description, action, examples] of actions) {
    const command = state.command(usage).description(description);
    addExamples(command, ...examples.map((line) => [`state ${line}`, description] as const));
    command.action((backup: unknown) =>
      start(`state ${action}`, command, async (context) =>
        (await import('../commands/state.ts')).runState(
          context,
          action,
          typeof backup === 'string' ? backup : undefined,
        ),
      ),
    );
  }
  const move = state
    .command('move')
    .description('moves the state into a bucket that several machines share, or back')
    .option(
      '--to <place>',
      's3 (a bucket is made), s3://<bucket> (one of yours), or local (this machine)',
      's3',
    );
  addExamples(
    move,
    ['state move', 'into a bucket made for it, after a yes'],
    ['state move --to s3://acme-state', 'into a bucket you have'],
    ['state move --to local', 'back to this machine'],
  );
  move.action((options: { readonly to: string }) =>
    start('state move', move, async (context) =>
      (await import('../commands/state.ts')).runMove(context, options.to),
    ),
  );
}
