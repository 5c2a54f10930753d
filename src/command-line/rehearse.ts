import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

export function defineRehearse(program: Command, start: Start): void {
  const rehearse = program
    .command('rehearse')
    .description('runs the main job, or any command after --, against a local emulator')
    .argument('[command...]', 'the command to rehearse, after --')
    .option('--fresh', 'begin with an empty account')
    .option('--endpoint <url>', 'another emulator on this machine, like http://127.0.0.1:5000');
  addExamples(
    rehearse,
    ['rehearse', 'the whole main job; no AWS account is needed'],
    ['rehearse -- check', 'any command, against the account of the rehearsal'],
    ['rehearse --fresh -- apply --yes --account 123456789012', 'from an empty account, without a terminal'],
  );
  rehearse.action((words, options) =>
    start('rehearse', rehearse, async (context, edge) =>
      (await import('../commands/rehearse.ts')).runRehearse(context, edge, words, options),
    ),
  );
}
