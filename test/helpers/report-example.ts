import type { CisRow } from '../../src/model/cis.ts';
import type { Finding, Who } from '../../src/model/finding.ts';
import type { Plan } from '../../src/model/plan.ts';
import type { ReportPermission } from '../../src/model/report.ts';
import type { Snapshot, UserFact } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import type { ReportInputs } from '../../src/report/assemble-report.ts';
import { monthlyCosts } from '../../src/report/costs.ts';
import { accountId, emptySnapshot, exampleAnswers } from './example.ts';

export const examplePlan: Plan = assemblePlan(exampleAnswers, emptySnapshot, new Map());

export function user(name: string, groups: readonly string[], more: Partial<UserFact> = {}): UserFact {
  return {
    name,
    arn: `arn:aws:iam::${accountId}:user/${name}`,
    path: '/',
    createdAt: '2026-10-01T00:00:00Z',
    groups,
    attached: [],
    inline: [],
    tags: {},
    mfaDevices: [],
    accessKeys: [],
    ...more,
  };
}

const signIn = (resetRequired: boolean) => ({ createdAt: '2026-10-01T00:00:00Z', resetRequired });

/** The example account after its set-up: ada works, finn has not signed in, a stranger sits among the admins. */
export const exampleSnapshot: Snapshot = {
  ...emptySnapshot,
  instanceProfiles: [
    {
      name: 'checkbot',
      arn: `arn:aws:iam::${accountId}:instance-profile/checkbot`,
      path: '/',
      roles: ['checkbot'],
      tags: {},
    },
  ],
  instances: [
    {
      id: 'i-0123456789abcdef0',
      region: 'eu-west-1',
      name: 'web',
      state: 'running',
      profileArn: `arn:aws:iam::${accountId}:instance-profile/checkbot`,
      httpTokens: 'required',
      metadata: true,
    },
  ],
  users: [
    user('ada', ['admins'], {
      mfaDevices: [`arn:aws:iam::${accountId}:u2f/user/ada/key`, `arn:aws:iam::${accountId}:mfa/phone`],
      mfaSince: '2026-10-03T08:00:00Z',
      loginProfile: signIn(false),
      passwordLastUsedAt: '2026-10-30T10:00:00Z',
    }),
    user('finn', ['finance'], { loginProfile: signIn(true) }),
    user('dev', ['developers'], {
      loginProfile: signIn(false),
      accessKeys: [
        {
          idEnd: 'WXYZ',
          active: true,
          createdAt: '2026-10-02T00:00:00Z',
          lastUsedAt: '2026-10-29T00:00:00Z',
        },
      ],
    }),
    user('legacy-bot', ['admins']),
    user('ci-deployer', ['api'], {
      accessKeys: [{ idEnd: 'QRST', active: false, createdAt: '2026-10-22T00:00:00Z' }],
    }),
  ],
};

export const exampleFinding: Finding = {
  id: 'user-direct-policy:legacy-bot',
  rule: 'user-direct-policy',
  severity: 'high',
  subject: `arn:aws:iam::${accountId}:user/legacy-bot`,
  what: 'User legacy-bot has AdministratorAccess attached directly.',
  expected: 'no direct policies',
  actual: 'AdministratorAccess',
  why: 'Rights on single users are not seen where rights are looked for.',
  fix: 'Put it into a group.',
};

/** Left alone until a date, as the file says, and made by somebody who is known. */
export const acceptedFinding: Finding = {
  ...exampleFinding,
  id: 'unknown-user:contractor',
  subject: 'contractor',
  what: 'User contractor is in the account and not in the file.',
  state: 'accepted',
  until: '2026-12-31',
  reason: 'Works on the migration',
  who: {
    kind: 'seen',
    actor: `arn:aws:iam::${accountId}:user/ada`,
    event: 'CreateUser',
    at: '2026-10-20T10:11:12Z',
    eventId: 'e-1',
    ours: false,
  },
};

const row = (
  who: string,
  what: string,
  decision: ReportPermission['decision'],
  withoutMfa?: 'denied',
): ReportPermission => ({
  who,
  what,
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::testbucket/object',
  decision,
  ...(withoutMfa === undefined ? {} : { withoutMfa }),
  reason: `statement AllowIt of policy work-of-${who.replaceAll(' ', '-')}`,
});

export const examplePermissions: readonly ReportPermission[] = [
  row('member of finance', 'see the bills', 'allowed', 'denied'),
  row('member of finance', 'read an object of a bucket', 'denied', 'denied'),
  row('member of developers', 'see the instances', 'unknown', 'denied'),
  row('role checkbot', 'read an object of testbucket', 'allowed'),
];

export const exampleInputs: ReportInputs = {
  plan: examplePlan,
  snapshot: exampleSnapshot,
  findings: [exampleFinding],
  permissions: examplePermissions,
  costs: monthlyCosts(examplePlan),
  madeAt: '2026-11-01T09:30:00.000Z',
  madeBy: 'bootstrap-account 0.1.0',
  rehearsal: false,
  goOn: {
    file: 'bootstrap-account.yaml',
    template: 'startup',
    stateFolder: '~/.local/state/bootstrap-account',
  },
  resources: plannedResources(examplePlan).map(({ part, type, title, physical }) => ({
    part,
    type,
    name: title,
    id: physical,
    origin: 'made',
  })),
};

/** A row of each status against the benchmark. */
export const exampleCis: readonly CisRow[] = (
  [
    ['root-key', { '7.0': '2.4', '5.0': '1.3', '3.0': '1.4' }, 'verify', 'done', []],
    ['trail', { '7.0': '4.1', '5.0': '3.1', '3.0': '3.1' }, 'set', 'done', ['account-trail']],
    ['open-acls', { '7.0': '6.2', '5.0': '5.2', '3.0': '5.1' }, 'verify', 'open', [...'abcdefgh']],
    ['security-questions', { '3.0': '1.3' }, 'guide', 'manual', []],
    ['macie', { '7.0': '3.1.3', '5.0': '2.1.3', '3.0': '2.1.3' }, 'none', 'not-covered', []],
    ['imdsv2', { '7.0': '6.7', '5.0': '5.7', '3.0': '5.6' }, 'set', 'unknown', ['ec2:DescribeInstances']],
  ] as const
).map(([key, numbers, how, status, evidence]) => ({
  ...{ key, numbers, how, status, evidence, level: 1 as const },
  title: `title of ${key}`,
  why: `why ${key} is ${status}`,
}));

/** Things that names, tags and error texts have carried in other people's reports. */
export const payloads: readonly string[] = [
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '</script><script>alert(1)</script>',
  '</style><script>alert(1)</script>',
  '<style>/*style*/</style>',
  '<svg/onload=alert(1)>',
  'javascript:alert(1)',
  'a\u2028b\u2029c',
  'user\u202Etxt.exe\u2066',
  `${String.fromCodePoint(27)}[2J${String.fromCodePoint(27)}]0;owned${String.fromCodePoint(7)}x`,
  'a | b | c\n| --- | --- |\n# heading',
  '`code` **bold** [link](javascript:alert(1)) ![image](https://evil.example/x.png)',
  '```\n# out of the fence\n```',
  `\${7*7} {{7*7}} $&`,
  '=HYPERLINK("https://evil.example")',
];

/** The role that AWS Organizations makes, its ARN ending in whatever. */
export const organizationRole = (end = ''): Snapshot['roles'][number] => ({
  name: 'OrganizationAccountAccessRole',
  arn: `arn:aws:iam::${accountId}:role/OrganizationAccountAccessRole${end}`,
  path: '/',
  maxSessionSeconds: 3600,
  trust: { Version: '2012-10-17', Statement: [] },
  attached: [],
  inline: [],
  tags: {},
  instanceProfiles: [],
});

/** The example report with one payload in every text that can come from outside. */
export function poisoned(payload: string): ReportInputs {
  const finding = {
    ...exampleFinding,
    id: `x:${payload}`,
    subject: payload,
    what: payload,
    expected: payload,
    actual: payload,
    why: payload,
    fix: payload,
  };
  const { account, parts } = examplePlan;
  return {
    ...exampleInputs,
    plan: {
      ...examplePlan,
      account: { ...account, alias: payload },
      parts: {
        ...parts,
        groups: {
          ...parts.groups,
          policies: Object.fromEntries(
            Object.entries(parts.groups.policies).map(([key, policy]) => [
              key,
              { ...policy, name: `${policy.name} ${payload}`, arn: `${policy.arn} ${payload}` },
            ]),
          ),
          groups: parts.groups.groups.map((group) => ({ ...group, purpose: payload, owner: payload })),
        },
        people: [
          ...parts.people.map((person) => ({ ...person, email: payload })),
          { ...parts.people[0]!, name: payload, groups: ['admins'] },
        ],
        roles: parts.roles.map((role) => ({
          ...role,
          ...{ purpose: payload, owner: payload },
          buckets: role.buckets.map((bucket) => ({ ...bucket, name: payload })),
        })),
      },
    },
    snapshot: {
      ...exampleSnapshot,
      instances: exampleSnapshot.instances.map((each) => ({ ...each, name: payload, state: payload })),
      roles: [organizationRole(payload)],
    },
    findings: [
      finding,
      ...(['pending', 'accepted'] as const).map((state) => ({
        ...{ ...finding, id: `${state}:${payload}`, state, until: '2026-12-31', reason: payload },
        who: { ...acceptedFinding.who, kind: 'seen' as const, actor: payload } as Who,
      })),
    ],
    permissions: examplePermissions.map((each) => ({
      ...each,
      what: payload,
      reason: payload,
      resource: payload,
    })),
    cis: exampleCis.map((each) => ({ ...each, why: payload, evidence: [payload] })),
    costs: [{ item: payload, monthlyUsd: 1, note: payload }],
    madeBy: payload,
    goOn: {
      ...{ file: payload, template: payload, stateFolder: payload },
      ...{ sharedState: payload, version: payload },
    },
    resources: [{ part: 'people', type: payload, name: payload, id: payload, origin: 'adopted' }],
    outcome: {
      kind: 'failed',
      operation: 'up',
      steps: [],
      diagnostics: [{ severity: 'error', message: payload }],
      outputs: {},
      seconds: 1,
    },
  };
}
