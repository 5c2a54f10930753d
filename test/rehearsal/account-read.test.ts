import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Clients, makeClients } from '../../src/account/clients.ts';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';
import { type Front, startFront } from '../../src/rehearsal/front.ts';
import { accountId, type EmulatedAccount, region, startAccount } from './account-fixture.ts';
import { type SeededAudit, seedAudit, seedIdentity, seedSettings } from './account-seed.ts';

const interest = {
  buckets: ['acme-audit', 'acme-nobody'],
  keyAliases: ['alias/account-trail'],
  awsManagedPolicies: ['arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess'],
};
const now = new Date('2026-11-24T00:00:00Z');
let account: EmulatedAccount;
let front: Front;
let throughFront: Clients;
let seeded: SeededAudit;
let empty: Snapshot;
let full: Snapshot;

/** Through the front, which answers what the emulator has not got; the seed goes past it, and past its refusals. */
const read = async (): Promise<Snapshot> =>
  readSnapshot(throughFront, interest, { caller: await readCaller(account.clients), region, now });

beforeAll(async () => {
  account = await startAccount();
  front = await startFront({ emulatorUrl: account.url, accountId, now: () => new Date() });
  throughFront = makeClients({ region, endpoint: front.url, credentials: account.credentials });
  empty = await read();
  await seedIdentity(account.clients);
  await seedSettings(account.clients);
  seeded = await seedAudit(account.clients);
  full = await read();
});
afterAll(async () => {
  throughFront.close();
  await front.stop();
  await account.stop();
});

test('an empty account reads as empty, with nothing left unread', () => {
  expect(empty).toMatchObject({
    takenAt: now.toISOString(),
    region,
    users: [],
    groups: [],
    roles: [],
    trails: [],
    keys: [],
    notRead: [],
  });
  expect(empty.passwordPolicy).toBeUndefined();
  expect(empty.s3PublicAccessBlock).toBeUndefined();
  expect(empty.ebsEncryptionByDefault).toBe(false);
  expect(empty.buckets['acme-audit']).toEqual({ kind: 'absent', name: 'acme-audit' });
});

test('users carry password, keys, MFA devices and groups', () => {
  const [ada, bot] = full.users;
  expect(ada).toMatchObject({
    name: 'ada',
    path: '/',
    groups: ['admins'],
    tags: { ManagedBy: 'bootstrap-account' },
    accessKeys: [],
  });
  expect(ada?.mfaDevices).toEqual([`arn:aws:iam::${accountId}:mfa/ada-phone`]);
  expect(ada?.loginProfile).toBeDefined();
  expect(bot).toMatchObject({ name: 'bot', path: '/machine/', mfaDevices: [], groups: [] });
  expect(bot?.loginProfile).toBeUndefined();
  expect(bot?.accessKeys).toEqual([
    { idEnd: expect.stringMatching(/^.{4}$/), active: true, createdAt: expect.any(String) },
  ]);
});

test('groups, policies, roles and instance profiles are complete', () => {
  expect(full.groups).toMatchObject([
    {
      name: 'admins',
      path: '/bootstrap-account/',
      attached: [{ name: 'AdministratorAccess' }, { name: 'Looker' }],
      inline: [{ name: 'extra' }],
    },
  ]);
  expect(full.policies.map(({ name, awsManaged }) => ({ name, awsManaged }))).toEqual([
    { name: 'AWSBillingReadOnlyAccess', awsManaged: true },
    { name: 'AdministratorAccess', awsManaged: true },
    { name: 'Looker', awsManaged: false },
  ]);
  const looker = full.policies.find((policy) => policy.name === 'Looker');
  expect(looker).toMatchObject({
    path: '/own/',
    description: 'Looks around',
    tags: { ManagedBy: 'bootstrap-account' },
  });
  expect(looker?.document.Statement).toEqual([
    { Sid: 'Look', Effect: 'Allow', Action: 'ec2:Describe*', Resource: '*' },
  ]);
  expect(full.roles).toMatchObject([
    {
      name: 'checkbot',
      description: 'Checks',
      maxSessionSeconds: 7200,
      instanceProfiles: ['checkbot'],
      inline: [{ name: 'buckets' }],
    },
  ]);
  // A statement that stands alone becomes a list.
  expect(full.roles[0]?.trust.Statement).toHaveLength(1);
  expect(full.instanceProfiles).toMatchObject([
    { name: 'checkbot', roles: ['checkbot'], tags: { ManagedBy: 'bootstrap-account' } },
    { name: 'empty', roles: [] },
  ]);
});

test('account settings are read', () => {
  expect(full.aliases).toEqual(['acme']);
  expect(full.passwordPolicy).toMatchObject({
    minimumLength: 16,
    requireNumbers: true,
    requireSymbols: false,
    reusePrevention: 5,
  });
  expect(full.passwordPolicy?.maxAgeDays).toBeUndefined();
  expect(full.s3PublicAccessBlock).toEqual({
    blockPublicAcls: true,
    ignorePublicAcls: true,
    blockPublicPolicy: true,
    restrictPublicBuckets: false,
  });
  expect(full.ebsEncryptionByDefault).toBe(true);
});

test('the trail is read with its status', () => {
  expect(full.trails).toMatchObject([
    {
      name: 'account-trail',
      homeRegion: region,
      multiRegion: true,
      globalEvents: true,
      validation: true,
      bucket: 'acme-audit',
      kmsKeyArn: seeded.keyArn,
      logging: true,
      allManagementEvents: true,
      tags: { Origin: 'made' },
    },
  ]);
});

test('the bucket is read setting by setting', () => {
  expect(full.buckets['acme-audit']).toMatchObject({
    kind: 'own',
    region,
    tags: { Part: 'audit-trail' },
    policy: { Statement: [{ Sid: 'Tls' }] },
    publicAccessBlock: { blockPublicAcls: true, restrictPublicBuckets: false },
    objectOwnership: 'BucketOwnerEnforced',
    versioning: 'Enabled',
    encryption: { algorithm: 'aws:kms', kmsKeyArn: seeded.keyArn, bucketKey: true },
    lifecycle: [{ id: 'expire', enabled: true, expirationDays: 400, noncurrentDays: 30 }],
    objectLock: { enabled: true, mode: 'GOVERNANCE', days: 400 },
  });
});

test('a bucket that nobody has is absent', () => {
  expect(full.buckets['acme-nobody']).toEqual({ kind: 'absent', name: 'acme-nobody' });
});

test('keys: by alias, by trail, and ours without alias; others and dying ones are left out', () => {
  const found = full.keys.map((key) => key.arn).sort();
  expect(found).toEqual([seeded.keyArn, seeded.orphanArn].sort());
  const byAlias = full.keys.find((key) => key.arn === seeded.keyArn);
  expect(byAlias).toMatchObject({
    aliases: ['alias/account-trail'],
    enabled: true,
    rotation: true,
    description: 'Encrypts log files',
  });
});
