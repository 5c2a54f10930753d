import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CreateTrailCommand,
  DescribeTrailsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { DescribeVpcsCommand, ModifyInstanceMetadataDefaultsCommand } from '@aws-sdk/client-ec2';
import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  ChangePasswordCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  GetAccountAuthorizationDetailsCommand,
  GetLoginProfileCommand,
  ListAccessKeysCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  EncryptCommand,
  ListKeysCommand,
} from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { AssumeRoleCommand, GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openRehearsal, type Rehearsal } from '../../src/rehearsal/target.ts';
import {
  accountId,
  type Clients,
  clientsFor,
  emulatorPython,
  region,
  temporaryFolder,
  trailBucketPolicy,
} from './front-fixture.ts';

let home: Awaited<ReturnType<typeof temporaryFolder>>;
const open: Rehearsal[] = [];
beforeEach(async () => {
  home = await temporaryFolder();
});
afterEach(async () => {
  for (const rehearsal of open.splice(0)) await rehearsal.close();
  await home.remove();
});
async function rehearse(more: { fresh?: boolean; endpoint?: string; accountId?: string } = {}) {
  const rehearsal = await openRehearsal({
    home: home.path,
    accountId,
    region,
    pluginFolder: '/nowhere',
    emulatorPython: await emulatorPython(),
    now: () => new Date(),
    fresh: false,
    tell: () => undefined,
    ...more,
  });
  open.push(rehearsal);
  const aws = clientsFor(rehearsal.target.endpoint ?? '', await rehearsal.target.credentials());
  return { ...rehearsal, aws };
}
const journal = () => join(home.path, accountId, 'journal.jsonl');
const failure = (sent: Promise<unknown>) =>
  sent.then(
    () => undefined,
    (error: Error) => error,
  );
const canaries = ['Canary-First-Passw0rd', 'Canary-Second-Passw0rd', 'canary/session'];

async function fill(aws: Clients, endpoint: string): Promise<string> {
  const { iam, s3, kms, cloudtrail, ec2, sts } = aws;
  await iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 14 }));
  await iam.send(new CreateGroupCommand({ GroupName: 'admins' }));
  await iam.send(
    new AttachGroupPolicyCommand({
      GroupName: 'admins',
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    }),
  );
  const document = (Action: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
  const { Policy } = await iam.send(
    new CreatePolicyCommand({ PolicyName: 'own', PolicyDocument: document('s3:GetObject') }),
  );
  await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn: Policy!.Arn!,
      PolicyDocument: document('s3:PutObject'),
      SetAsDefault: true,
    }),
  );
  for (const UserName of ['ada', 'bob']) {
    await iam.send(new CreateUserCommand({ UserName, Tags: [{ Key: 'owner', Value: 'ünï' }] }));
    await iam.send(new AddUserToGroupCommand({ GroupName: 'admins', UserName }));
    await iam.send(
      new CreateLoginProfileCommand({ UserName, Password: canaries[0], PasswordResetRequired: true }),
    );
  }
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'ada' }));
  const ada = clientsFor(endpoint, {
    accessKeyId: AccessKey!.AccessKeyId!,
    secretAccessKey: AccessKey!.SecretAccessKey!,
    sessionToken: canaries[2]!,
  });
  await ada.iam.send(new ChangePasswordCommand({ OldPassword: canaries[0]!, NewPassword: canaries[1]! }));
  await iam.send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'phone' }));
  // Reads in between use up random numbers; they must not move the ids of what follows.
  await sts.send(
    new AssumeRoleCommand({
      RoleArn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole`,
      RoleSessionName: 'x',
    }),
  );
  await Promise.all(
    [1, 2, 3].map((number) =>
      s3.send(
        new CreateBucketCommand({
          Bucket: `bucket-${number}`,
          CreateBucketConfiguration: { LocationConstraint: region },
        }),
      ),
    ),
  );
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: 'bucket-1', VersioningConfiguration: { Status: 'Enabled' } }),
  );
  await s3.send(new PutObjectCommand({ Bucket: 'bucket-1', Key: 'state.json', Body: '{}' }));
  await s3.send(new PutBucketPolicyCommand({ Bucket: 'bucket-2', Policy: trailBucketPolicy('bucket-2') }));
  await kms.send(new CreateKeyCommand({ Description: 'audit' }));
  await cloudtrail.send(
    new CreateTrailCommand({ Name: 'account-trail', S3BucketName: 'bucket-2', IsMultiRegionTrail: true }),
  );
  await cloudtrail.send(new StartLoggingCommand({ Name: 'account-trail' }));
  await ec2.send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'required' }));
  return AccessKey!.AccessKeyId!;
}

/** The account as AWS would list it; when a role was last used changes with every look. */
async function dump({ iam, s3, kms, cloudtrail, ec2 }: Clients): Promise<string> {
  const { KeyId } = (await kms.send(new ListKeysCommand({}))).Keys?.[0] ?? {};
  const parts = [
    await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 })),
    await iam.send(new ListAccessKeysCommand({ UserName: 'ada' })),
    await iam.send(new GetLoginProfileCommand({ UserName: 'ada' })),
    await iam.send(new GetLoginProfileCommand({ UserName: 'bob' })),
    await kms.send(new ListKeysCommand({})),
    await kms.send(new DescribeKeyCommand({ KeyId })),
    await cloudtrail.send(new DescribeTrailsCommand({})),
    (await cloudtrail.send(new GetTrailStatusCommand({ Name: 'account-trail' }))).StartLoggingTime,
    (await s3.send(new ListBucketsCommand({}))).Buckets,
    (await s3.send(new ListObjectVersionsCommand({ Bucket: 'bucket-1' }))).Versions,
    (await ec2.send(new DescribeVpcsCommand({}))).Vpcs,
    (
      await cloudtrail.send(
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: 'account-trail' }],
        }),
      )
    ).Events?.filter((event) => event.ReadOnly === 'false'),
  ];
  const hidden = new Set(['$metadata', 'RoleLastUsed', 'CloudTrailEvent', 'Marker']);
  return JSON.stringify(parts, (key, value: unknown) => (hidden.has(key) ? undefined : value), 1);
}

it('gives the same account again, without a secret in its journal', async () => {
  const first = await rehearse();
  const keyId = await fill(first.aws, first.target.endpoint!);
  const KeyId = (await first.aws.kms.send(new ListKeysCommand({}))).Keys?.[0]?.KeyId;
  const { CiphertextBlob } = await first.aws.kms.send(
    new EncryptCommand({ KeyId, Plaintext: Buffer.from('state') }),
  );
  const before = await dump(first.aws);
  expect(before).toContain(keyId);
  await first.close();

  const second = await rehearse();
  expect(await dump(second.aws)).toBe(before);
  const { Plaintext } = await second.aws.kms.send(new DecryptCommand({ CiphertextBlob }));
  expect(Buffer.from(Plaintext!).toString()).toBe('state');
  expect((await stat(journal())).mode & 0o777).toBe(0o600);
  const lines = (await readFile(journal(), 'utf8'))
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as { headers: string[]; body: string });
  const text = lines
    .map((entry) => `${entry.headers.join(' ')} ${Buffer.from(entry.body, 'base64')}`)
    .join('\n');
  expect(text).toContain('CreateLoginProfile');
  expect(
    canaries.filter((canary) => text.includes(canary) || text.includes(encodeURIComponent(canary))),
  ).toEqual([]);
  expect(/authorization|security-token/i.test(text)).toBe(false);

  // What is made after a replay gets ids of its own.
  const made = await second.aws.iam.send(new CreateUserCommand({ UserName: 'carol' }));
  expect(before).not.toContain(made.User!.UserId);
  await second.close();
  const third = await rehearse();
  expect(await dump(third.aws)).toContain(made.User!.UserId);
});

it('drops a torn last line and refuses a damaged one', async () => {
  const first = await rehearse();
  await first.aws.iam.send(new CreateUserCommand({ UserName: 'ada' }));
  await first.close();
  await appendFile(journal(), '{"n":99,"at":1,"serv');
  const second = await rehearse();
  await second.aws.iam.send(new CreateUserCommand({ UserName: 'bob' }));
  await second.close();
  const third = await rehearse();
  expect(await dumpUsers(third.aws)).toEqual(['ada', 'bob']);
  await third.close();
  await appendFile(journal(), '{"n":99}\n');
  expect(await failure(rehearse())).toMatchObject({ code: 'RehearsalJournalUnreadable' });
  const fourth = await rehearse({ fresh: true });
  expect(await dumpUsers(fourth.aws)).toEqual([]);
});
async function dumpUsers({ iam }: Clients) {
  const { UserDetailList } = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'] }));
  return UserDetailList?.map((user) => user.UserName).sort();
}

it('opens as a role of the account, whose calls are counted from zero', async () => {
  const { aws, front } = await rehearse();
  expect(front?.counters().changing).toBe(0);
  const caller = await aws.sts.send(new GetCallerIdentityCommand({}));
  expect(caller.Arn).toBe(`arn:aws:sts::${accountId}:assumed-role/OrganizationAccountAccessRole/rehearsal`);
});

it('takes a front or an emulator that runs already, of this account, on this machine only', async () => {
  const first = await rehearse();
  const endpoint = first.target.endpoint!;
  const second = await rehearse({ endpoint });
  expect(second.front).toBeUndefined();
  expect(second.target.endpoint).toBe(endpoint);
  const other = await failure(rehearse({ endpoint, accountId: '999988887777' }));
  expect(other).toMatchObject({ code: 'EndpointOfAnotherAccount' });
  const far = await failure(rehearse({ endpoint: 'http://example.com:5000' }));
  expect(far).toMatchObject({ code: 'EndpointNotLoopback', message: expect.stringContaining('example.com') });
  expect(await failure(rehearse({ endpoint: 'http://127.0.0.1:1' }))).toMatchObject({
    code: 'EndpointSilent',
  });
});

it('refuses a second rehearsal in one home, and takes over after kill -9 with no emulator left', async () => {
  const owner = spawn(
    process.execPath,
    ['--import', 'tsx', new URL('front-owner.ts', import.meta.url).pathname, home.path],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const endpoint = await firstLine(owner);
  expect(endpoint).toContain('http://127.0.0.1:');
  expect(await failure(rehearse())).toMatchObject({
    code: 'RehearsalInUse',
    message: expect.stringContaining(String(owner.pid)),
  });
  const children = await childrenOf(owner.pid!);
  expect(children.length).toBeGreaterThan(0);
  const gone = once(owner, 'exit');
  owner.kill('SIGKILL');
  await gone;
  await expect.poll(() => children.filter(isRunning), { timeout: 10_000 }).toEqual([]);
  const next = await rehearse();
  expect((await next.aws.sts.send(new GetCallerIdentityCommand({}))).Account).toBe(accountId);
});
function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
    child.once('exit', () => reject(new Error('The owner ended.')));
  });
}
/** Python processes whose parent is that process. */
async function childrenOf(pid: number): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    if (/^Name:\s*python/m.test(status) && status.includes(`PPid:\t${pid}\n`)) found.push(Number(name));
  }
  return found;
}
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
