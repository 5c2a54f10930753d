import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import { addOwnKeyFlag } from './flags.ts';
import { addLiftFlags, readWhole } from './role-flags.ts';
import type { Start } from './start.ts';

const whose = ['--user <name>', 'whose key it is, where two end alike'] as const;

export function defineKeys(program: Command, start: Start): void {
  const keys = program.command('keys').description('from access keys on machines to roles');
  defineScan(keys, start);
  defineMigrate(keys, start);
  defineRetire(keys, start);
  defineUndo(keys, start);
}

function defineScan(keys: Command, start: Start): void {
  const scan = keys
    .command('scan')
    .description('finds access keys: in IAM, in user data, templates and launch configurations, and root’s');
  addExamples(
    scan,
    ['keys scan', 'every key: where it lies, whose it is, last use, what it may do, its stage'],
    ['keys scan --json', 'the same as data; exit 2 while a key lies on a machine'],
  );
  scan.action(() =>
    start('keys scan', scan, async (context) => (await import('../commands/keys.ts')).runKeysScan(context)),
  );
}

function defineMigrate(keys: Command, start: Start): void {
  const migrate = keys
    .command('migrate <key>')
    .description('a role in the place of a key, given to the machines it lies on; <key>: last four, or root')
    .option(...whose)
    .option('--role <name>', 'a role of the file, or the name of the new one; default: as the user is called')
    .option(
      '--bucket <bucket...>',
      'name[/prefix][:read|write|read-write], in place of what the policies give; repeat for each',
    )
    .option('--instance <id...>', 'in place of the machines that the key lies on; repeat for each')
    .option('--replace', 'put the role in the place of another one')
    .option('--require-imdsv2', 'also require session tokens of the metadata service')
    .option('--hop-limit <hops>', 'hops that its answers live; 2 for containers, default 1', readWhole);
  addLiftFlags(migrate);
  addExamples(
    migrate,
    ['keys migrate 3F7Q', 'shows the narrowest role that its policies justify, asks, makes it, attaches it'],
    ['keys migrate 3F7Q --bucket uploads:write --yes', 'with less than the policies give, without asking'],
    ['keys migrate root', 'what takes the place of the root user’s key, and the clicks'],
  );
  migrate.action((key: string, options) =>
    start('keys migrate', migrate, async (context) =>
      (await import('../commands/keys.ts')).runKeysMigrate(context, key, options),
    ),
  );
}

function defineRetire(keys: Command, start: Start): void {
  const retire = keys
    .command('retire <key>')
    .description('switches a key off, on evidence or a typed word; run again days later, deletes it')
    .option(...whose)
    .option('--quiet-days <days>', 'days without use that count as evidence; default 7', readWhole)
    .option('--wait-days <days>', 'days between off and deleted; default and least: 7', readWhole)
    .option('--typed <word>', 'what would be typed: the end of the key, later the word delete');
  addLiftFlags(retire);
  addOwnKeyFlag(retire);
  addExamples(
    retire,
    ['keys retire 3F7Q', 'shows what speaks for it and asks; then off, with a way back'],
    ['keys retire 3F7Q --yes', 'without asking, where all evidence speaks for it'],
    ['keys retire 3F7Q --typed delete', 'a week later, without asking'],
  );
  retire.action((key: string, options) =>
    start('keys retire', retire, async (context) =>
      (await import('../commands/keys.ts')).runKeysRetire(context, key, options),
    ),
  );
}

function defineUndo(keys: Command, start: Start): void {
  const undo = keys
    .command('undo <key>')
    .description('switches a key on again that was switched off')
    .option(...whose);
  addExamples(undo, ['keys undo 3F7Q', 'something broke: the key is on again']);
  undo.action((key: string, options) =>
    start('keys undo', undo, async (context) =>
      (await import('../commands/keys.ts')).runKeysUndo(context, key, options),
    ),
  );
}
