import { describe, expect, test } from 'vitest';
import { livePowers, powerOfPlan } from '../../src/flow/powers.ts';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { StateEntry, StateIndex } from '../../src/model/plan.ts';
import type { PolicyDocument, Statement } from '../../src/model/policy.ts';
import { answerOf, type ReportPermission } from '../../src/model/report.ts';
import type { Snapshot, UserFact } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { chooseRows } from '../../src/policies/choose-rows.ts';
import { phrasePower } from '../../src/ui/phrase-power.ts';
import { awsManagedByArn } from '../cases/aws-managed/aws-managed.ts';
import { accountAsPlanned, examplePlan } from '../findings/account-as-planned.ts';
import { accountId, emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const document = (...Statement: readonly Statement[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement,
});
const everythingOfS3: Statement = { Sid: 'Planted', Effect: 'Allow', Action: 's3:*', Resource: '*' };
const managed = Object.entries(awsManagedByArn).map(([arn, each]) => ({
  name: arn.slice(arn.lastIndexOf('/') + 1),
  arn,
  path: '/',
  awsManaged: true,
  document: each,
  tags: {},
}));
const planned = accountAsPlanned();
const live: Snapshot = { ...planned, policies: [...planned.policies, ...managed] };
const recorded: StateIndex = new Map();

const looked = (snapshot: Snapshot, state: StateIndex = recorded) => ({ plan: examplePlan, snapshot, state });
const reportOf = (snapshot: Snapshot) => chooseRows(livePowers(looked(snapshot)));
const row = (rows: readonly ReportPermission[], who: string, what: string) =>
  rows.find((each) => each.who === who && each.what === what);
const user = (name: string, more: Partial<UserFact> = {}): UserFact => ({
  name,
  arn: `arn:aws:iam::${accountId}:user/${name}`,
  path: '/',
  createdAt: '2026-01-01T00:00:00Z',
  groups: [],
  attached: [],
  inline: [],
  tags: {},
  mfaDevices: [],
  accessKeys: [],
  ...more,
});
const withUsers = (change: (users: readonly UserFact[]) => readonly UserFact[]): Snapshot => ({
  ...live,
  users: change(live.users),
});
const inlineOn = (group: string, statement: Statement): Snapshot => ({
  ...live,
  groups: live.groups.map((each) =>
    each.name === group ? { ...each, inline: [{ name: 'extra', document: document(statement) }] } : each,
  ),
});
const made = (name: string, retained = false): readonly [string, StateEntry] => [
  name,
  { urn: `urn:${name}`, type: 'aws:iam/user:User', name, id: name, retained },
];

describe('the account as it is', () => {
  test('carried out as planned, nothing is other than planned and no person needs a row', () => {
    const rows = reportOf(live);
    expect(rows.filter((each) => each.planned !== undefined)).toEqual([]);
    expect([...new Set(rows.map(({ who }) => who))]).toEqual([
      ...['member of admins', 'member of finance', 'member of developers'],
      ...['machine ci-deployer', 'role checkbot'],
    ]);
    expect(row(rows, 'member of admins', 'decrypt log files')).toMatchObject({
      decision: 'allowed',
      withoutMfa: 'denied',
    });
  });

  test('s3:* planted in the finance group turns the row, with the statement, and what was planned', () => {
    const rows = reportOf(inlineOn('finance', everythingOfS3));
    expect(row(rows, 'member of finance', 'read an object of a bucket')).toMatchObject({
      decision: 'allowed',
      withoutMfa: 'denied',
      reason: 'statement Planted of extra allows it',
      by: { policy: 'extra', sid: 'Planted', index: 0 },
      planned: 'denied',
    });
    expect(row(rows, 'member of finance', 'see the bills')).not.toHaveProperty('planned');
    expect(row(rows, 'member of developers', 'read an object of a bucket')).not.toHaveProperty('planned');
  });

  test('a foreign policy that is attached, not inline, turns it as well; one that cannot be read makes it unknown', () => {
    const arn = `arn:aws:iam::${accountId}:policy/Foreign`;
    const attached = (group: Snapshot['groups'][number]) =>
      group.name === 'finance'
        ? { ...group, attached: [...group.attached, { name: 'Foreign', arn }] }
        : group;
    const policy = { name: 'Foreign', arn, path: '/', awsManaged: false, tags: {} };
    const groups = live.groups.map(attached);
    const policies = [...live.policies, { ...policy, document: document(everythingOfS3) }];
    const what = 'read an object of a bucket';
    expect(row(reportOf({ ...live, groups, policies }), 'member of finance', what)).toMatchObject({
      decision: 'allowed',
      by: { policy: 'Foreign' },
    });
    expect(row(reportOf({ ...live, groups }), 'member of finance', what)).toMatchObject({
      decision: 'unknown',
      withoutMfa: 'denied',
      reason: 'the text of Foreign is not known',
    });
  });

  test('without the MFA policy the half without MFA turns', () => {
    const groups = live.groups.map((group) => ({
      ...group,
      attached: group.attached.filter(({ name }) => name !== 'RequireMFA'),
    }));
    expect(row(reportOf({ ...live, groups }), 'member of admins', 'stop the trail')).toMatchObject({
      decision: 'allowed',
      withoutMfa: 'allowed',
      planned: 'with-mfa',
    });
  });

  test('a bucket policy lets in who has no rights of their own', () => {
    const bucket = live.buckets.testbucket;
    if (bucket?.kind !== 'own') throw new Error('the example makes testbucket');
    const policy = document({
      Sid: 'Shared',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${accountId}:user/finn` },
      Action: 's3:GetObject',
      Resource: 'arn:aws:s3:::testbucket/*',
    });
    const rows = reportOf({ ...live, buckets: { ...live.buckets, testbucket: { ...bucket, policy } } });
    expect(row(rows, 'member of finance', 'read an object of a bucket')).toMatchObject({
      decision: 'allowed',
      by: { policy: 'the policy of bucket testbucket', sid: 'Shared' },
      planned: 'denied',
    });
  });

  test("a machine's permitted call is allowed within its boundary, iam:* is not, whatever its group says", () => {
    const rows = reportOf(inlineOn('api', { Effect: 'Allow', Action: '*', Resource: '*' }));
    const who = 'machine ci-deployer';
    expect(row(rows, who, 'do its work: s3:PutObject')).toMatchObject({ decision: 'allowed' });
    expect(row(rows, who, 'make a user')).toMatchObject({
      decision: 'denied',
      by: { policy: 'ci-deployer-boundary', sid: 'NeverIdentityOrMoney' },
    });
    expect(row(rows, who, 'get more rights')?.decision).toBe('denied');
    // Not denied by name, but not within the boundary either.
    expect(row(rows, who, 'see the instances')?.reason).toBe('the permissions boundary does not allow it');
    const users = live.users.map(({ boundaryArn: _, ...each }) => each);
    const bare = { ...inlineOn('api', { Effect: 'Allow', Action: '*', Resource: '*' }), users };
    expect(row(reportOf(bare), who, 'make a user')).toMatchObject({ decision: 'allowed', planned: 'denied' });
  });

  test('people stand by themselves where they are in several groups or differ; alike ones share rows', () => {
    const several = withUsers((users) => [
      ...users.map((each) => (each.name === 'dev' ? { ...each, groups: ['developers', 'finance'] } : each)),
      user('legacy', { inline: [{ name: 'own', document: document(everythingOfS3) }] }),
    ]);
    const rows = reportOf(several);
    expect(row(rows, 'dev (developers, finance)', 'see the bills')).toMatchObject({
      decision: 'allowed',
      planned: 'denied',
      people: ['dev'],
    });
    expect(row(rows, 'user legacy, not in the file', 'read an object of a bucket')).toMatchObject({
      decision: 'allowed',
      withoutMfa: 'allowed',
      by: { policy: 'own' },
    });
    const people = Array.from({ length: 7 }, (_, index) => ({
      name: `p${index}`,
      groups: ['finance', 'admins'],
    }));
    const plan = assemblePlan({ ...exampleAnswers, people }, emptySnapshot, new Map());
    const all = chooseRows(
      livePowers({ plan, state: recorded, snapshot: { ...accountAsPlanned(plan), policies: live.policies } }),
    );
    const shared = all.filter((each) => each.people !== undefined);
    expect([...new Set(shared.map(({ who }) => who))]).toEqual([
      'p0, p1, p2, p3, p4 and 2 more (finance, admins)',
    ]);
    expect(shared[0]?.people).toHaveLength(7);
  });

  test('a role that the file does not know stands there when it may do anything; roles of AWS never', () => {
    const role = (name: string, path: string, inline: readonly Statement[]) => ({
      name,
      path,
      arn: `arn:aws:iam::${accountId}:role${path}${name}`,
      maxSessionSeconds: 3600,
      trust: document(),
      attached: [],
      inline: inline.map((each) => ({ name: 'x', document: document(each) })),
      tags: {},
      instanceProfiles: [],
    });
    const all: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
    const roles = [
      ...live.roles,
      role('old-admin', '/', [all]),
      role('idle', '/', []),
      role('AWSServiceRoleForX', '/aws-service-role/x.amazonaws.com/', [all]),
    ];
    const whos = new Set(reportOf({ ...live, roles }).map(({ who }) => who));
    expect([...whos].filter((who) => who.includes('not in the file'))).toEqual([
      'role old-admin, not in the file',
    ]);
  });
});

describe('the change of power', () => {
  const steps = (list: readonly { what: string; from: string; to: string }[] = []) =>
    Object.fromEntries(list.map(({ what, from, to }) => [what, `${from} → ${to}`]));

  test('none on an account as planned; everybody is new in an empty one', () => {
    expect(powerOfPlan(looked(live)).power).toEqual([]);
    const { power } = powerOfPlan(looked({ ...emptySnapshot, policies: managed }));
    expect(power.map(({ who, presence }) => `${who}: ${presence}`)).toEqual([
      ...['ada: new', 'finn: new', 'dev: new', 'machine ci-deployer: new', 'role checkbot: new'],
    ]);
    expect(steps(power[1]?.gains)).toMatchObject({ 'see the bills': 'denied → with-mfa' });
    expect(phrasePower(power, { width: 200 })).toEqual([
      'Change of power',
      '  + New in the account: ada, finn, dev, machine ci-deployer, role checkbot. What they may do stands',
      '      above.',
    ]);
  });

  test('who works without MFA today loses that half, and gains by joining a group', () => {
    const before = withUsers((users) => [
      ...users.filter(({ name }) => name !== 'finn'),
      user('finn', { inline: [{ name: 'own', document: document(everythingOfS3) }] }),
    ]);
    const { power } = powerOfPlan(looked(before));
    expect(power.map(({ who }) => who)).toEqual(['finn']);
    expect(steps(power[0]?.gains)).toMatchObject({ 'see the bills': 'denied → with-mfa' });
    expect(steps(power[0]?.loses)).toEqual({
      'read an object of a bucket': 'allowed → with-mfa',
      'write an object of a bucket': 'allowed → with-mfa',
      'read a log file of the audit bucket': 'allowed → with-mfa',
      'delete a log file of the audit bucket': 'allowed → with-mfa',
    });
    const text = phrasePower(power, { width: 300 }).join('\n');
    expect(text).toContain(
      '+ finn gains: enrol the own MFA device; change the own password · only with MFA: see the bills;',
    );
    expect(text).toContain('- finn loses: without MFA: read an object of a bucket; write');
  });

  test('what hangs there by hand stays, so nobody is told to lose it', () => {
    const planted = inlineOn('finance', everythingOfS3);
    const { power, permissions } = powerOfPlan(looked(planted));
    expect(power).toEqual([]);
    expect(answerOf(row(permissions, 'member of finance', 'read an object of a bucket')!)).toBe('with-mfa');
  });

  test('a policy that we attached and the file no longer wants goes with its power', () => {
    const dropped = { name: 'developers-old', arn: `arn:aws:iam::${accountId}:policy/developers-old` };
    const snapshot: Snapshot = {
      ...live,
      groups: live.groups.map((group) =>
        group.name === 'developers' ? { ...group, attached: [...group.attached, dropped] } : group,
      ),
      policies: [
        ...live.policies,
        { ...dropped, path: '/', awsManaged: false, tags: {}, document: document(everythingOfS3) },
      ],
    };
    const state = new Map([made(names.groupPolicy('developers', 'developers-old'))]);
    expect(powerOfPlan(looked(snapshot)).power).toEqual([]);
    const { power } = powerOfPlan(looked(snapshot, state));
    expect(power.map(({ who }) => who)).toEqual(['dev']);
    expect(steps(power[0]?.loses)).toMatchObject({ 'read an object of a bucket': 'with-mfa → denied' });
  });

  test('a leaver whom we made loses all; one who was there before us keeps their own', () => {
    const leaver = user('legacy', {
      groups: ['admins'],
      inline: [{ name: 'own', document: document(everythingOfS3) }],
    });
    const snapshot = withUsers((users) => [...users, leaver]);
    const gone = powerOfPlan(looked(snapshot, new Map([made(names.person('legacy'))]))).power;
    expect(gone).toMatchObject([{ who: 'legacy', presence: 'gone', gains: [] }]);
    expect(steps(gone[0]?.loses)).toMatchObject({ 'make a user': 'with-mfa → denied' });
    expect(phrasePower(gone, { width: 60 })[1]).toContain('- legacy (is taken out of the account) loses:');
    const kept = powerOfPlan(looked(snapshot, new Map([made(names.person('legacy'), true)]))).power;
    expect(kept).toEqual([]);
  });
});
