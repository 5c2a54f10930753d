import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

export function defineDoctor(program: Command, start: Start): void {
  const doctor = program
    .command('doctor')
    .description('is this machine and this login ready; each ✖ with its fix');
  addExamples(doctor, ['doctor', 'before the first run, and whenever something will not start']);
  doctor.action(() =>
    start('doctor', doctor, async (context) => (await import('../commands/doctor.ts')).runDoctor(context)),
  );
}
