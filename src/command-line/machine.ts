import { type Command, Option } from 'commander';
import { secretWays } from '../model/secret-way.ts';
import { addExamples } from './examples.ts';
import { addOwnKeyFlag } from './flags.ts';
import type { Start } from './start.ts';

export function defineMachine(program: Command, start: Start): void {
  const machine = program
    .command('machine')
    .description('programs outside AWS that still need an access key');
  const add = machine
    .command('add [name]')
    .description('one machine into the file and the account, behind a boundary, with its first key')
    .option('--purpose <text>', 'the one task it exists for')
    .option('--group <group...>', 'machine group of the file; repeat for each')
    .option('--age-recipient <key>', 'age public key (age1…) that its keys are encrypted to')
    .addOption(keysOption());
  addExamples(
    add,
    ['machine add', 'asks for name, purpose and groups'],
    ['machine add uploader --group api --purpose Builds --yes --keys file', 'without a terminal'],
  );
  add.action((name, options) =>
    start('machine add', add, async (context) =>
      (await import('../commands/machine-add.ts')).runMachineAdd(context, name, options),
    ),
  );
  defineRotate(machine, start);
  const remove = machine
    .command('remove <machine>')
    .description('shows the last use of its key, then key, user, boundary and entry go');
  addOwnKeyFlag(remove);
  addExamples(remove, ['machine remove uploader', 'asks for the name to be typed']);
  remove.action((name, options) =>
    start('machine remove', remove, async (context) =>
      (await import('../commands/machine-remove.ts')).runMachineRemove(context, name, options),
    ),
  );
  const list = machine
    .command('list')
    .description('keys, their age and last use, and where a rotation stands');
  addExamples(list, ['machine list', 'which key is old, which rotation is not finished']);
  list.action(() =>
    start('machine list', list, async (context) =>
      (await import('../commands/machine-list.ts')).runMachineList(context),
    ),
  );
}

const keysOption = () =>
  new Option(
    '--keys <way>',
    'how the access key is handed out; default: terminal, or file without one',
  ).choices([...secretWays]);

function defineRotate(machine: Command, start: Start): void {
  const rotate = machine
    .command('rotate <machine>')
    .description(
      'a new key beside the old one; then --finish switches the old one off, and a week later deletes it',
    )
    .option('--finish', 'switch the old key off; run again after a week: delete it')
    .option('--undo', 'switch the old key on again, as long as it is only off')
    .option('--now', 'with --finish: delete a key that is off without waiting the week')
    .addOption(keysOption());
  addOwnKeyFlag(rotate);
  addExamples(
    rotate,
    ['machine rotate uploader', 'both keys work: install the new one'],
    ['machine rotate uploader --finish', 'shows when each was used last, then the old one is off'],
    ['machine rotate uploader --undo', 'something still needed it'],
  );
  rotate.action((name, options) =>
    start('machine rotate', rotate, async (context) =>
      (await import('../commands/machine-rotate.ts')).runMachineRotate(context, name, options),
    ),
  );
}
