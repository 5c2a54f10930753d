import { type Command, Option } from 'commander';
import { secretWays } from '../model/secret-way.ts';
import { addExamples } from './examples.ts';
import { addOwnKeyFlag } from './flags.ts';
import type { Start } from './start.ts';

export function definePerson(program: Command, start: Start): void {
  const person = program
    .command('person')
    .description('joiners and leavers: edits the file and applies just that');
  defineAdd(person, start);
  defineRemove(person, start);
  const list = person.command('list').description('MFA, password, keys, last seen and groups of everybody');
  addExamples(
    list,
    ['person list', 'who has not enrolled, who was not here for long'],
    ['person list --json', 'the same for a program'],
  );
  list.action(() =>
    start('person list', list, async (context) =>
      (await import('../commands/person-list.ts')).runPersonList(context),
    ),
  );
  const reset = person
    .command('reset-password <person>')
    .description('a new first password, to be changed at the next sign-in; MFA devices stay')
    .addOption(passwordsOption());
  addExamples(
    reset,
    ['person reset-password ada', 'shown once on the terminal'],
    ['person reset-password ada --yes --passwords age', 'encrypted to the ageRecipient in the file'],
  );
  reset.action((name, options) =>
    start('person reset-password', reset, async (context) =>
      (await import('../commands/person-reset-password.ts')).runPersonResetPassword(context, name, options),
    ),
  );
}

const passwordsOption = () =>
  new Option(
    '--passwords <way>',
    'how the first password is handed out; default: terminal, or file without one',
  ).choices([...secretWays]);

function defineAdd(person: Command, start: Start): void {
  const add = person
    .command('add [name]')
    .description('one person into the file and into the account, with a first password and a welcome sheet')
    .option('--email <address>', 'stands in the file; nothing is sent')
    .option('--group <group...>', 'group of the file; repeat for each')
    .option('--age-recipient <key>', 'age public key (age1…) that passwords are encrypted to')
    .addOption(passwordsOption());
  addExamples(
    add,
    ['person add', 'asks for name, e-mail and groups'],
    ['person add eve --email eve@acme.example --group developers', 'asks only for the yes'],
    ['person add eve --group developers --yes --passwords file', 'without a terminal'],
  );
  add.action((name, options) =>
    start('person add', add, async (context) =>
      (await import('../commands/person-add.ts')).runPersonAdd(context, name, options),
    ),
  );
}

function defineRemove(person: Command, start: Start): void {
  const remove = person
    .command('remove <person>')
    .description('shows what hangs on the person, closes every way in, then deletes the user and the entry')
    .option('--keep-days <days>', 'keep the user for that long, without any way in and any right');
  addOwnKeyFlag(remove);
  addExamples(
    remove,
    ['person remove bob', 'asks for the name to be typed'],
    ['person remove bob --yes', 'without a terminal; run again it says that nothing is left to do'],
    ['person remove bob --keep-days 30', 'an empty user stays for 30 days; check says when they are over'],
  );
  remove.action((name, options) =>
    start('person remove', remove, async (context) =>
      (await import('../commands/person-remove.ts')).runPersonRemove(context, name, options),
    ),
  );
}
