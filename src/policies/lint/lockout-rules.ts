import type { AccessRequest } from '../access.ts';
import { evaluateAccess } from '../evaluate.ts';
import { globalRegions, worldOf } from './ask.ts';
import { principalsOf } from './principal-rules.ts';
import type { ReadPolicy } from './read-policy.ts';
import { onlyTold, type Rule, type Said } from './rule.ts';

const locksOut = { severity: 'critical', stops: 'consent' } as const;

/** What a person needs before anything else works: the way from a first password to a session with MFA. */
const enrolment = (iam: string, self: string, name: string): readonly (readonly [string, string])[] => [
  ['iam:EnableMFADevice', self],
  ['iam:CreateVirtualMFADevice', `${iam}:mfa/${name}`],
  ['iam:ChangePassword', self],
];

/**
 * A Deny that shuts out those it is written for: people who may not enrol MFA never get past the rule that asks
 * for it, and whoever is an administrator as well ceases to be one.
 */
export const denyLockoutRule: Rule = {
  ids: ['policy-deny-locks-out'],
  check: (policy) => {
    if (policy.holder === 'resource' || policy.use === 'boundary') return [];
    return policy.holder === 'human' ? peopleShutOut(policy) : deadPrograms(policy);
  },
};

function peopleShutOut(policy: ReadPolicy): readonly Said[] {
  const { partition, accountId, self, selfName } = worldOf(policy);
  const context = {
    'aws:SecureTransport': 'true',
    'aws:ViaAWSService': 'false',
    'aws:MultiFactorAuthPresent': 'false',
    'aws:RequestedRegion': globalRegions[partition],
  };
  const shut = enrolment(`arn:${partition}:iam::${accountId}`, self.arn, selfName).flatMap(
    ([action, resource]) => {
      const found = deciding(policy, { principal: self, action, resource, context });
      return found === undefined ? [] : [{ action, index: found }];
    },
  );
  const [first] = shut;
  if (first === undefined) return [];
  return [
    {
      rule: 'policy-deny-locks-out',
      statement: first.index,
      spot: ['Effect'],
      ...locksOut,
      what: `It denies its members ${shut.map(({ action }) => action).join(', ')}.`,
      why: 'Nobody without MFA can enrol it then, and without it everything else is denied: only an administrator outside the group, or root, gets them out.',
      fix: 'Leave these actions out of the Deny (NotAction), or tie it to a condition.',
    },
  ];
}

/** A program that is denied everything has nothing to lose, and nothing to do. */
function deadPrograms({ read, where }: ReadPolicy): readonly Said[] {
  return read
    .filter(
      ({ statement, actions, resources, conditions }) =>
        statement.Effect === 'Deny' &&
        actions.some((entry) => entry.everything) &&
        resources.some(({ text }) => text === '*') &&
        conditions.length === 0,
    )
    .map(({ index }) => ({
      rule: 'policy-deny-locks-out',
      statement: index,
      spot: ['Effect'],
      ...onlyTold,
      what: `It denies everything: ${where} can do nothing at all.`,
      why: 'No Allow outweighs a Deny.',
      fix: 'Deny what is meant, or tie it to a condition.',
    }));
}

function deciding(policy: ReadPolicy, request: AccessRequest): number | undefined {
  const document = { Version: '2012-10-17' as const, Statement: policy.statements };
  const { kind, by } = evaluateAccess(request, { identity: [{ name: policy.where, document }] });
  return kind === 'explicit-deny' ? by?.index : undefined;
}

/** Actions that repair the policy of a resource. Denied to all, only root is left. */
const repairs = {
  bucket: ['s3:PutBucketPolicy', 's3:DeleteBucketPolicy'],
  key: ['kms:PutKeyPolicy'],
  topic: ['sns:SetTopicAttributes'],
} as const;

/** Conditions on who asks are exceptions: somebody is left who can repair it. */
const exceptions = /^aws:(principal|userid|username|federated|sourcevpc|sourceip|vpcsourceip|via|calledvia)/i;

/**
 * Policies of buckets, keys and topics that nobody but root can change any more, and keys that nobody may manage.
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
export const resourceLockoutRule: Rule = {
  ids: ['policy-resource-locks-out', 'policy-key-unmanageable'],
  check: (policy) => {
    const { use } = policy;
    if (use !== 'bucket' && use !== 'key' && use !== 'topic') return [];
    const shut = policy.read.filter(
      (read) =>
        read.statement.Effect === 'Deny' &&
        read.statement.NotPrincipal === undefined &&
        meansAll(policy, read.index) &&
        !read.conditions.some(({ key }) => exceptions.test(key)) &&
        repairs[use].some((action) => isDenied(policy, read.index, action)),
    );
    return [
      ...shut.map(
        ({ index }): Said => ({
          rule: 'policy-resource-locks-out',
          statement: index,
          spot: ['Effect'],
          severity: 'critical',
          stops: 'refuse',
          what: `It denies everybody ${repairs[use].join(' and ')}.`,
          why: 'Administrators are everybody too: only root could repair it.',
          fix: 'Deny what is meant to be denied, not the way to change the policy; or leave an administrator out of it.',
        }),
      ),
      ...(use === 'key' && shut.length === 0 ? unmanageableKey(policy) : []),
    ];
  },
};

function meansAll({ statements, account }: ReadPolicy, index: number): boolean {
  return principalsOf(statements[index]?.Principal).some(
    ({ kind, name }) =>
      kind === 'AWS' &&
      (name === '*' || /^\d{12}$/.test(name) || /:root$/.test(name)) &&
      (account?.accountId === undefined || name === '*' || name.includes(account.accountId)),
  );
}

/** As an administrator over TLS, in the home region, would find it. */
function isDenied(policy: ReadPolicy, index: number, action: string): boolean {
  const world = worldOf(policy);
  const { partition, accountId } = world;
  const [statement] = policy.statements.slice(index, index + 1);
  if (statement === undefined) return false;
  const resource = policy.resource ?? sampleResource(policy, world.regions[0] ?? '');
  const answer = evaluateAccess(
    {
      principal: { arn: `arn:${partition}:iam::${accountId}:user/administrator`, accountId, kind: 'user' },
      action,
      resource,
      resourceAccount: accountId,
      context: {
        'aws:SecureTransport': 'true',
        'aws:MultiFactorAuthPresent': 'true',
        'aws:RequestedRegion': world.regions[0] ?? globalRegions[partition],
      },
    },
    {
      identity: [],
      resource: { name: policy.where, document: { Version: '2012-10-17', Statement: [statement] } },
    },
  );
  return answer.kind === 'explicit-deny';
}

/** The bucket that the statements name, or a key or topic of the account. */
function sampleResource(policy: ReadPolicy, region: string): string {
  const { partition, accountId } = worldOf(policy);
  if (policy.use === 'key') return `arn:${partition}:kms:${region}:${accountId}:key/this`;
  const named = policy.read.flatMap(({ resources }) => resources.map(({ text }) => text));
  if (policy.use === 'topic')
    return (
      named.find((text) => text.startsWith('arn:')) ?? `arn:${partition}:sns:${region}:${accountId}:this`
    );
  const bucket = named.find((text) => /^arn:[^:]*:s3:::[^*/?]+$/.test(text));
  return bucket ?? `arn:${partition}:s3:::this-bucket`;
}

function unmanageableKey({ read, where, account }: ReadPolicy): readonly Said[] {
  const managed = read.some(
    ({ statement, actions, notActions }) =>
      statement.Effect === 'Allow' &&
      (statement.NotAction === undefined
        ? actions.some((entry) => entry.everything || covers(entry.facts.actions))
        : !notActions.some((entry) => covers(entry.facts.actions))) &&
      principalsOf(statement.Principal).some(
        ({ kind, name }) =>
          kind === 'AWS' && (account?.accountId === undefined || name.includes(account.accountId)),
      ),
  );
  if (managed || read.length === 0) return [];
  return [
    {
      rule: 'policy-key-unmanageable',
      spot: [],
      severity: 'critical',
      stops: 'refuse',
      what: `Nobody of the account may change ${where}.`,
      why: 'A key policy is the only way to a key: nobody could ever repair or delete it but AWS Support.',
      fix: 'Allow kms:* to the account itself (arn:aws:iam::<account>:root).',
    },
  ];
}

function covers(actions: readonly { readonly name: string }[]): boolean {
  return actions.some(({ name }) => name === 'kms:PutKeyPolicy');
}
