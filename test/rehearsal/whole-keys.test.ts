import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateAutoScalingGroupCommand } from '@aws-sdk/client-auto-scaling';
import {
  CreateLaunchTemplateCommand,
  DescribeIamInstanceProfileAssociationsCommand,
  DescribeLaunchTemplateVersionsCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  ListAccessKeysCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { accountId, type Bench, type Ended, openBench, region, startupFile, yes } from '../helpers/bench.ts';
import { filesBelow } from '../helpers/read-account.ts';

let bench: Bench;
const key = { id: '', secret: '', end: '' };
/** Everything that any command printed. */
let printed = '';
const machines: Record<string, string> = {};
const templates: Record<string, string> = {};

async function run(...words: readonly string[]): Promise<Ended> {
  const end = await bench.run(words);
  printed += end.stdout + end.stderr;
  return end;
}
const json = (end: Ended) => JSON.parse(end.stdout);

beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(startupFile);
  const end = await run('apply', ...yes);
  expect(end.code, end.stderr).toBe(0);
  const { iam, s3 } = bench.clients;
  const LocationConstraint = region;
  await s3.send(
    new CreateBucketCommand({ Bucket: 'acme-in', CreateBucketConfiguration: { LocationConstraint } }),
  );
  const UserName = 'uploader';
  await iam.send(new CreateUserCommand({ UserName }));
  const Statement = [
    { Effect: 'Allow', Action: ['s3:PutObject', 's3:GetObject'], Resource: 'arn:aws:s3:::acme-in/scans/*' },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: `arn:aws:sqs:${region}:${accountId}:jobs` },
  ];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'work', PolicyDocument }));
  const { AccessKey: made } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  key.id = made?.AccessKeyId ?? '';
  key.secret = made?.SecretAccessKey ?? '';
  key.end = key.id.slice(-4);
  await plant();
});
afterAll(() => bench?.stop());

async function plant(): Promise<void> {
  const ec2 = await bench.clients.ec2();
  const env = `AWS_ACCESS_KEY_ID=${key.id}\nAWS_SECRET_ACCESS_KEY=${key.secret}\n`;
  const script = `#!/bin/sh\n${env}`;
  const b64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
  const start = async (name: string, data: string | Uint8Array, more: object = {}) => {
    const answer = await ec2.send(
      new RunInstancesCommand({
        ImageId: 'ami-12c6146b',
        MinCount: 1,
        MaxCount: 1,
        UserData: b64(data),
        ...more,
      }),
    );
    machines[name] = answer.Instances?.[0]?.InstanceId ?? '';
  };
  await start('plain', script);
  await start('base64', b64(script));
  await start('gzip', gzipSync(script));
  const body = `Content-Type: text/x-shellscript\r\nContent-Transfer-Encoding: base64\r\n\r\n${b64(script)}`;
  await start('multipart', `Content-Type: multipart/mixed; boundary="B"\r\n\r\n--B\r\n${body}\r\n--B--\r\n`);
  const file = `  - { path: /etc/app.env, encoding: gz+b64, content: ${b64(gzipSync(env))} }`;
  await start('cloud-init', `#cloud-config\nwrite_files:\n${file}\n`, {
    IamInstanceProfile: { Name: 'checkbot' },
  });
  await start('documentation', 'AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n');
  await start('odd', Uint8Array.of(0, 1, 2, 200, 201));
  for (const [LaunchTemplateName, data] of Object.entries({ fleet: script, packed: b64(script) })) {
    const made = await ec2.send(
      new CreateLaunchTemplateCommand({
        LaunchTemplateName,
        LaunchTemplateData: { ImageId: 'ami-12c6146b', InstanceType: 't3.micro', UserData: b64(data) },
      }),
    );
    templates[LaunchTemplateName] = made.LaunchTemplate?.LaunchTemplateId ?? '';
  }
  const scaling = await bench.clients.autoScaling();
  for (const [AutoScalingGroupName, Version] of Object.entries({ web: '$Default', 'old web': '1' })) {
    await scaling.send(
      new CreateAutoScalingGroupCommand({
        AutoScalingGroupName,
        ...{ MinSize: 0, MaxSize: 1, DesiredCapacity: 0, AvailabilityZones: [`${region}a`] },
        LaunchTemplate: { LaunchTemplateId: templates.fleet, Version },
      }),
    );
  }
}

/** Versions of the launch template that is used, the oldest first. */
async function versions() {
  const ec2 = await bench.clients.ec2();
  const { LaunchTemplateVersions: found } = await ec2.send(
    new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: templates.fleet, Versions: [] }),
  );
  return (found ?? []).map(({ VersionNumber: number, DefaultVersion, LaunchTemplateData: data }) => ({
    number,
    isDefault: DefaultVersion === true,
    type: data?.InstanceType,
    profile: data?.IamInstanceProfile?.Name,
    tokens: data?.MetadataOptions?.HttpTokens,
    text: Buffer.from(data?.UserData ?? '', 'base64').toString(),
  }));
}

async function status(): Promise<string | undefined> {
  const { AccessKeyMetadata: keys } = await bench.clients.iam.send(
    new ListAccessKeysCommand({ UserName: 'uploader' }),
  );
  return keys?.find((each) => each.AccessKeyId === key.id)?.Status;
}
async function profiles(): Promise<Record<string, string>> {
  const ec2 = await bench.clients.ec2();
  const { IamInstanceProfileAssociations: found } = await ec2.send(
    new DescribeIamInstanceProfileAssociationsCommand({}),
  );
  return Object.fromEntries(
    (found ?? []).map((each) => [
      each.InstanceId ?? '',
      each.IamInstanceProfile?.Arn?.split('/').at(-1) ?? '',
    ]),
  );
}

test('scan finds the key wherever it lies, whose it is and what it may do, and raises no false alarm', async () => {
  const end = await run('keys', 'scan', '--json');
  expect(end.code, end.stderr).toBe(2);
  const scan = json(end);
  expect(scan.keys).toHaveLength(1);
  const [found] = scan.keys;
  expect(found).toMatchObject({ owner: 'uploader', idEnd: key.end, active: true, stage: 'found' });
  expect(found.reach).toMatchObject({
    buckets: [{ name: 'acme-in', prefix: 'scans/', access: 'read-write' }],
    things: [{ kind: 'queue', name: 'jobs', access: 'send' }],
    others: [],
  });
  const where = new Map(found.places.map((each: { id: string }) => [each.id, each]));
  expect(where.get(machines.plain ?? '')).toMatchObject({ part: '', line: 2, withSecret: true });
  expect(where.get(machines.base64 ?? '')).toMatchObject({ part: '', line: 2 });
  expect(where.get(machines.gzip ?? '')).toMatchObject({ part: '', line: 2 });
  expect(where.get(machines.multipart ?? '')).toMatchObject({ part: 'part 1 (text/x-shellscript)', line: 2 });
  expect(where.get(machines['cloud-init'] ?? '')).toMatchObject({ part: '/etc/app.env', line: 1 });
  expect(found.places).toHaveLength(7);
  expect(scan.undecoded).toMatchObject([{ id: machines.odd }]);
  expect(scan.strays).toEqual([]);
});

test('migrate: nothing over another role, nothing without yes; then role, machines, file', async () => {
  const before = bench.front.counters().changing;
  const taken = await run('keys', 'migrate', key.end, '--yes', '--json');
  expect([taken.code, json(taken).error.code]).toEqual([3, 'ProfileTaken']);
  const unsure = await run('keys', 'migrate', key.end, '--replace', '--json');
  expect([unsure.code, json(unsure).error.code]).toEqual([4, 'ConfirmationNeeded']);
  expect(bench.front.counters().changing - before).toBeLessThan(5);

  const done = await run('keys', 'migrate', key.end, '--replace', '--require-imdsv2', '--yes', '--json');
  expect(done.code, done.stderr).toBe(0);
  expect(json(done)).toMatchObject({
    result: 'migrated',
    role: 'uploader',
    templates: [{ template: templates.fleet, version: '2' }],
    byHand: [{ id: templates.packed, why: 'the key is packed inside the user data' }],
  });
  const now = await profiles();
  for (const name of ['plain', 'base64', 'gzip', 'multipart', 'cloud-init'])
    expect(now[machines[name] ?? ''], name).toBe('uploader');
  expect(now[machines.odd ?? '']).toBeUndefined();
  const [first, second, ...more] = await versions();
  expect(more).toEqual([]);
  expect(first).toMatchObject({ number: 1, isDefault: false, profile: undefined });
  expect(second).toEqual({
    ...{ number: 2, isDefault: true, type: 't3.micro', profile: 'uploader', tokens: 'required' },
    text: '#!/bin/sh\n',
  });
  expect(done.stderr).toContain('start-instance-refresh --auto-scaling-group-name web');
  expect(done.stderr.replace(/\s+/g, ' ')).toContain('old web stays with version 1');
  const file = filesBelow(bench.home).find(
    (each) => each.path.endsWith('bootstrap-account.yaml') && each.content.includes('uploader'),
  );
  expect(file?.content).toContain('prefix: scans/');
  expect(file?.content).toMatch(/queues:\s+- (\{ )?name: jobs,?\s+access: send/);
  expect(file?.content).toContain('# Two regions are tested');
  // A rehearsal works on a copy; the person would commit what was written.
  bench.writeFile(file?.content ?? '');
  expect(await status()).toBe('Active');
});

test('retire needs evidence or a word, undo switches on again, and a week later it is deleted', async () => {
  const unsure = await run('keys', 'retire', key.end, '--yes', '--json');
  expect([unsure.code, json(unsure).error.code]).toEqual([4, 'AnswerMissing']);
  expect(await status()).toBe('Active');
  const off = await run('keys', 'retire', key.end, '--typed', key.end, '--json');
  expect(off.code, off.stderr).toBe(0);
  expect([json(off).result, await status()]).toEqual(['off', 'Inactive']);
  const waiting = await run('keys', 'retire', key.end, '--typed', 'delete', '--json');
  expect([json(waiting).result, await status()]).toEqual(['waiting', 'Inactive']);
  const undone = await run('keys', 'undo', key.end, '--yes', '--json');
  expect([json(undone).result, await status()]).toEqual(['on', 'Active']);

  const again = await run('keys', 'retire', key.end, '--typed', key.end, '--json');
  expect([json(again).result, await status()]).toEqual(['off', 'Inactive']);
  // Eight days pass.
  const notes = join(bench.stateFolder, 'keys-and-instances.json');
  const past = new Date(Date.now() - 8 * 86_400_000).toISOString();
  writeFileSync(notes, readFileSync(notes, 'utf8').replace(/"offAt": "[^"]+"/, `"offAt": "${past}"`));
  const report = await run('report', '--json');
  const told = readFileSync(join(json(report).handover, 'report.md'), 'utf8');
  expect(told).toContain('From keys to roles');
  expect(told).toContain(`…${key.end}`);
  const gone = await run('keys', 'retire', key.end, '--typed', 'delete', '--json');
  expect([json(gone).result, await status()]).toEqual(['deleted', undefined]);
  const check = await run('check', '--json');
  const rules = json(check).findings.map((each: { rule: string }) => each.rule);
  expect(rules).toContain('key-text-left');
  expect(rules).not.toContain('key-on-machine');
});

test('role detach gives back what was there before, and nothing else', async () => {
  const stranger = await run('role', 'detach', 'uploader', templates.packed ?? '', '--yes', '--json');
  expect([stranger.code, json(stranger).error.code]).toEqual([4, 'NoSuchTemplate']);
  const detached = await run('role', 'detach', 'uploader', machines['cloud-init'] ?? '', '--yes', '--json');
  expect(detached.code, detached.stderr).toBe(0);
  expect((await profiles())[machines['cloud-init'] ?? '']).toBe('checkbot');
});

test('a role that leaves the file is not taken off machines unannounced', async () => {
  const kept = filesBelow(bench.home).find(
    ({ path, content }) => path.endsWith('bootstrap-account.yaml') && content.includes('uploader'),
  );
  const file = parseDocument(kept?.content ?? '');
  expect(file.deleteIn(['roles', 'uploader'])).toBe(true);
  bench.writeFile(String(file));
  const refused = await run('apply', ...yes, '--json');
  expect([refused.code, json(refused).error.code]).toEqual([3, 'RoleInUse']);
  for (const name of [machines.plain, templates.fleet, '--i-understand role-in-use:uploader'])
    expect(JSON.stringify(json(refused).error)).toContain(name);
  expect(Object.values(await profiles())).toContain('uploader');
  const end = await run('apply', ...yes, '--i-understand', 'role-in-use:uploader', '--json');
  expect(end.code, end.stderr).toBe(0);
  expect(await profiles()).toEqual({ [machines['cloud-init'] ?? '']: 'checkbot' });
  expect(await versions()).toMatchObject([{ number: 1, isDefault: true }]);
});

test('destroy names who loses a role, and takes off what was put there from here', async () => {
  const put = await run('role', 'attach', 'checkbot', machines.plain ?? '', '--yes', '--json');
  expect(put.code, put.stderr).toBe(0);
  const asked = await run('destroy', '--keep-admins');
  expect(asked.code).toBe(4);
  const told = asked.stdout.replace(/\s+/g, ' ');
  expect(told).toContain('Lose a role of ours (2):');
  expect(told).toContain(`${machines['cloud-init']} in ${region}: has no role then`);
  const end = await run('destroy', '--keep-admins', ...yes, '--json');
  expect(end.code, end.stderr).toBe(0);
  expect(await profiles()).toEqual({ [machines['cloud-init'] ?? '']: 'checkbot' });
});

test('the secret stands nowhere: not in state, notes, report, file or anything printed', () => {
  const forms = [key.secret, encodeURIComponent(key.secret), Buffer.from(key.secret).toString('base64')];
  const files = filesBelow(bench.home).filter((each) => !each.folder);
  expect(files.length).toBeGreaterThan(10);
  for (const form of forms) {
    expect(files.filter((each) => each.content.includes(form)).map((each) => each.path)).toEqual([]);
    expect(printed).not.toContain(form);
  }
  expect(files.filter((each) => each.content.includes(key.id)).map((each) => each.path)).toEqual([]);
  expect(printed).not.toContain(key.id);
  expect(printed).not.toContain(key.secret.slice(0, 20));
});
