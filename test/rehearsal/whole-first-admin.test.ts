import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { ensureAwsCommand } from '../helpers/aws-command.ts';
import { accountId, type Bench, openBench, region, yes } from '../helpers/bench.ts';
import { readAccount } from '../helpers/read-account.ts';

let bench: Bench;
let bin: string;
beforeAll(async () => {
  bin = ensureAwsCommand();
  bench = await openBench();
});
afterAll(() => bench?.stop());

/** Not `execFileSync`: the front answers from this very process. */
function paste(script: string): Promise<{ readonly code: number | null; readonly text: string }> {
  const env = {
    PATH: `${bin}:${process.env.PATH}`,
    HOME: bench.home,
    AWS_ENDPOINT_URL: bench.front.url,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'only-for-tests',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const child = spawn('bash', ['-s'], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part;
    });
  child.stdin.end(script);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, text })));
}

const file = `version: 1
extends: startup
account: { id: "${accountId}", alias: acme-test, region: ${region} }
people:
  - { name: admin, groups: [admins] }
  - { name: grace, groups: [admins] }
`;

test('the printed script makes an administrator, twice does no harm, and apply takes it over', async () => {
  const printed = await bench.run(['first-admin', '--json', '--region', region], { plain: true });
  expect(printed.code, printed.stderr).toBe(0);
  const { script } = JSON.parse(printed.stdout) as { script: string };
  const once = await paste(script);
  expect(once.code, once.text).toBe(0);
  expect(once.text).toContain('Password of admin, shown only now');
  const made = await readAccount(bench);
  expect(made.users.map((user) => [user.name, user.groups])).toEqual([['admin', ['admins']]]);
  expect(made.users[0]?.loginProfile?.resetRequired).toBe(true);
  expect(made.groups[0]?.attached.map((policy) => policy.name).sort()).toEqual([
    'AdministratorAccess',
    'RequireMFA',
  ]);
  const twice = await paste(script);
  expect(twice.code, twice.text).toBe(0);
  expect(twice.text).toContain('admin has a password already');
  const still = await readAccount(bench);
  // The reader's own role is used by each look.
  const undated = ({ roles, ...rest }: Snapshot) => ({
    ...rest,
    takenAt: '',
    roles: roles.map(({ lastUsedAt: _, ...role }) => role),
  });
  expect(undated(still)).toEqual(undated(made));

  bench.writeFile(file);
  bench.front.resetCounters();
  const applied = await bench.run(['apply', '--json', ...yes]);
  expect(applied.code, applied.stderr).toBe(0);
  const { changes } = JSON.parse(applied.stdout) as { changes: { name: string; verb: string }[] };
  const verbs = new Map(changes.map((change) => [change.name, change.verb]));
  expect([verbs.get('people/admin'), verbs.get('groups/admins'), verbs.get('people/grace')]).toEqual([
    'adopt',
    'adopt',
    'make',
  ]);
  // The other person, and the three groups of the template that were not there.
  expect(bench.front.counters().changes).toMatchObject({ 'iam:CreateUser': 1, 'iam:CreateGroup': 3 });
  bench.front.resetCounters();
  const again = await bench.run(['apply', ...yes]);
  expect(again.stdout, again.stderr).toContain('In sync');
  expect(bench.front.counters().changing).toBe(0);
});
