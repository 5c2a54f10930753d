import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListMFADevicesCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { HeadBucketCommand, ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explainAwsError } from '../../src/account/aws-error.ts';
import { mapBounded } from '../../src/account/bounded.ts';
import { makeClients } from '../../src/account/clients.ts';
import { readBuckets } from '../../src/account/read/buckets.ts';
import { callerFromArn } from '../../src/account/read/caller.ts';
import { readCredentialsOfUsers } from '../../src/account/read/credentials-of-users.ts';
import { parseDocument } from '../../src/account/read/document.ts';
import { makeGather } from '../../src/account/read/gather.ts';
import { recordsAllManagementEvents } from '../../src/account/read/trails.ts';

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' };
const clients = makeClients({ region: 'eu-west-1', credentials: async () => keys });
const awsError = (name: string, status: number): Error =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status } });
const s3 = mockClient(S3Client);
const iam = mockClient(IAMClient);
beforeEach(() => {
  s3.onAnyCommand().rejects(awsError('NoSuchBucket', 404));
});
afterEach(() => {
  s3.reset();
  iam.reset();
});

describe('whose bucket it is', () => {
  const look = async () => (await readBuckets(clients, makeGather('eu-west-1'), '123456789012', ['b'])).b;
  test("403 and not in our list: somebody else's", async () => {
    s3.on(HeadBucketCommand)
      .rejects(awsError('Forbidden', 403))
      .on(ListBucketsCommand)
      .resolves({ Buckets: [{ Name: 'b2' }] });
    expect(await look()).toEqual({ kind: 'foreign', name: 'b' });
    expect(s3.commandCalls(HeadBucketCommand)[0]?.args[0].input).toEqual({
      Bucket: 'b',
      ExpectedBucketOwner: '123456789012',
    });
  });
  test('403, and nobody may list: never taken for ours', async () => {
    s3.on(HeadBucketCommand)
      .rejects(awsError('Forbidden', 403))
      .on(ListBucketsCommand)
      .rejects(awsError('AccessDenied', 403));
    expect(await look()).toEqual({ kind: 'foreign', name: 'b' });
  });
  test('403 on one of ours: ours, in its region', async () => {
    s3.on(HeadBucketCommand)
      .rejects(awsError('Forbidden', 403))
      .on(ListBucketsCommand)
      .resolves({ Buckets: [{ Name: 'b', BucketRegion: 'us-west-2' }] });
    expect(await look()).toMatchObject({ kind: 'own', region: 'us-west-2' });
  });
  test('404: absent', async () => {
    s3.on(HeadBucketCommand).rejects(awsError('NotFound', 404));
    expect(await look()).toEqual({ kind: 'absent', name: 'b' });
  });
});

describe('reads', () => {
  test('a denied one is noted with its action, and the others go on', async () => {
    const gather = makeGather('eu-west-1');
    await expect(
      gather.attempt('iam:GetLoginProfile', () => Promise.reject(awsError('AccessDeniedException', 403)), {
        subject: 'ada',
      }),
    ).resolves.toBeUndefined();
    await expect(gather.attempt('iam:ListUsers', async () => 1)).resolves.toBe(1);
    expect(gather.notRead).toEqual([{ action: 'iam:GetLoginProfile', why: 'AccessDenied: ada' }]);
  });
  test('an absent thing is no failure, a fault is', async () => {
    const gather = makeGather('eu-west-1');
    const about = { absent: ['NoSuchEntity'] };
    await expect(
      gather.attempt('a:B', () => Promise.reject(awsError('NoSuchEntityException', 404)), about),
    ).resolves.toBeUndefined();
    await expect(
      gather.attempt('a:B', () => Promise.reject(awsError('ServiceFailure', 500)), about),
    ).rejects.toMatchObject({ code: 'AwsCallFailed' });
    expect(gather.notRead).toEqual([]);
  });
  test('after an interruption none is begun', async () => {
    const gather = makeGather('eu-west-1', AbortSignal.abort());
    await expect(gather.attempt('a:B', async () => 1)).rejects.toMatchObject({ exitCode: 130 });
  });
  test.each([
    ['ExpiredTokenException', 'CredentialsExpired'],
    ['RequestTimeTooSkewed', 'ClockSkewed'],
    ['UnrecognizedClientException', 'CredentialsUnknown'],
    ['AuthFailure', 'CredentialsUnknown'],
    ['TimeoutError', 'NetworkFailed'],
  ])('%s has its own sentence, with the region', (name, code) => {
    expect(explainAwsError(awsError(name, 400), 'testing', 'af-south-1')).toMatchObject({
      code,
      fix: expect.any(String),
    });
  });
});

describe('credentials of more users than are asked one by one', () => {
  const users = Array.from({ length: 60 }, (_, index) => ({
    name: `u${index}`,
    passwordLastUsedAt: '2026-10-01T00:00:00.000Z',
  }));
  const head =
    'user,arn,password_enabled,password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated';
  const line = (name: string, password: string, changed: string): string =>
    `${name},arn,${password},${changed},true,false,N/A,false,N/A`;
  beforeEach(() => {
    const rows = users
      .slice(1)
      .map(({ name }) =>
        line(
          name,
          name === 'u1' ? 'false' : 'true',
          name === 'u2' ? '2026-11-01T00:00:00+00:00' : '2026-01-01T00:00:00+00:00',
        ),
      );
    iam.on(GenerateCredentialReportCommand).resolves({ State: 'COMPLETE' });
    iam
      .on(GetCredentialReportCommand)
      .resolves({ Content: new TextEncoder().encode([head, ...rows].join('\n')) });
    const devices = users.map(({ name }) => ({
      SerialNumber: `arn:aws:iam::123456789012:mfa/${name}`,
      User: { UserName: name },
    }));
    iam.on(ListVirtualMFADevicesCommand).resolves({ VirtualMFADevices: devices as never });
    iam
      .on(GetLoginProfileCommand)
      .resolves({ LoginProfile: { UserName: 'x', CreateDate: new Date(0), PasswordResetRequired: true } });
    iam.on(ListAccessKeysCommand).resolves({ AccessKeyMetadata: [] });
    iam.on(ListMFADevicesCommand).resolves({ MFADevices: [] });
  });
  test('only what the report does not know, denies, or cannot have settled is asked live', async () => {
    const found = await readCredentialsOfUsers(clients, makeGather('eu-west-1'), users);
    const asked = iam.commandCalls(GetLoginProfileCommand).map((call) => call.args[0].input.UserName);
    // u0 is not in the report, u1 has no password there, u2 got a new one after the last sign-in.
    expect(asked.sort()).toEqual(['u0', 'u1', 'u2']);
    expect(iam.commandCalls(ListMFADevicesCommand)).toHaveLength(0);
    expect(iam.calls().length).toBeLessThan(10);
    expect(found.get('u2')?.loginProfile).toEqual({
      createdAt: '1970-01-01T00:00:00.000Z',
      resetRequired: true,
    });
    expect(found.get('u3')).toEqual({
      mfaDevices: ['arn:aws:iam::123456789012:mfa/u3'],
      accessKeys: [],
      loginProfile: { createdAt: '2026-01-01T00:00:00.000Z', resetRequired: false },
    });
  });
});

test.each([
  ['none: the default', {}, true],
  ['all', { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }, true],
  ['writes only', { EventSelectors: [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }] }, false],
  [
    'no management events',
    { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: false }] },
    false,
  ],
  [
    'a source left out',
    { EventSelectors: [{ ReadWriteType: 'All', ExcludeManagementEventSources: ['kms.amazonaws.com'] }] },
    false,
  ],
  [
    'advanced, all',
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] }] },
    true,
  ],
  [
    'advanced, narrowed',
    {
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Management'] },
            { Field: 'readOnly', Equals: ['false'] },
          ],
        },
      ],
    },
    false,
  ],
  [
    'advanced, data',
    { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] },
    false,
  ],
] as const)('selectors, %s', (_title, selectors, all) => {
  expect(recordsAllManagementEvents(selectors as never)).toBe(all);
});

test.each([
  ['arn:aws:iam::123456789012:root', 'root', 'root'],
  ['arn:aws:iam::123456789012:user/staff/ada', 'user', 'ada'],
  ['arn:aws-cn:sts::123456789012:assumed-role/Admin/ada', 'role', 'Admin'],
  ['arn:aws:sts::123456789012:federated-user/ada', 'federated', 'ada'],
])('caller %s', (arn, kind, name) => {
  expect(callerFromArn(arn, keys)).toMatchObject({
    accountId: '123456789012',
    kind,
    name,
    partition: arn.split(':')[1],
    credentialKind: 'long-lived',
  });
  expect(callerFromArn(arn, { ...keys, accessKeyId: 'ASIAEXAMPLE' }).credentialKind).toBe('session');
});

test('documents: URL-encoded or plain, a lone statement, an old version, and no JSON', () => {
  const text = '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
  const parsed = { Version: '2008-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  expect(parseDocument(text, 'x')).toEqual(parsed);
  expect(parseDocument(encodeURIComponent(text), 'x')).toEqual(parsed);
  expect(() => parseDocument('{not json', 'bucket b')).toThrow(/bucket b/);
});

test('bounded work keeps the order and the bound, and stops at a failure', async () => {
  let running = 0;
  let most = 0;
  const work = async (item: number): Promise<number> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return item * 2;
  };
  expect(await mapBounded([1, 2, 3, 4, 5, 6, 7], 3, work)).toEqual([2, 4, 6, 8, 10, 12, 14]);
  expect(most).toBe(3);
  let begun = 0;
  const failing = mapBounded([1, 2, 3, 4, 5, 6, 7], 2, async () => {
    begun += 1;
    throw new Error('stop');
  });
  await expect(failing).rejects.toThrow('stop');
  expect(begun).toBeLessThan(7);
});
