import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateLaunchTemplateCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, openBench, region, startupFile, yes } from '../helpers/bench.ts';
import { shownCommands, wordsOf } from '../helpers/shown-commands.ts';

/** One shown line as it is run here: answers that a person would type, and names that this account has. */
interface Play {
  readonly line: string;
  /** What a person would answer at the terminal, as flags. */
  readonly add?: readonly string[];
  /** Names of the page → names of this account. */
  readonly swap?: () => Readonly<Record<string, string>>;
  /** @default 0 */
  readonly code?: number;
  /** What happened in the account meanwhile. */
  readonly before?: () => Promise<unknown>;
}

let bench: Bench;
const made = { keyEnd: '', instance: '', template: '' };
const work = (...path: readonly string[]) => join(bench.home, 'work', ...path);
const swapKey = () => ({ '3F7Q': made.keyEnd });
const swapTemplate = () => ({ checkbot: 'old-bot', 'lt-0123456789abcdef0': made.template });
const swapInstance = () => ({ 'i-0123456789abcdef0': made.instance });
const teamFile = 'version: 1\nextends: startup\ntrail: { retentionDays: 731 }\n';

/** In the order in which one account lives through them. */
const plays: readonly Play[] = [
  // Nothing is needed for these.
  { line: '--help' },
  { line: 'doctor' },
  { line: 'first-admin' },
  { line: 'first-admin --user ada' },
  { line: 'completion bash' },
  { line: 'completion zsh' },
  { line: 'template list' },
  { line: 'template show startup' },
  { line: 'template show team.yaml --resolved' },
  { line: 'template validate team.yaml' },
  { line: 'template validate bootstrap-account.yaml' },
  { line: 'template explain strict' },
  { line: 'template explain team.yaml' },
  { line: 'template explain team.yaml --json' },
  { line: 'template diff startup strict' },
  { line: 'template diff startup team.yaml' },
  { line: 'template diff team.yaml next.yaml --exit-code', code: 2 },
  { line: 'template diff team.yaml team-next.yaml --exit-code', code: 2 },
  { line: 'template schema' },
  // The first day.
  { line: 'rights plan' },
  { line: 'rights apply' },
  { line: 'rights apply --part 1' },
  { line: 'rights apply --json' },
  { line: 'rights check' },
  { line: 'plan', code: 2 },
  { line: 'plan --out plan.json', code: 2 },
  { line: 'plan --steps', code: 2 },
  { line: 'plan --steps markdown', code: 2 },
  { line: 'apply --yes --account 123456789012 --passwords file' },
  { line: 'rehearse -- apply --yes --account 123456789012' },
  { line: 'apply', add: yes },
  { line: 'apply --staged', add: yes },
  { line: 'check' },
  { line: 'rehearse -- check' },
  { line: 'check --format json=baseline.json' },
  { line: 'check --format json=yesterday.json' },
  { line: 'check --format github --format sarif=drift.sarif --format json=drift.json' },
  { line: '--file accounts/acme.yaml check --format github' },
  { line: 'report' },
  { line: 'report --cis' },
  { line: 'state where' },
  { line: 'state backup' },
  // Somebody changes the account by hand.
  { line: 'check --baseline baseline.json --fail-on high', before: hireCarol, code: 2 },
  { line: 'check --baseline yesterday.json --fail-on high', code: 2 },
  { line: 'check --repair-all --yes', code: 2 },
  // Joiners and leavers.
  {
    line: 'person add eve --email eve@acme.example --group developers',
    add: ['--yes', '--passwords', 'file'],
  },
  { line: 'person add eve --group developers --yes --passwords file' },
  { line: 'person add', add: ['zoe', '--group', 'developers', '--yes'] },
  { line: 'person list' },
  { line: 'person list --json' },
  { line: 'apply --allow-cutoff bob', before: findBob, add: yes },
  { line: 'person remove bob --keep-days 30', add: ['--yes'] },
  { line: 'person remove bob', add: ['--yes'] },
  { line: 'person remove bob --yes' },
  { line: 'person reset-password ada', add: ['--yes'] },
  { line: 'person reset-password ada --yes --passwords age', before: giveAdaAnAgeKey },
  // Programs with a key.
  {
    line: 'machine add uploader --group api --purpose "Uploads builds"',
    add: ['--yes', '--keys', 'file'],
  },
  { line: 'machine add', add: ['robot', '--group', 'api', '--purpose', 'Tests', '--yes', '--keys', 'file'] },
  { line: 'machine list' },
  { line: 'machine rotate uploader', add: ['--yes', '--keys', 'file'] },
  { line: 'machine rotate uploader --finish', add: ['--yes'] },
  { line: 'machine rotate uploader --undo', add: ['--yes'] },
  { line: 'machine remove uploader', add: ['--yes'] },
  { line: 'machine add uploader --group api --purpose Builds --yes --keys file' },
  // Roles.
  {
    line: 'role add reports --bucket acme-reports --purpose "Reads the monthly reports"',
    before: makeBuckets,
    add: ['--yes'],
  },
  { line: 'role add reports --bucket acme-reports', add: ['--yes'] },
  { line: 'role add uploads --bucket acme-data/uploads/:write --create', add: ['--yes'] },
  { line: 'role add worker --queue jobs:receive --secret prod/db', add: ['--yes'] },
  {
    line: 'role attach reports i-0123456789abcdef0',
    before: startMachine,
    swap: swapInstance,
    add: ['--yes'],
  },
  // Another role is on it already: that is said, and nothing replaced.
  { line: 'role attach checkbot i-0123456789abcdef0', swap: swapInstance, add: ['--yes'], code: 3 },
  {
    line: 'role attach checkbot i-0123456789abcdef0 --replace --require-imdsv2',
    swap: swapInstance,
    add: ['--yes'],
  },
  { line: 'role detach checkbot i-0123456789abcdef0', swap: swapInstance, add: ['--yes'] },
  { line: 'role list' },
  // From a key to a role.
  { line: 'keys scan', before: plantKey, code: 2 },
  { line: 'keys scan --json', code: 2 },
  { line: 'keys migrate 3F7Q --bucket uploads:write --yes', swap: swapKey },
  { line: 'keys migrate 3F7Q', swap: swapKey, add: ['--yes'] },
  { line: 'role detach checkbot lt-0123456789abcdef0', swap: swapTemplate, add: ['--yes'] },
  { line: 'keys migrate root' },
  // It was in use a minute ago: the evidence speaks against it.
  { line: 'keys retire 3F7Q --yes', swap: swapKey, code: 4 },
  { line: 'keys retire 3F7Q', swap: swapKey, add: ['--typed', '3F7Q'] },
  { line: 'keys retire 3F7Q --typed delete', swap: swapKey },
  { line: 'keys undo 3F7Q', swap: swapKey, add: ['--yes'] },
  // The state.
  { line: 'state restore 2026-11-25T22-15-03', swap: firstBackup, add: ['--yes'] },
  { line: 'state unlock', add: ['--yes'] },
  { line: 'state move --to s3://acme-state', before: makeStateBucket, add: ['--yes'] },
  { line: 'state move --to local', add: ['--yes'] },
  { line: 'state move', add: ['--yes'] },
  // The end.
  { line: 'destroy --keep-admins', add: yes },
  { line: 'destroy --restore-settings', add: yes },
  { line: 'destroy', add: yes },
];

/** The rehearsal's own copy of the file: the commands above edit it. */
const copy = () => join(bench.stateFolder, '..', '..', accountId, 'bootstrap-account.yaml');
function editFile(from: string, to: string): void {
  const text = readFileSync(copy(), 'utf8');
  expect(text).toContain(from);
  writeFileSync(copy(), text.replace(from, to));
}

/** Somebody who works without a second factor today, and shall be in the file. */
async function findBob(): Promise<void> {
  const { iam } = bench.clients;
  const UserName = 'bob';
  await iam.send(new CreateUserCommand({ UserName }));
  await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Only-4-a-test-of-pages' }));
  await iam.send(new AddUserToGroupCommand({ UserName, GroupName: 'developers' }));
  editFile('people:\n', 'people:\n  - { name: bob, groups: [developers] }\n');
}

async function giveAdaAnAgeKey(): Promise<void> {
  const recipient = await identityToRecipient(await generateIdentity());
  editFile('{ name: ada, ', `{ name: ada, ageRecipient: ${recipient}, `);
}

async function makeBucket(Bucket: string): Promise<void> {
  const LocationConstraint = region;
  await bench.clients.s3.send(
    new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint } }),
  );
}
async function makeBuckets(): Promise<void> {
  for (const name of ['acme-reports', 'uploads']) await makeBucket(name);
}
/** One as a team may have it: versioned, encrypted, shut. */
async function makeStateBucket(): Promise<void> {
  const { s3 } = bench.clients;
  const Bucket = 'acme-state';
  await makeBucket(Bucket);
  const on = { Bucket };
  await s3.send(new PutBucketVersioningCommand({ ...on, VersioningConfiguration: { Status: 'Enabled' } }));
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms' } as const;
  const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] };
  await s3.send(new PutBucketEncryptionCommand({ ...on, ServerSideEncryptionConfiguration }));
  const PublicAccessBlockConfiguration = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  };
  await s3.send(new PutPublicAccessBlockCommand({ ...on, PublicAccessBlockConfiguration }));
  const Statement = {
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [Statement] });
  await s3.send(new PutBucketPolicyCommand({ ...on, Policy }));
}

async function start(script: string): Promise<string> {
  const ec2 = await bench.clients.ec2();
  const { Instances = [] } = await ec2.send(
    new RunInstancesCommand({
      ImageId: 'ami-12c6146b',
      MinCount: 1,
      MaxCount: 1,
      UserData: Buffer.from(script).toString('base64'),
    }),
  );
  return Instances[0]?.InstanceId ?? '';
}
async function startMachine(): Promise<void> {
  made.instance = await start('#!/bin/sh\n');
}

async function plantKey(): Promise<void> {
  const { iam } = bench.clients;
  const UserName = 'old-bot';
  await iam.send(new CreateUserCommand({ UserName }));
  const Statement = [{ Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::uploads/*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: 'work', PolicyDocument }));
  const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  made.keyEnd = key?.AccessKeyId?.slice(-4) ?? '';
  const script = `#!/bin/sh\nAWS_ACCESS_KEY_ID=${key?.AccessKeyId}\nAWS_SECRET_ACCESS_KEY=${key?.SecretAccessKey}\n`;
  await start(script);
  const ec2 = await bench.clients.ec2();
  const LaunchTemplateData = { UserData: Buffer.from(script).toString('base64') };
  const { LaunchTemplate: template } = await ec2.send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: 'old', LaunchTemplateData }),
  );
  made.template = template?.LaunchTemplateId ?? '';
}

function firstBackup(): Readonly<Record<string, string>> {
  const names = readdirSync(join(bench.stateFolder, 'backups')).sort();
  return { '2026-11-25T22-15-03': names.at(-1) ?? '' };
}

async function hireCarol(): Promise<void> {
  const { iam } = bench.clients;
  await iam.send(new CreateUserCommand({ UserName: 'carol' }));
  const Statement = [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }];
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new PutUserPolicyCommand({ UserName: 'carol', PolicyName: 'direct', PolicyDocument }));
}

/** Lines that cannot be run on this account, and why. */
const elsewhere: Readonly<Record<string, string>> = {
  init: 'asks in a terminal: terminal.test.ts',
  'init --template strict --alias acme': 'asks in a terminal: terminal.test.ts',
  'check --repair': 'asks in a terminal: whole-repair.test.ts',
  'check --repair --only user-direct-policy:carol': 'asks in a terminal: whole-repair.test.ts',
  rehearse: 'the whole main run: whole-package.test.ts',
  'rehearse --': 'a sentence about any command',
  'rehearse --fresh -- apply --yes --account 123456789012': 'an emulator of its own: whole-package.test.ts',
};

/** Headings of the reference: they show which arguments there are, not a line to type. */
const isUsage = (line: string) => /[<[]/.test(line);

beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(startupFile);
  mkdirSync(work('accounts'));
  writeFileSync(work('team.yaml'), teamFile);
  for (const name of ['next.yaml', 'team-next.yaml'])
    writeFileSync(work(name), teamFile.replace('731', '400'));
  writeFileSync(work('accounts', 'acme.yaml'), startupFile);
});
afterAll(() => bench?.stop());

test('every line that a page shows is run here, or says why not', () => {
  const run = new Set([...plays.map(({ line }) => line), ...Object.keys(elsewhere)]);
  const shown = new Set(shownCommands.map(({ line }) => line).filter((line) => !isUsage(line)));
  expect([...shown].filter((line) => !run.has(line))).toEqual([]);
  expect([...run].filter((line) => !shown.has(line))).toEqual([]);
});

test.each(plays)('bootstrap-account $line', async ({ line, add = [], swap, code = 0, before }) => {
  await before?.();
  const names = swap?.() ?? {};
  const words = wordsOf(line).map((word) => names[word] ?? word);
  const inner = words[0] === 'rehearse' ? words.slice(words.indexOf('--') + 1) : words;
  const ended = await bench.run([...inner, ...add.map((word) => names[word] ?? word)]);
  expect(ended.code, `${ended.stdout}\n${ended.stderr}`).toBe(code);
});
