import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  AddUserToGroupCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateServiceSpecificCredentialCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  DeleteLoginProfileCommand,
  EnableMFADeviceCommand,
  PutUserPolicyCommand,
  UploadSigningCertificateCommand,
  UploadSSHPublicKeyCommand,
} from '@aws-sdk/client-iam';
import { armor, Decrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, region, yes } from '../helpers/bench.ts';
import { filesBelow, readAccount } from '../helpers/read-account.ts';
import { certificateText } from './signing-certificate.ts';

const file = `version: 1
extends: startup
account: { id: "${accountId}", region: ${region} }
regions: home
trail: { encryption: sse-s3 }
people:
  # The two who began it.
  - { name: ada, groups: [admins] }
  - { name: grace, groups: [admins] } # since the first day
`;
let bench: Bench;
let path: string;
beforeAll(async () => {
  bench = await openBench();
  const source = bench.writeFile(file);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  // From here on the rehearsal's own copy is the file.
  rmSync(source);
  path = join(bench.stateFolder, '..', '..', accountId, 'bootstrap-account.yaml');
});
afterAll(() => bench?.stop());

const passwordsOf = () =>
  filesBelow(bench.home).filter((each) => each.path.includes('/passwords/') && !each.folder);
const user = async (name: string) => (await readAccount(bench)).users.find((each) => each.name === name);

/** A device, as the console makes it: made, then assigned. */
async function enrol(name: string): Promise<void> {
  const { iam } = bench.clients;
  const made = await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: name }));
  const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  const SerialNumber = made.VirtualMFADevice?.SerialNumber;
  await iam.send(new EnableMFADeviceCommand({ UserName: name, SerialNumber, ...codes }));
}

/** All six kinds of credential, both kinds of policy, and a device that an enrolment left behind. */
async function giveEverything(name: string): Promise<void> {
  const { iam } = bench.clients;
  const UserName = name;
  await enrol(name);
  await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: `${name}-phone` }));
  await iam.send(new CreateAccessKeyCommand({ UserName }));
  await iam.send(new UploadSSHPublicKeyCommand({ UserName, SSHPublicKeyBody: 'ssh-rsa AAAAB3 rehearsal' }));
  await iam.send(new UploadSigningCertificateCommand({ UserName, CertificateBody: certificateText }));
  await iam.send(
    new CreateServiceSpecificCredentialCommand({ UserName, ServiceName: 'codecommit.amazonaws.com' }),
  );
  await iam.send(
    new AttachUserPolicyCommand({ UserName, PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  );
  const PolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
  });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument }));
}

test('a joiner: one entry, one user, a password that only an age key opens, a welcome sheet', async () => {
  const identity = await generateX25519Identity();
  const recipient = await identityToRecipient(identity);
  bench.front.resetCounters();
  const words = ['person', 'add', 'eve', '--group', 'developers', '--age-recipient', recipient];
  const end = await bench.run([...words, '--passwords', 'age', '--yes', '--json']);
  expect(end.code, end.stderr).toBe(0);
  const { passwords, welcome } = JSON.parse(end.stdout);
  expect(readFileSync(path, 'utf8')).toContain('# since the first day');
  expect(readFileSync(path, 'utf8')).toContain('name: eve');
  expect((await user('eve'))?.groups).toEqual(['developers']);
  expect((await user('eve'))?.loginProfile?.resetRequired).toBe(true);
  expect(bench.front.counters().changes).toMatchObject({ 'iam:CreateUser': 1, 'iam:AddUserToGroup': 1 });
  expect(readFileSync(welcome, 'utf8')).toContain('developers');
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const secret = (
    await decrypter.decrypt(armor.decode(readFileSync(passwords[0].path, 'utf8')), 'text')
  ).trim();
  expect(secret.length).toBeGreaterThanOrEqual(20);
  const holders = filesBelow(bench.home).filter((each) => each.content.includes(secret));
  expect([holders.map((each) => each.path), `${end.stdout}${end.stderr}`.includes(secret)]).toEqual([
    [],
    false,
  ]);
  bench.front.resetCounters();
  const again = await bench.run([...words, '--passwords', 'age', '--yes', '--json']);
  expect([again.code, JSON.parse(again.stdout).result, bench.front.counters().changing]).toEqual([
    0,
    'nothing',
    0,
  ]);
});

test('a leaver with everything goes in one run; a second has nothing to do; the name can enrol again', async () => {
  await giveEverything('eve');
  const list = await bench.run(['person', 'list', '--json']);
  const rows = JSON.parse(list.stdout).people as { name: string; mfa: string; keys: string[] }[];
  expect(rows.find((row) => row.name === 'eve')).toMatchObject({ mfa: 'on', password: 'first one' });
  const end = await bench.run(['person', 'remove', 'eve', '--yes', '--json']);
  expect(end.code, end.stderr).toBe(0);
  const gone = JSON.parse(end.stdout).removed.join('\n');
  for (const kind of [
    ...['console password', 'access key', 'MFA device', 'SSH public key', 'signing certificate'],
    ...['service-specific credential', 'membership', 'ReadOnlyAccess', 'inline policy own', 'never assigned'],
  ])
    expect(gone).toContain(kind);
  expect(await user('eve')).toBeUndefined();
  expect(readFileSync(path, 'utf8')).not.toContain('eve');
  bench.front.resetCounters();
  const again = await bench.run(['person', 'remove', 'eve', '--yes']);
  expect([again.code, bench.front.counters().changing]).toEqual([0, 0]);
  const back = await bench.run(['person', 'add', 'eve', '--group', 'developers', '--yes']);
  expect(back.code, back.stderr).toBe(0);
  await enrol('eve');
  expect((await user('eve'))?.mfaDevices).toEqual([`arn:aws:iam::${accountId}:mfa/eve`]);
});

test('one who is kept has no way in; check waits for the day; a reset is refused; the last administrator stays', async () => {
  await bench.clients.iam.send(new CreateAccessKeyCommand({ UserName: 'eve' }));
  const end = await bench.run(['person', 'remove', 'eve', '--keep-days', '30', '--yes']);
  expect(end.code, end.stderr).toBe(0);
  const live = await user('eve');
  expect([live?.groups, live?.loginProfile, live?.mfaDevices]).toEqual([[], undefined, []]);
  expect(live?.accessKeys.map((key) => key.active)).toEqual([false]);
  expect(readFileSync(path, 'utf8')).toContain('keptUntil');
  const check = await bench.run(['check', '--json']);
  expect(JSON.stringify(JSON.parse(check.stdout).pending)).toContain('user-kept:eve');
  const sync = await bench.run(['apply', '--yes']);
  expect([sync.code, sync.stdout.includes('In sync')]).toEqual([0, true]);
  const reset = await bench.run(['person', 'reset-password', 'eve', '--yes']);
  expect([reset.code, reset.stderr]).toEqual([4, expect.stringContaining('HasLeft')]);
  const first = await bench.run(['person', 'reset-password', 'ada', '--yes', '--json']);
  expect(first.code, first.stderr).toBe(0);
  expect(passwordsOf().map((each) => each.path)).toContain(JSON.parse(first.stdout).passwords[0].path);
  const ada = await bench.run(['person', 'remove', 'ada', '--yes']);
  expect(ada.code, ada.stderr).toBe(0);
  const last = await bench.run(['person', 'remove', 'grace', '--yes']);
  expect([last.code, last.stderr]).toEqual([3, expect.stringContaining('LastAdministrator')]);
  // Neither does one go whom the file does not know, while nobody else could administer the account.
  const { iam } = bench.clients;
  await iam.send(new CreateUserCommand({ UserName: 'mallory' }));
  await iam.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
  await iam.send(new AddUserToGroupCommand({ UserName: 'mallory', GroupName: 'admins' }));
  await iam.send(new DeleteLoginProfileCommand({ UserName: 'grace' }));
  const unknown = await bench.run(['person', 'remove', 'mallory', '--yes']);
  expect([unknown.code, unknown.stderr]).toEqual([3, expect.stringContaining('LastAdministrator')]);
  await iam.send(new CreateAccessKeyCommand({ UserName: 'grace' }));
  const goes = await bench.run(['person', 'remove', 'mallory', '--yes']);
  expect(goes.code, goes.stderr).toBe(0);
  expect(await user('mallory')).toBeUndefined();
});
