import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DisableEbsEncryptionByDefaultCommand } from '@aws-sdk/client-ec2';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  UpdateAccountPasswordPolicyCommand,
} from '@aws-sdk/client-iam';
import { PutBucketLifecycleConfigurationCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { PutPublicAccessBlockCommand } from '@aws-sdk/client-s3-control';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import { comparePlan } from '../../src/findings/ours.ts';
import { findWho } from '../../src/flow/find-who.ts';
import type { Finding, Who } from '../../src/model/finding.ts';
import type { Plan } from '../../src/model/plan.ts';
import { callsOf, readActions } from '../../src/policies/rights/read-actions.ts';
import { readPolicy } from '../../src/policies/rights/read-policy.ts';
import type { FaultRule } from '../../src/rehearsal/rules.ts';
import { accountId, type Bench, openBench, region, startupFile, yes } from '../helpers/bench.ts';

let bench: Bench;
let plan: Plan;
beforeAll(async () => {
  bench = await openBench();
  bench.writeFile(startupFile);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, end.stderr).toBe(0);
});
afterAll(() => bench?.stop());

/** What the rehearsal itself asks before it hands over to the command. */
const preparation = ['sts:GetCallerIdentity', 'sts:AssumeRole', 'iam:GetRole'];

test('rights check prints the policy alone, of the account in the file', async () => {
  const printed = await bench.run(['rights', 'check'], { plain: true });
  expect([printed.code, printed.stderr]).toEqual([0, '']);
  const policy = readPolicy({ partition: 'aws', accountId });
  expect(JSON.parse(printed.stdout)).toEqual(policy);
  const document = await bench.run(['rights', 'check', '--json'], { plain: true });
  expect(JSON.parse(document.stdout)).toMatchObject({ exitCode: 0, account: accountId, policy });
});

test('check, report and plan need no right but those that `rights check` prints', async () => {
  // A rule that only waits, not at all, lets its call pass before the last one refuses everything.
  const allowed = [...readActions.flatMap(callsOf), ...preparation].map((call): FaultRule => {
    const [service = '', action = ''] = call.split(':');
    return { service, action, fault: { kind: 'latency', ms: 0 } };
  });
  bench.front.setRules([...allowed, { fault: { kind: 'accessDenied' } }]);
  bench.front.resetCounters();
  try {
    const planned = await bench.run(['plan', '--json']);
    expect(planned.code, planned.stderr).toBe(0);
    const document = JSON.parse(planned.stdout) as { plan: Plan; findings: readonly Finding[] };
    expect(document.findings.filter((finding) => finding.rule === 'not-read')).toEqual([]);
    plan = document.plan;
    const report = await bench.run(['report', '--json']);
    expect(report.code, report.stderr).toBe(0);
    const checked = await bench.run(['check', '--json']);
    expect(checked.code, checked.stderr).toBe(0);
    expect(JSON.parse(checked.stdout).notRead).toEqual([]);
    const { reads, changes } = bench.front.counters();
    // The report asks AWS's simulator for a second opinion, and says so where it may not.
    const known = new Set([...readActions.flatMap(callsOf), ...preparation, 'iam:SimulatePrincipalPolicy']);
    expect(Object.keys(reads).filter((call) => !known.has(call))).toEqual([]);
    expect(changes).toEqual({});
  } finally {
    bench.front.setRules([]);
  }
});

/** The plan against the account as it is now, with who changed what. */
async function check(): Promise<readonly Finding[]> {
  const caller = await readCaller(bench.clients);
  const { key, bucket } = plan.parts['audit-trail'] ?? {};
  const interest = {
    buckets: bucket === undefined ? [] : [bucket.name],
    keyAliases: key === undefined ? [] : [key.alias],
    awsManagedPolicies: [],
  };
  const snapshot = await readSnapshot(bench.clients, interest, { caller, region, now: new Date() });
  return findWho({ clients: bench.clients, caller }, comparePlan(plan, snapshot), { region });
}

/** Events of the history by a caller whose ARN ends so. */
const eventsBy = (end: string) => bench.front.events().filter(({ identity }) => identity.arn.endsWith(end));

test('what was changed by hand is found by name, time and event id', async () => {
  await bench.clients.iam.send(new CreateUserCommand({ UserName: 'mallory' }));
  const made = await bench.clients.iam.send(new CreateAccessKeyCommand({ UserName: 'mallory' }));
  const { AccessKeyId: accessKeyId = '', SecretAccessKey: secretAccessKey = '' } = made.AccessKey ?? {};
  const mallory = makeClients(
    { region, endpoint: bench.front.url, credentials: async () => ({ accessKeyId, secretAccessKey }) },
    'aws-cli/2.0',
  );
  const bucket = plan.parts['audit-trail']?.bucket;
  if (bucket === undefined) throw new Error('the plan has no audit trail');
  const { name: Bucket } = bucket;
  const [first] = bucket.policy.Statement;
  const attach = new AttachUserPolicyCommand({
    UserName: 'finn',
    PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
  });
  await mallory.iam.send(attach);
  await mallory.cloudtrail.send(new StopLoggingCommand({ Name: 'account-trail' }));
  await mallory.s3.send(
    new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ ...bucket.policy, Statement: [first] }) }),
  );
  await mallory.s3.send(
    new PutBucketLifecycleConfigurationCommand({
      Bucket,
      LifecycleConfiguration: {
        Rules: [{ ID: 'gone', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: 1 } }],
      },
    }),
  );
  await mallory.iam.send(new UpdateAccountPasswordPolicyCommand({ MinimumPasswordLength: 8 }));
  await mallory.s3control.send(
    new PutPublicAccessBlockCommand({
      AccountId: accountId,
      PublicAccessBlockConfiguration: { BlockPublicAcls: true },
    }),
  );
  await (await mallory.ec2()).send(new DisableEbsEncryptionByDefaultCommand({}));
  // A refused attempt, later: it changed nothing.
  bench.front.setRules([{ service: 'iam', action: 'AttachUserPolicy', fault: { kind: 'accessDenied' } }]);
  await expect(bench.clients.iam.send(attach)).rejects.toThrow();
  bench.front.setRules([]);
  mallory.close();

  const findings = await check();
  const whoOf = (rule: string) => findings.find((finding) => finding.rule === rule)?.who;
  const events = eventsBy('user/mallory');
  const seen = (action: string, event = action): Who => {
    const made = events.find((each) => each.action === action);
    return {
      kind: 'seen',
      actor: `arn:aws:iam::${accountId}:user/mallory`,
      event,
      at: `${new Date(made?.at ?? 0).toISOString().slice(0, 19)}Z`,
      sourceAddress: '127.0.0.1',
      eventId: made?.id ?? 'none',
      ours: false,
    };
  };
  expect(whoOf('user-direct-policy')).toEqual(seen('AttachUserPolicy'));
  expect(whoOf('trail-stopped')).toEqual(seen('StopLogging'));
  expect(whoOf('audit-bucket-policy-changed')).toEqual(seen('PutBucketPolicy'));
  expect(whoOf('audit-bucket-retention-shorter')).toEqual(
    seen('PutBucketLifecycleConfiguration', 'PutBucketLifecycle'),
  );
  expect(whoOf('password-policy-weaker')).toEqual(seen('UpdateAccountPasswordPolicy'));
  expect(whoOf('s3-block-off')).toEqual(seen('PutPublicAccessBlock', 'PutAccountPublicAccessBlock'));
  expect(whoOf('ebs-encryption-off')).toEqual(seen('DisableEbsEncryptionByDefault'));
  expect(findings.filter(({ who }) => who?.kind === 'not-seen')).toEqual([]);
});

test('events that do not show yet are no reason to guess', async () => {
  bench.front.setScenario({ events: { delayMs: 15 * 60_000 } });
  const findings = await check();
  bench.front.setScenario({});
  const stopped = findings.find((finding) => finding.rule === 'trail-stopped');
  expect(stopped?.who).toEqual({
    kind: 'not-seen',
    why: 'not recorded (events appear about 15 minutes late and are kept 90 days)',
  });
});

test('a look-up that is denied costs the names only', async () => {
  bench.front.setRules([{ service: 'cloudtrail', action: 'LookupEvents', fault: { kind: 'accessDenied' } }]);
  const findings = await check();
  bench.front.setRules([]);
  expect(findings.length).toBeGreaterThan(5);
  for (const { who } of findings)
    expect(who).toEqual({ kind: 'not-seen', why: 'not allowed: cloudtrail:LookupEvents' });
});

test('our own runs are recognised, of the plug-in and of the SDK', async () => {
  const caller = await readCaller(bench.clients);
  const finding = (subject: string, event: string, at?: string): Finding => ({
    ...{ id: `x:${subject}`, rule: 'x', severity: 'info', subject, what: 'x', why: 'x', fix: 'x' },
    trace: { resources: [subject], events: [event], ...(at === undefined ? {} : { region: at }) },
  });
  const findings = await findWho(
    { clients: bench.clients, caller },
    [
      finding('account-trail', 'CreateTrail', region),
      finding('finn', 'CreateLoginProfile'),
      finding('mallory', 'CreateUser'),
    ],
    { region },
  );
  expect(findings.map(({ who }) => (who?.kind === 'seen' ? [who.event, who.ours] : who))).toEqual([
    ['CreateTrail', true],
    ['CreateLoginProfile', true],
    ['CreateUser', false],
  ]);
});
