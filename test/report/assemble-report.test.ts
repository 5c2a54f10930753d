import { describe, expect, it } from 'vitest';
import { assembleReport, hideEmails } from '../../src/report/assemble-report.ts';
import { monthlyCosts } from '../../src/report/costs.ts';
import { exampleFinding, exampleInputs, examplePlan, exampleSnapshot } from '../helpers/report-example.ts';

const outcome = { operation: 'up', steps: [], diagnostics: [], outputs: {}, seconds: 3 } as const;
const report = assembleReport(exampleInputs);
const { snapshot: _, ...unread } = exampleInputs;

describe('the state', () => {
  it.each([
    ['findings', {}, 'findings', '1 finding; see Findings.'],
    [
      'none but for information',
      { findings: [{ ...exampleFinding, severity: 'info' as const }] },
      'in-sync',
      'The account is as the file says.',
    ],
    [
      'a failed run',
      {
        outcome: {
          ...outcome,
          kind: 'failed' as const,
          diagnostics: [{ severity: 'error' as const, message: 'AccessDenied.' }],
        },
      },
      'incomplete',
      'The last run failed before it was finished; what it did stays. AccessDenied.',
    ],
    [
      'a stopped run',
      { outcome: { ...outcome, kind: 'interrupted' as const } },
      'incomplete',
      'The last run was stopped before it was finished; what it did stays.',
    ],
    [
      'a finished run',
      { findings: [], outcome: { ...outcome, kind: 'done' as const } },
      'in-sync',
      'The account is as the file says.',
    ],
    [
      'gaps',
      {
        findings: [],
        snapshot: { ...exampleSnapshot, notRead: [{ action: 'kms:DescribeKey', why: 'denied' }] },
      },
      'in-sync',
      'The account is as the file says. One thing could not be read.',
    ],
  ])('with %s', (_name, change, kind, sentence) => {
    expect(assembleReport({ ...exampleInputs, ...change }).state).toEqual({ kind, sentence });
  });
  it('without a look at the account is incomplete', () => {
    expect(assembleReport(unread).state.kind).toBe('incomplete');
  });
});

describe('people and machines', () => {
  it('are told as they are in the account, strangers in our groups included', () => {
    expect(report.people).toEqual([
      {
        name: 'ada',
        email: 'ada@acme.example',
        groups: ['admins'],
        mfa: 'on',
        mfaKind: 'passkey or security key, authenticator app',
        mfaSince: '2026-10-03',
        password: 'set',
        keys: 0,
        lastSeen: '2026-10-30',
        planned: true,
      },
      {
        name: 'dev',
        groups: ['developers'],
        mfa: 'not yet',
        password: 'never used',
        keys: 1,
        keyDetails: ['…WXYZ active, 30 days old, last used 2026-10-29'],
        lastSeen: '2026-10-29',
        planned: true,
      },
      { name: 'finn', groups: ['finance'], mfa: 'not yet', password: 'must change', keys: 0, planned: true },
      { name: 'legacy-bot', groups: ['admins'], mfa: 'not yet', password: 'none', keys: 0, planned: false },
    ]);
    expect(report.machines[0]?.keys).toBe('…QRST inactive, 10 days old, never used');
  });
  it('stand in their groups', () => {
    expect(report.groups.map(({ name, members }) => [name, members])).toEqual([
      ['admins', ['ada', 'legacy-bot']],
      ['finance', ['finn']],
      ['developers', ['dev']],
      ['api', ['ci-deployer']],
    ]);
    expect(report.groups[0]?.policies).toEqual(['RequireMFA', 'AdministratorAccess']);
  });
  it('responsible are those whom the file makes administrators', () => {
    expect(report.responsible).toEqual(['ada']);
  });
  it('lose their addresses to hideEmails, and nothing else', () => {
    expect(JSON.stringify(hideEmails(report))).not.toContain('@acme.example');
    expect(hideEmails(report).people.map((person) => person.name)).toEqual(
      report.people.map((person) => person.name),
    );
  });
});

describe('next steps', () => {
  it('are three, findings before people before clicks', () => {
    expect(report.nextSteps).toEqual([
      'User legacy-bot has AdministratorAccess attached directly. Put it into a group.',
      'Let dev, finn sign in and enrol MFA; until then they can do nothing else.',
      'Billing access for IAM users: see Manual items.',
    ]);
  });
  it('begin with an unfinished run and an open root', () => {
    const snapshot = { ...exampleSnapshot, root: { hasAccessKeys: true, hasMfa: false } };
    const steps = assembleReport({
      ...exampleInputs,
      snapshot,
      outcome: { ...outcome, kind: 'failed' },
    }).nextSteps;
    expect(steps).toEqual([
      'Run bootstrap-account apply again: the last run did not finish.',
      'MFA on the root user: see Manual items.',
      'No access key of the root user: see Manual items.',
    ]);
  });
});

describe('manual items', () => {
  const states = (change: object) =>
    assembleReport({ ...exampleInputs, ...change }).manual.map((item) => item.state);
  it('are verified where the API can tell, and open otherwise', () => {
    expect(states({})).toEqual(['verified by API', 'verified by API', 'open', 'open', 'open', 'open']);
    expect(
      states({ snapshot: { ...exampleSnapshot, root: { hasAccessKeys: true, hasMfa: false } } }).slice(0, 2),
    ).toEqual(['open', 'open']);
  });
  it('can be confirmed, but never against what the API says', () => {
    const confirmations = {
      'billing-access': { by: 'ada', on: '2026-10-31' },
      'root-mfa': { by: 'ada', on: '2026-10-31' },
    };
    const snapshot = { ...exampleSnapshot, root: { hasAccessKeys: false, hasMfa: false } };
    expect(states({ confirmations, snapshot })).toEqual([
      'open',
      'verified by API',
      'confirmed',
      'open',
      'open',
      'open',
    ]);
    expect(assembleReport({ ...exampleInputs, confirmations }).manual[2]?.detail).toMatch(
      /^Confirmed by ada on 2026-10-31\./,
    );
  });
  it('tell what nobody knows the purpose of', () => {
    const [group, ...others] = examplePlan.parts.groups.groups;
    const { purpose: _, ...unknown } = group!;
    const groups = { ...examplePlan.parts.groups, groups: [unknown, ...others] };
    const plan = { ...examplePlan, parts: { ...examplePlan.parts, groups } };
    expect(assembleReport({ ...exampleInputs, plan }).manual.at(-1)).toMatchObject({
      title: 'Purpose unknown',
      state: 'open',
      detail: expect.stringContaining('group admins.'),
    });
  });
  it('see MFA delete where it is on', () => {
    const bucket = examplePlan.parts['audit-trail']!.bucket.name;
    const live = { kind: 'own', name: bucket, region: 'eu-west-1', tags: {}, versioning: 'Enabled' } as const;
    const buckets = { [bucket]: { ...live, lifecycle: [], mfaDelete: true as const } };
    expect(states({ snapshot: { ...exampleSnapshot, buckets } })[4]).toBe('verified by API');
  });
  it('have clicks while they are open', () => {
    for (const item of report.manual) expect(item.steps.length > 0).toBe(item.state === 'open');
  });
});

describe('the trail', () => {
  const planned = examplePlan.parts['audit-trail']!;
  const live = {
    name: planned.trail.name,
    arn: planned.trail.arn,
    homeRegion: 'eu-west-1',
    multiRegion: true,
    organization: false,
    globalEvents: true,
    validation: true,
    bucket: planned.bucket.name,
    logging: true,
    allManagementEvents: true,
    tags: {},
  };
  const trailOf = (more: object) =>
    assembleReport({ ...exampleInputs, snapshot: { ...exampleSnapshot, trails: [{ ...live, ...more }] } });
  it('says when nothing was delivered yet', () => {
    expect(report.trail).toMatchObject({
      logging: false,
      validation: false,
      lastDelivery: 'not seen yet',
      retentionDays: 400,
    });
    expect(trailOf({}).trail).toMatchObject({
      logging: true,
      validation: true,
      lastDelivery: 'not seen yet',
    });
  });
  it('says the last delivery, or why it failed', () => {
    const delivered = trailOf({ latestDeliveryAt: '2026-11-01T09:00:00Z' });
    expect(delivered.trail?.lastDelivery).toBe('2026-11-01T09:00:00Z');
    expect(delivered.manual.at(-1)?.state).toBe('verified by API');
    const failed = trailOf({ latestDeliveryAt: '2026-11-01T09:00:00Z', latestDeliveryError: 'AccessDenied' });
    expect(failed.trail?.lastDelivery).toBe('failed: AccessDenied');
    expect(failed.manual.at(-1)?.state).toBe('open');
  });
  it('brings an Athena statement for its bucket, account and retention', () => {
    expect(report.trail?.athena).toContain(
      `LOCATION 's3://${planned.bucket.name}/AWSLogs/123456789012/CloudTrail/'`,
    );
    expect(report.trail?.athena).toContain("'NOW-400DAYS,NOW'");
    expect(report.trail?.athena).toContain(`CloudTrail/\${region}/\${day}');`);
  });
  it('is left out where none is planned', () => {
    const plan = { ...examplePlan, parts: { ...examplePlan.parts, 'audit-trail': null } };
    expect(assembleReport({ ...exampleInputs, plan }).trail).toBeUndefined();
    expect(monthlyCosts(plan).reduce((sum, cost) => sum + cost.monthlyUsd, 0)).toBe(0);
  });
});

it('costs one key and a little storage', () => {
  expect(monthlyCosts(examplePlan).map(({ item, monthlyUsd }) => [item.split(' ')[0], monthlyUsd])).toEqual([
    ['Trail', 0],
    ['KMS', 1],
    ['Audit', 0.02],
    ['IAM', 0],
    ['Access', 0],
    ['Bucket', 0],
  ]);
});

it('scrubs credentials wherever they stand', () => {
  const leaky = { ...exampleFinding, what: `key AKIA${'A'.repeat(12)}WXYZ` };
  expect(assembleReport({ ...exampleInputs, findings: [leaky] }).findings[0]?.what).toBe('key AKIA…WXYZ');
});

it('sorts findings, and tells each once', () => {
  const critical = { ...exampleFinding, id: 'z', severity: 'critical' as const };
  const { findings } = assembleReport({
    ...exampleInputs,
    findings: [exampleFinding, critical, exampleFinding],
  });
  expect(findings.map((finding) => finding.id)).toEqual(['z', exampleFinding.id]);
});
