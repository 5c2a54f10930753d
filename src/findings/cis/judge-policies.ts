import type { PolicyDocument, Statement } from '../../model/policy.ts';
import type { AttachedPolicy, InlinePolicy, RoleFact, Snapshot } from '../../model/snapshot.ts';
import { listOf } from '../../policies/list-of.ts';
import { isProtected } from '../perimeter/aws-own.ts';
import { deniedOf, done, type Judge, open, settle, unknown, unknownWithout } from './verdict.ts';

const all = 'iam:GetAccountAuthorizationDetails';
const administrator = /^arn:[^:]+:iam::aws:policy\/AdministratorAccess$/;

interface Bearer {
  readonly who: string;
  readonly kind: 'user' | 'group' | 'role';
  readonly attached: readonly AttachedPolicy[];
  readonly inline: readonly InlinePolicy[];
}

/** Everybody that policies hang on, but for roles that nobody in the account can change. */
function bearersOf({ users, groups, roles }: Snapshot): readonly Bearer[] {
  return [
    ...users.map((each) => ({ ...each, who: `user ${each.name}`, kind: 'user' as const })),
    ...groups.map((each) => ({ ...each, who: `group ${each.name}`, kind: 'group' as const })),
    ...roles
      .filter((role) => !isProtected(role))
      .map((each) => ({ ...each, who: `role ${each.name}`, kind: 'role' as const })),
  ];
}

/**
 * An administrators' group and this control cannot both be: somebody has to administer. Auditing tools also count
 * AWS's own policy for it, so it is told as it is, with the two ways out.
 */
export const judgeStarPolicy: Judge = (input) => {
  const { policies } = input.snapshot;
  const documents = new Map(policies.map((policy) => [policy.arn, policy.document]));
  const found: string[] = [];
  const own: string[] = [];
  const unread: string[] = [];
  for (const { who, attached, inline } of bearersOf(input.snapshot)) {
    for (const { name, arn } of attached) {
      const document = documents.get(arn);
      if (administrator.test(arn)) found.push(`${name} on ${who}`);
      else if (document === undefined) unread.push(`${name} on ${who}`);
      else if (grantsEverything(document)) own.push(`${name} on ${who}`);
    }
    for (const { name, document } of inline) if (grantsEverything(document)) own.push(`${name} on ${who}`);
  }
  if (own.length > 0)
    return open('Policies that grant every action on everything: narrow them to what is done with them.', [
      ...own,
      ...found,
    ]);
  if (found.length > 0)
    return open(
      'Administrators are meant to have this right, so here the benchmark and an administrators’ group contradict each other. Accept it in writing, or give administrators PowerUserAccess and IAMFullAccess instead.',
      found,
    );
  return settle(input, {
    needs: [all, 'iam:GetPolicy', 'iam:GetPolicyVersion'],
    wrong: [],
    bad: '',
    good: 'No policy that is attached grants every action on everything.',
    blind: unread,
  });
};

function grantsEverything({ Statement: statements }: PolicyDocument): boolean {
  return statements.some(
    (statement) =>
      statement.Effect === 'Allow' &&
      statement.Condition === undefined &&
      listOf(statement.Action).some((action) => /^\*(:\*)?$/.test(action)) &&
      listOf(statement.Resource).includes('*'),
  );
}

export const judgeSupport: Judge = (input) => {
  const able = bearersOf(input.snapshot).filter(
    (bearer) => bearer.kind !== 'user' && hasAwsPolicy(bearer, 'AWSSupportAccess'),
  );
  if (able.length > 0)
    return done(
      'May open cases with AWS.',
      able.map((bearer) => bearer.who),
    );
  const denied = deniedOf(input, [all]);
  return denied.length > 0
    ? unknownWithout(denied)
    : open('No group and no role has AWSSupportAccess: write a group with access: support into the file.');
};

export const judgeCloudShell: Judge = (input) =>
  settle(input, {
    needs: [all],
    wrong: bearersOf(input.snapshot)
      .filter((bearer) => hasAwsPolicy(bearer, 'AWSCloudShellFullAccess'))
      .map((bearer) => bearer.who),
    bad: 'AWSCloudShellFullAccess is attached: with it files leave the account through a browser.',
    good: 'AWSCloudShellFullAccess is attached to nobody.',
  });

function hasAwsPolicy({ attached }: Bearer, name: string): boolean {
  return attached.some(({ arn }) => arn.endsWith(`:iam::aws:policy/${name}`));
}

/**
 * The trust policies of roles and the resource policies of buckets, keys and topics that were read. A wildcard that
 * a condition ties to an account, an organization or one resource lets in nobody else.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
 */
export const judgeOpenPrincipal: Judge = (input) => {
  const { snapshot, facts } = input;
  const policies: readonly (readonly [string, PolicyDocument | undefined])[] = [
    ...snapshot.roles.map((role: RoleFact) => [`role ${role.name}`, role.trust] as const),
    ...snapshot.keys.map((key) => [`key ${key.aliases[0] ?? key.id}`, key.policy] as const),
    ...snapshot.topics.map((topic) => [`topic ${topic.name}`, topic.policy] as const),
    ...(facts.buckets ?? []).map(
      ({ name, policy }) => [`bucket ${name}`, policy === 'none' ? undefined : policy] as const,
    ),
  ];
  const wrong = policies.flatMap(([name, policy]) =>
    policy?.Statement.some(letsInEverybody) === true ? [name] : [],
  );
  const needs = [
    all,
    'kms:GetKeyPolicy',
    'sns:GetTopicAttributes',
    's3:ListAllMyBuckets',
    's3:GetBucketPolicy',
  ];
  if (wrong.length === 0 && facts.bucketsLeftOut > 0)
    return unknown(`${facts.bucketsLeftOut} buckets more than are looked at.`);
  return settle(input, {
    needs,
    wrong,
    bad: 'Their policy lets in everybody: name whom it is meant for.',
    good: 'No policy of a role, bucket, key of the trail or topic of the alarms lets in everybody. Other services were not looked at.',
  });
};

/** Keys of conditions that tie a caller down, when they are compared for being equal. */
const ties =
  /^(aws:(SourceArn|SourceAccount|SourceOwner|SourceOrgID|SourceVpc|SourceVpce|PrincipalArn|PrincipalAccount|PrincipalOrgID|userid)|kms:CallerAccount|s3:DataAccessPointAccount)$/i;

function letsInEverybody(statement: Statement): boolean {
  if (statement.Effect !== 'Allow') return false;
  if (!isEverybody(statement.Principal) && statement.NotPrincipal === undefined) return false;
  return !Object.entries(statement.Condition ?? {}).some(
    ([operator, keys]) =>
      /^(ForAnyValue:)?(String|Arn)(Equals|Like|EqualsIgnoreCase)$/i.test(operator) &&
      Object.entries(keys).some(([key, values]) => ties.test(key) && !listOf(values).some(isOpen)),
  );
}

function isEverybody(principal: Statement['Principal']): boolean {
  if (principal === undefined) return false;
  return principal === '*' || listOf(principal.AWS).includes('*');
}

/** `*`, or an ARN whose account is open. */
function isOpen(value: string): boolean {
  return value === '*' || /^arn:[^:]*:[^:]*:[^:]*:\*:/.test(value);
}
