import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import { addLiftFlags, readWhole } from './role-flags.ts';
import type { Start } from './start.ts';

export function defineRole(program: Command, start: Start): void {
  const role = program.command('role').description('EC2 roles and the instances that carry them');
  defineAdd(role, start);
  defineAttach(role, start);
  defineDetach(role, start);
  const list = role.command('list').description('roles of the file: task, instances, last use');
  addExamples(list, ['role list', 'what each may use, who carries it, when it was last used']);
  list.action(() =>
    start('role list', list, async (context) => (await import('../commands/role.ts')).runRoleList(context)),
  );
}

function defineAdd(role: Command, start: Start): void {
  const add = role
    .command('add <name>')
    .description('a role for one task: written into the file, and made, with nothing else')
    .option('--bucket <bucket...>', 'name[/prefix][:read|write|read-write], default read; repeat for each')
    .option('--queue <queue...>', 'name:send, name:receive or name:send-receive; repeat for each')
    .option('--secret <name...>', 'a secret of Secrets Manager to read; repeat for each')
    .option('--log-group <name...>', 'a log group to write to; repeat for each')
    .option('--purpose <text>', 'the one task it exists for')
    .option('--delete', 'also allow objects to be deleted')
    .option('--create', 'make the buckets that do not exist yet');
  addLiftFlags(add);
  addExamples(
    add,
    ['role add reports --bucket acme-reports', 'programs may read one bucket'],
    ['role add uploads --bucket acme-data/uploads/:write --create', 'write below a prefix, in a new bucket'],
    [
      'role add worker --queue jobs:receive --secret prod/db',
      'take work from a queue, with the password of a database',
    ],
  );
  add.action((name: string, options) =>
    start('role add', add, async (context) =>
      (await import('../commands/role.ts')).runRoleAdd(context, name, options),
    ),
  );
}

function defineAttach(role: Command, start: Start): void {
  const attach = role
    .command('attach <role> <instance...>')
    .description('gives running instances a role of the file, without a restart')
    .option('--replace', 'put it in the place of another role, which is noted for detach')
    .option('--require-imdsv2', 'also require session tokens of the metadata service')
    .option('--hop-limit <hops>', 'hops that its answers live; 2 for containers, default 1', readWhole);
  addLiftFlags(attach);
  addExamples(
    attach,
    ['role attach checkbot i-0123456789abcdef0', 'its programs have the role within a minute or two'],
    [
      'role attach checkbot i-0123456789abcdef0 --replace --require-imdsv2',
      'in the place of another one, with session tokens',
    ],
  );
  attach.action((name: string, instances: readonly string[], options) =>
    start('role attach', attach, async (context) =>
      (await import('../commands/role.ts')).runRoleAttach(context, name, instances, options),
    ),
  );
}

function defineDetach(role: Command, start: Start): void {
  const detach = role
    .command('detach <role> <instance...>')
    .description('takes a role off instances and launch templates; what was there before comes back');
  addExamples(
    detach,
    ['role detach checkbot i-0123456789abcdef0', 'off, and the former role and metadata options back'],
    [
      'role detach checkbot lt-0123456789abcdef0',
      'the default version that the launch template had before keys migrate',
    ],
  );
  detach.action((name: string, instances: readonly string[]) =>
    start('role detach', detach, async (context) =>
      (await import('../commands/role.ts')).runRoleDetach(context, name, instances),
    ),
  );
}
