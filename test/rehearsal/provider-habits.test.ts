import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  GetGroupCommand,
  GetRoleCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import * as iam from '@pulumi/aws/iam/index.js';
import * as kms from '@pulumi/aws/kms/index.js';
import * as s3 from '@pulumi/aws/s3/index.js';
import { secret } from '@pulumi/pulumi';
import type { PulumiFn } from '@pulumi/pulumi/automation/index.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allow, lookFor, trust } from './provider-case.ts';
import { openProviderBench, type ProviderBench, previewRefresh, up } from './provider-fixture.ts';
import { recordsOf } from './provider-life.ts';

let bench: ProviderBench;
beforeAll(async () => {
  bench = await openProviderBench();
});
afterAll(() => bench?.close());

const groupType = 'aws:iam/group:Group';
const policyType = 'aws:iam/policy:Policy';
const make =
  (resource: () => unknown): PulumiFn =>
  async () => {
    resource();
  };
const roleArgs = { name: 'habit', assumeRolePolicy: trust('ec2.amazonaws.com') };

it('renames a group in place, and the engine keeps the old id', async () => {
  await up(
    await bench.open(
      'rename',
      make(() => new iam.Group('group', { name: 'before', path: '/one/' })),
    ),
  );
  const after = await bench.open(
    'rename',
    make(() => new iam.Group('group', { name: 'after', path: '/two/' })),
  );
  const renamed = await up(after);
  expect(renamed.steps.get(groupType)).toMatchObject({ ops: ['update'], changed: ['name', 'path'] });
  const record = (await recordsOf(after)).get(groupType);
  expect(record).toMatchObject({ id: 'before', outputs: { name: 'after', path: '/two/' } });
  const found = await bench.clients.iam.send(new GetGroupCommand({ GroupName: 'after' }));
  expect(found.Group?.Path).toBe('/two/');
  // The next read looks the old name up.
  expect((await previewRefresh(after)).steps.get(groupType)?.ops).toEqual(['delete']);
});

it('names what the program did not name, keeps that name, and replaces it without a gap', async () => {
  const policy = (description: string) =>
    bench.open(
      'auto-name',
      make(() => new iam.Policy('mine', { description, policy: allow('s3:Get*') })),
    );
  await up(await policy('one'));
  const first = (await recordsOf(await policy('one'))).get(policyType);
  expect(first?.outputs.name).toMatch(/^mine-[0-9a-f]{7}$/);
  expect((await up(await policy('one'))).steps.get(policyType)?.ops).toEqual(['same']);
  const replaced = await up(await policy('two'));
  expect(replaced.steps.get(policyType)?.ops).toEqual(['create-replacement', 'replace', 'delete-replaced']);
  expect((await recordsOf(await policy('two'))).get(policyType)?.outputs.name).not.toBe(first?.outputs.name);
});

it('updates tagsAll alone when the default tags change', async () => {
  const open = (tags: Readonly<Record<string, string>>) => {
    const program = make(() => new iam.Role('role', { ...roleArgs, tags: { own: '1' } }));
    return bench.open('default-tags', program, { config: { 'aws:defaultTags': { tags } } });
  };
  await up(await open({ team: 'a' }));
  const stack = await open({ team: 'b' });
  const changed = await up(stack);
  expect(changed.steps.get('aws:iam/role:Role')).toEqual({
    ops: ['update'],
    changed: ['tagsAll'],
    forcing: [],
  });
  const { outputs } = (await recordsOf(stack)).get('aws:iam/role:Role') ?? {};
  expect(outputs).toMatchObject({ tags: { own: '1' }, tagsAll: { own: '1', team: 'b' } });
  await stack.destroy();
});

it('keeps a secret input secret in the record', async () => {
  const program = make(
    () =>
      new iam.Policy('secret', {
        name: 'secret',
        description: secret('hush-hush'),
        policy: allow('s3:Get*'),
      }),
  );
  const stack = await bench.open('secret', program);
  await up(stack);
  // Read as a file: the Automation API's export shows secrets.
  const file = join(bench.root, 'state', 'secret', '.pulumi', 'stacks', 'provider-test', 'secret.json');
  const state = readFileSync(file, 'utf8');
  expect(state).toContain('"description"');
  expect(state).not.toContain('hush-hush');
});

it('records what was made before a create failed, and goes on from there', async () => {
  const program = make(() => new iam.InstanceProfile('profile', { name: 'half', role: 'late' }));
  const stack = await bench.open('half', program);
  await expect(up(stack)).rejects.toThrow('NoSuchEntity');
  const type = 'aws:iam/instanceProfile:InstanceProfile';
  expect((await recordsOf(stack)).get(type)?.id).toBe('half');
  const AssumeRolePolicyDocument = trust('ec2.amazonaws.com');
  await bench.clients.iam.send(new CreateRoleCommand({ RoleName: 'late', AssumeRolePolicyDocument }));
  const repaired = await up(stack, { refresh: true });
  expect(repaired.steps.get(type)).toMatchObject({ ops: ['refresh', 'update'], changed: ['role'] });
  expect((await up(stack)).steps.get(type)?.ops).toEqual(['same']);
});

it('deletes a role with what others attached only after a refresh has seen it', async () => {
  const stack = await bench.open(
    'attached',
    make(() => new iam.Role('role', { ...roleArgs, name: 'attached' })),
  );
  await up(stack);
  const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
  await bench.clients.iam.send(new AttachRolePolicyCommand({ RoleName: 'attached', PolicyArn }));
  await expect(stack.destroy()).rejects.toThrow('DeleteConflict');
  await stack.refresh();
  await stack.destroy();
  expect(await lookFor(bench.clients.iam.send(new GetRoleCommand({ RoleName: 'attached' })))).toBeUndefined();
});

it('makes a resource in a region of its own, and replaces it in another', async () => {
  const open = (region: string) =>
    bench.open(
      'region',
      make(() => new s3.Bucket('bucket', { bucket: 'far-bucket', region })),
    );
  const stack = await open('us-east-1');
  await up(stack);
  const type = 'aws:s3/bucket:Bucket';
  expect((await recordsOf(stack)).get(type)?.outputs).toMatchObject({
    region: 'us-east-1',
    bucketRegion: 'us-east-1',
  });
  const moved = await up(await open('eu-central-1'));
  expect(moved.steps.get(type)).toMatchObject({
    ops: ['delete-replaced', 'replace', 'create-replacement'],
    forcing: ['region'],
  });
  expect((await recordsOf(stack)).get(type)?.outputs.bucketRegion).toBe('eu-central-1');
});

it('prunes the oldest version of a policy when five are there', async () => {
  const open = (action: string) =>
    bench.open(
      'versions',
      make(() => new iam.Policy('p', { name: 'versions', policy: allow(action) })),
    );
  for (const action of ['s3:A', 's3:B', 's3:C', 's3:D', 's3:E', 's3:F']) await up(await open(action));
  const id = (await recordsOf(await open('s3:F'))).get(policyType)?.id;
  const { Versions = [] } = await bench.clients.iam.send(new ListPolicyVersionsCommand({ PolicyArn: id }));
  expect(Versions.map((each) => each.VersionId).sort()).toEqual(['v2', 'v3', 'v4', 'v5', 'v6']);
});

it.each([
  [
    'a property that it does not know',
    () => new iam.Role('r', { ...roleArgs, managedPolicyArns: [] }),
    'does not know managedPolicyArns',
  ],
  [
    'a value that it does not know',
    () => new s3.Bucket('b', { bucket: 'b-b', forceDestroy: true }),
    'knows forceDestroy of aws:s3/bucket:Bucket as false only',
  ],
  [
    'an alias without its prefix',
    () => new kms.Alias('a', { name: 'mine', targetKeyId: 'k' }),
    'begins with alias/',
  ],
  [
    'a lifecycle rule beyond the plans',
    () =>
      new s3.BucketLifecycleConfiguration('l', {
        bucket: 'b',
        rules: [{ id: 'r', status: 'Enabled', transitions: [{ days: 1, storageClass: 'GLACIER' }] }],
      }),
    'does not know transitions',
  ],
])('refuses %s before anything is made', async (_what, resource, message) => {
  const stack = await bench.open('refused', make(resource));
  await expect(stack.preview()).rejects.toThrow(message);
});
