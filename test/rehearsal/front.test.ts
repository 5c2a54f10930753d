import {
  CreateTrailCommand,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  GetInstanceMetadataDefaultsCommand,
  ModifyInstanceMetadataDefaultsCommand,
} from '@aws-sdk/client-ec2';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeletePolicyCommand,
  DeleteUserCommand,
  GenerateCredentialReportCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { GetPublicAccessBlockCommand, PutPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type RunningEmulator, startEmulator } from '../../src/rehearsal/emulator-process.ts';
import { type Front, startFront } from '../../src/rehearsal/front.ts';
import type { Fault } from '../../src/rehearsal/rules.ts';
import {
  accountId,
  type Clients,
  clientsFor,
  emulatorPython,
  region,
  trailBucketPolicy,
} from './front-fixture.ts';

let emulator: RunningEmulator;
let front: Front;
let aws: Clients;
let clock = Date.parse('2026-03-01T10:00:00Z');
const seen: string[] = [];

beforeAll(async () => {
  emulator = await startEmulator({ accountId, python: await emulatorPython() });
  front = await startFront({
    emulatorUrl: emulator.url,
    accountId,
    now: () => new Date(clock),
    onCall: (index, service, action, mutating) => {
      seen.push(`${index} ${service}:${action} ${mutating}`);
    },
  });
  aws = clientsFor(front.url);
});
afterAll(async () => {
  await front.stop();
  await emulator.stop();
});
beforeEach(() => {
  front.setRules([]);
  front.setScenario({ events: { lookupsPerSecond: 0 } });
});
const failure = (sent: Promise<unknown>) =>
  sent.then(
    () => 'no error',
    (error: Error) => error.name,
  );
let next = 0;
const fresh = (kind: string) => {
  next += 1;
  return `${kind}-${next}`;
};
async function user(): Promise<string> {
  const UserName = fresh('user');
  await aws.iam.send(new CreateUserCommand({ UserName }));
  return UserName;
}

describe('what passes through', () => {
  it('carries object bodies unchanged, streamed and chunked too', async () => {
    const Bucket = fresh('bytes');
    await aws.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => (index * 7) % 256));
    await aws.s3.send(
      new PutObjectCommand({ Bucket, Key: 'a b/ü', Body: bytes, ChecksumAlgorithm: 'SHA256' }),
    );
    const back = await aws.s3.send(new GetObjectCommand({ Bucket, Key: 'a b/ü' }));
    expect(Buffer.from(await back.Body!.transformToByteArray()).equals(bytes)).toBe(true);
    // aws-chunked with a trailing checksum, as the SDK sends streams.
    const { Readable } = await import('node:stream');
    await aws.s3.send(
      new PutObjectCommand({ Bucket, Key: 's', Body: Readable.from([bytes]), ContentLength: bytes.length }),
    );
    const streamed = await aws.s3.send(new GetObjectCommand({ Bucket, Key: 's' }));
    expect(Buffer.from(await streamed.Body!.transformToByteArray()).equals(bytes)).toBe(true);
  });

  it('reaches S3 Control without its host prefix', async () => {
    const PublicAccessBlockConfiguration = {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    };
    await aws.s3control.send(
      new PutPublicAccessBlockCommand({ AccountId: accountId, PublicAccessBlockConfiguration }),
    );
    const got = await aws.s3control.send(new GetPublicAccessBlockCommand({ AccountId: accountId }));
    expect(got.PublicAccessBlockConfiguration).toEqual(PublicAccessBlockConfiguration);
  });

  it('counts reads and changes and calls the hook before each', async () => {
    front.resetCounters();
    seen.length = 0;
    const UserName = await user();
    await aws.iam.send(new GetUserCommand({ UserName }));
    expect(front.counters()).toMatchObject({
      changes: { 'iam:CreateUser': 1 },
      reads: { 'iam:GetUser': 1 },
      changing: 1,
      reading: 1,
    });
    expect(seen.map((line) => line.replace(/^\d+ /, ''))).toEqual([
      'iam:CreateUser true',
      'iam:GetUser false',
    ]);
    const status = (await (await fetch(`${front.url}/_front/status`)).json()) as Record<string, unknown>;
    expect(status).toMatchObject({ front: 'bootstrap-account', accountId, counters: { changing: 1 } });
  });
});

describe('the event history', () => {
  it('tells who did what, in the region of the signature, without object calls', async () => {
    clock += 60_000;
    const UserName = await user();
    const Bucket = fresh('events');
    await aws.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await aws.s3.send(new PutObjectCommand({ Bucket, Key: 'k', Body: 'x' }));
    const about = (value: string) =>
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: value }],
      });
    const home = await aws.cloudtrail.send(about(Bucket));
    expect(home.Events?.map((event) => event.EventName)).toEqual(['CreateBucket']);
    expect((await aws.cloudtrail.send(about(UserName))).Events).toEqual([]);
    const global = clientsFor(front.url).cloudtrail;
    global.config.region = async () => 'us-east-1';
    const found = (await global.send(about(UserName))).Events?.[0];
    expect(found).toMatchObject({
      EventName: 'CreateUser',
      ReadOnly: 'false',
      EventSource: 'iam.amazonaws.com',
    });
    expect(found?.EventTime?.getTime()).toBe(clock);
  });
  it('shows calls after the delay only, and is throttled', async () => {
    front.setScenario({ events: { delayMs: 5000, lookupsPerSecond: 2 } });
    const Bucket = fresh('late');
    await aws.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    const ask = () =>
      aws.cloudtrail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: Bucket }],
        }),
      );
    expect((await ask()).Events).toEqual([]);
    clock += 5000;
    expect((await ask()).Events).toHaveLength(1);
    const burst = await Promise.all([1, 2, 3].map(() => failure(ask())));
    expect(burst).toContain('ThrottlingException');
  });
});

describe('the scenario', () => {
  it('sets root MFA and root keys, in the summary and the credential report', async () => {
    front.setScenario({ root: { mfa: false, accessKeys: true } });
    expect((await aws.iam.send(new GetAccountSummaryCommand({}))).SummaryMap).toMatchObject({
      AccountMFAEnabled: 0,
      AccountAccessKeysPresent: 1,
    });
    await aws.iam.send(new GenerateCredentialReportCommand({}));
    const report = Buffer.from((await aws.iam.send(new GetCredentialReportCommand({}))).Content!).toString();
    const [head, root] = report.split('\n').map((line) => line.split(','));
    expect(root?.[0]).toBe('<root_account>');
    expect(root?.[head!.indexOf('mfa_active')]).toBe('false');
    expect(root?.[head!.indexOf('access_key_1_active')]).toBe('true');
    front.setScenario({});
    expect((await aws.iam.send(new GetAccountSummaryCommand({}))).SummaryMap).toMatchObject({
      AccountMFAEnabled: 1,
      AccountAccessKeysPresent: 0,
    });
  });
  it('sets the caller', async () => {
    front.setScenario({ callerArn: 'arn:aws:iam::999988887777:root' });
    expect(await aws.sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: 'arn:aws:iam::999988887777:root',
      Account: '999988887777',
      UserId: '999988887777',
    });
  });
  it('asks for a new password until the person has set one', async () => {
    const UserName = await user();
    const Password = 'First-Passw0rd-of-ada';
    await aws.iam.send(new CreateLoginProfileCommand({ UserName, Password, PasswordResetRequired: true }));
    const reset = async () =>
      (await aws.iam.send(new GetLoginProfileCommand({ UserName }))).LoginProfile?.PasswordResetRequired;
    expect(await reset()).toBe(true);
    const { AccessKey } = await aws.iam.send(new CreateAccessKeyCommand({ UserName }));
    const own = clientsFor(front.url, {
      accessKeyId: AccessKey!.AccessKeyId!,
      secretAccessKey: AccessKey!.SecretAccessKey!,
    });
    await own.iam.send(
      new ChangePasswordCommand({ OldPassword: Password, NewPassword: 'Second-Passw0rd-of-ada' }),
    );
    expect(await reset()).toBe(false);
  });
  it('delivers log files some time after logging started, or never', async () => {
    const Name = fresh('trail');
    const Bucket = fresh('logs');
    await aws.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: trailBucketPolicy(Bucket) }));
    await aws.cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: Bucket }));
    await aws.cloudtrail.send(new StartLoggingCommand({ Name }));
    const status = () => aws.cloudtrail.send(new GetTrailStatusCommand({ Name }));
    const first = await status();
    expect([first.IsLogging, first.LatestDeliveryTime]).toEqual([true, undefined]);
    clock += 1500;
    expect((await status()).LatestDeliveryTime).toBeInstanceOf(Date);
    front.setScenario({ trail: { deliveryAfterMs: null, deliveryError: 'AccessDenied' } });
    clock += 100_000;
    const never = await status();
    expect([never.LatestDeliveryTime, never.LatestDeliveryError]).toEqual([undefined, 'AccessDenied']);
  });
  it('keeps instance metadata defaults', async () => {
    const get = async () =>
      (await aws.ec2.send(new GetInstanceMetadataDefaultsCommand({}))).AccountLevel ?? {};
    expect(await get()).toEqual({});
    await aws.ec2.send(
      new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'required', HttpPutResponseHopLimit: 2 }),
    );
    expect(await get()).toEqual({ HttpTokens: 'required', HttpPutResponseHopLimit: 2 });
    await aws.ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpPutResponseHopLimit: -1 }));
    expect(await get()).toEqual({ HttpTokens: 'required' });
  });
});

describe('what AWS refuses and the emulator would not', () => {
  it('keeps policies, groups and users that are in use', async () => {
    const UserName = await user();
    const GroupName = fresh('group');
    await aws.iam.send(new CreateGroupCommand({ GroupName }));
    const PolicyDocument = JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*' }],
    });
    const { Policy } = await aws.iam.send(
      new CreatePolicyCommand({ PolicyName: fresh('policy'), PolicyDocument }),
    );
    await aws.iam.send(new AttachGroupPolicyCommand({ GroupName, PolicyArn: Policy!.Arn! }));
    expect(await failure(aws.iam.send(new DeletePolicyCommand({ PolicyArn: Policy!.Arn! })))).toBe(
      'DeleteConflictException',
    );
    expect(await failure(aws.iam.send(new DeleteGroupCommand({ GroupName })))).toBe(
      'DeleteConflictException',
    );
    await aws.iam.send(new AddUserToGroupCommand({ GroupName, UserName }));
    expect(await failure(aws.iam.send(new DeleteUserCommand({ UserName })))).toBe('DeleteConflictException');
    const keyed = await user();
    await aws.iam.send(new CreateAccessKeyCommand({ UserName: keyed }));
    expect(await failure(aws.iam.send(new DeleteUserCommand({ UserName: keyed })))).toBe(
      'DeleteConflictException',
    );
    const free = await user();
    expect(await failure(aws.iam.send(new DeleteUserCommand({ UserName: free })))).toBe('no error');
  });
  it('knows names without regard to case, also after a deletion', async () => {
    const name = fresh('Admins');
    await aws.iam.send(new CreateGroupCommand({ GroupName: name }));
    const again = () => aws.iam.send(new CreateGroupCommand({ GroupName: name.toLowerCase() }));
    expect(await failure(again())).toBe('EntityAlreadyExistsException');
    const trust = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    await aws.iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: trust }));
    await aws.iam.send(new DeleteGroupCommand({ GroupName: name }));
    expect(await failure(again())).toBe('no error');
  });
  it('makes no trail without a place to write to, nor one twice', async () => {
    const Name = fresh('trail');
    const Bucket = fresh('audit');
    await aws.s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
    const create = (more = {}) =>
      failure(aws.cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: Bucket, ...more })));
    expect(await create()).toBe('InsufficientS3BucketPolicyException');
    await aws.s3.send(new PutBucketPolicyCommand({ Bucket, Policy: trailBucketPolicy(Bucket) }));
    expect(await create({ S3KeyPrefix: 'elsewhere' })).toBe('InsufficientS3BucketPolicyException');
    expect(await create({ KmsKeyId: 'no-such-key' })).toBe('KmsKeyNotFoundException');
    const { trailList } = await aws.cloudtrail.send(new DescribeTrailsCommand({}));
    expect(trailList?.map((trail) => trail.Name)).not.toContain(Name);
    expect(await create()).toBe('no error');
    expect(await create()).toBe('TrailAlreadyExistsException');
  });
});

describe('fault rules', () => {
  const rule = (action: string, fault: Fault) => front.setRules([{ service: 'iam', action, nth: 1, fault }]);
  it.each<[string, Fault, string]>([
    ['throttle', { kind: 'throttle' }, 'Throttling'],
    ['throttle 429', { kind: 'throttle', status: 429 }, 'Throttling'],
    ['error', { kind: 'error', status: 503 }, 'ServiceUnavailable'],
    ['accessDenied', { kind: 'accessDenied' }, 'AccessDenied'],
    ['expiredToken', { kind: 'expiredToken' }, 'ExpiredToken'],
    ['staleRead', { kind: 'staleRead', reads: 1 }, 'NoSuchEntityException'],
    ['truncated', { kind: 'truncated' }, 'Error'],
    ['reset', { kind: 'reset' }, 'Error'],
  ])('%s', async (_name, fault, expected) => {
    rule('ListUsers', fault);
    const name = await failure(aws.iam.send(new ListUsersCommand({})));
    expect(name).not.toBe('no error');
    if (expected !== 'Error') expect(name).toBe(expected);
    expect(await failure(aws.iam.send(new ListUsersCommand({})))).toBe('no error');
  });
  it('lostReply does the call and loses its answer', async () => {
    rule('CreateUser', { kind: 'lostReply' });
    const UserName = fresh('lost');
    expect(await failure(aws.iam.send(new CreateUserCommand({ UserName })))).not.toBe('no error');
    expect((await aws.iam.send(new GetUserCommand({ UserName }))).User?.UserName).toBe(UserName);
  });
  it('a reset call never reaches the account', async () => {
    rule('CreateUser', { kind: 'reset' });
    const UserName = fresh('reset');
    await failure(aws.iam.send(new CreateUserCommand({ UserName })));
    expect(await failure(aws.iam.send(new GetUserCommand({ UserName })))).toBe('NoSuchEntityException');
  });
  it('are set and read over HTTP, JSON only', async () => {
    const post = (type: string, body: string) =>
      fetch(`${front.url}/_front/rules`, { method: 'POST', headers: { 'content-type': type }, body });
    const rules = JSON.stringify([
      { action: 'ListUsers', fault: { kind: 'latency', ms: 1 } },
      { action: 'ListUsers', fault: { kind: 'reset' } },
    ]);
    expect((await post('text/plain', rules)).status).toBe(415);
    expect((await post('application/json', '[{"fault":{"kind":"no"}}]')).status).toBe(400);
    expect((await post('application/json', rules)).status).toBe(200);
    // Latency comes first and lets the call through.
    expect(await failure(aws.iam.send(new ListUsersCommand({})))).toBe('no error');
  });
});
