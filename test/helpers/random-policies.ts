import fc from 'fast-check';
import type { PolicyDocument, PrincipalElement, Statement } from '../../src/model/policy.ts';
import type { AccessRequest, PolicySet } from '../../src/policies/evaluate.ts';
import { account, role, service, stranger, user } from '../cases/case.ts';

/** A random question about random policies. */
export interface RandomCase {
  readonly request: AccessRequest;
  readonly policies: PolicySet;
}

/**
 * `closed`: nothing in it that we leave open on purpose, so every answer has to be decided. `wide`: with keys
 * that the request does not tell, unknown operators, halves of NotPrincipal, policies that are not known.
 */
export type Breadth = 'closed' | 'wide';

const some = <T>(values: readonly T[], most = 3) =>
  fc.subarray([...values], { minLength: 1, maxLength: Math.min(most, values.length) });
const oneOrMany = (values: readonly string[]) =>
  fc.oneof(fc.constantFrom(...values), some(values)) as fc.Arbitrary<string | string[]>;

const actions = [
  ...['*', '*', 's3:GetObject', 's3:PutObject', 's3:*', 's3:Get*', 's3:?etObject', 'S3:getobject', '*'],
  ...['iam:GetUser', 'iam:*', 'kms:Decrypt', 'kms:*', 'sts:AssumeRole', 'sts:*', 's3:Put*Acl'],
];
const key = `arn:aws:kms:eu-west-1:${account}:key/1`;
const strangersKey = `arn:aws:kms:eu-west-1:${stranger}:key/1`;
const roleArn = (owner: string) => `arn:aws:iam::${owner}:role/deploy`;
const resources = [
  ...['*', '*', 'arn:aws:s3:::testbucket/a', 'arn:aws:s3:::testbucket/*', 'arn:aws:s3:::test?ucket/a'],
  ...['arn:aws:s3:::*', 'arn:aws:kms:*:*:key/*', key, roleArn(account), 'arn:aws:iam::*:role/d*'],
  ...[`arn:aws:iam::*:user/ann`, 'arn:aws:s3:::testbucket/$' + '{*}', '**'],
  `arn:aws:s3:::\${aws:PrincipalTag/team, 'testbucket'}/a`,
  `arn:aws:s3:::\${aws:PrincipalTag/team}/*`,
];
const ownResources = [
  `arn:aws:iam::${account}:user/\${aws:username}`,
  `arn:aws:iam::${account}:user/*/\${aws:username}`,
];

interface Family {
  readonly operators: readonly string[];
  readonly keys: readonly string[];
  readonly values: readonly string[];
}
const families: readonly Family[] = [
  {
    operators: ['StringEquals', 'StringNotEquals', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase'],
    keys: ['s3:prefix', 'aws:PrincipalTag/team', 'AWS:UserName', 'aws:PrincipalAccount'],
    values: ['in/', 'in/*', 'ann', 'Ann', 'other', account, `\${aws:PrincipalTag/team}`, `\${$}`],
  },
  {
    operators: ['StringLike', 'StringNotLike'],
    keys: ['s3:prefix', 'aws:PrincipalTag/team', 'aws:username'],
    values: [
      'in/',
      'in/*',
      'a*',
      '?nn',
      '*',
      `\${aws:PrincipalTag/team}*`,
      `\${s3:nothing, 'in'}/*`,
      `in/\${*}`,
    ],
  },
  {
    operators: ['ArnEquals', 'ArnLike', 'ArnNotEquals', 'ArnNotLike'],
    keys: ['aws:PrincipalArn', 'aws:SourceArn'],
    values: [
      ...[`arn:aws:iam::${account}:user/ann`, 'arn:aws:iam::*:user/*', `arn:aws:iam::${account}:role/*`],
      ...[
        `arn:aws:cloudtrail:*:${account}:trail/*`,
        `arn:aws:iam::${account}:user/\${aws:PrincipalTag/team}`,
      ],
    ],
  },
  {
    operators: ['Bool'],
    keys: ['aws:MultiFactorAuthPresent', 'aws:SecureTransport', 'aws:PrincipalIsAWSService'],
    values: ['true', 'false', 'True'],
  },
  {
    operators: ['Null'],
    keys: ['aws:MultiFactorAuthPresent', 's3:prefix', 'aws:username', 'aws:CurrentTime', 'aws:TagKeys'],
    values: ['true', 'false'],
  },
  {
    operators: [
      ...['NumericEquals', 'NumericNotEquals', 'NumericLessThan', 'NumericLessThanEquals'],
      ...['NumericGreaterThan', 'NumericGreaterThanEquals'],
    ],
    keys: ['s3:max-keys', 'aws:MultiFactorAuthAge'],
    values: ['1', '10', '50', '100.5'],
  },
  {
    operators: [
      ...['DateEquals', 'DateNotEquals', 'DateLessThan', 'DateLessThanEquals', 'DateGreaterThan'],
      'DateGreaterThanEquals',
    ],
    keys: ['aws:CurrentTime'],
    values: ['2026-01-01T00:00:00Z', '2026-06-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  },
  {
    // Two mistakes of the oracle are not asked about: one address alone under a negated operator, given an
    // address of the other family, and the range of everything, 0.0.0.0/0.
    operators: ['IpAddress', 'NotIpAddress'],
    keys: ['aws:SourceIp'],
    values: ['203.0.113.0/24', '203.0.113.7/32', '10.0.0.0/8', '2001:db8::/32', '192.0.0.0/2'],
  },
  { operators: ['BinaryEquals'], keys: ['test:binary'], values: ['YW5u', 'Ym9i', 'YQ=='] },
];
/** Base operators that the generator uses. */
export const everyOperator = families.flatMap(({ operators }) => operators);

const keysOf = <T extends object>(keys: T) => Object.keys(keys) as (keyof T)[];

/** A closed request carries every key that a real one does; a wide one only what none lacks. */
const contextOf = (breadth: Breadth) => {
  const ever = {
    'aws:CurrentTime': fc.constantFrom('2026-06-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
  };
  const required = {
    ...ever,
    'aws:SourceIp': fc.constantFrom('203.0.113.7', '10.1.2.3', '198.51.100.1', '2001:db8::1'),
    'aws:PrincipalTag/team': fc.constantFrom('testbucket', 'ann', 'in'),
    'aws:MultiFactorAuthAge': fc.constantFrom('10', '5000'),
  };
  const optional = {
    'aws:MultiFactorAuthPresent': fc.constantFrom('true', 'false'),
    's3:prefix': fc.constantFrom('in/', 'in/x', 'in/*', 'out', 'ann'),
    's3:max-keys': fc.constantFrom('1', '50'),
    'aws:TagKeys': fc.constantFrom<string[][]>(['a'], ['a', 'b'], ['c'], []),
    'aws:SourceArn': fc.constantFrom(`arn:aws:cloudtrail:eu-west-1:${account}:trail/t`),
    'test:binary': fc.constantFrom('YW5u', 'YQ=='),
  };
  return fc
    .record({ ...required, ...optional }, { requiredKeys: keysOf(breadth === 'closed' ? required : ever) })
    .map((keys) => Object.fromEntries(Object.entries(keys).filter((entry) => entry[1] !== undefined)));
};

const conditionOf = (breadth: Breadth): fc.Arbitrary<NonNullable<Statement['Condition']>> => {
  const single = fc.constantFrom(...families).chain(({ operators, keys, values }) =>
    fc
      .record({
        set: fc.constantFrom('', '', '', 'ForAnyValue:', 'ForAllValues:'),
        operator: fc.constantFrom(...operators),
        exists: fc.constantFrom('', '', 'IfExists'),
        key: fc.constantFrom(...keys),
        values: some(values),
      })
      .map((p) => ({
        name: p.operator === 'Null' ? 'Null' : `${p.set}${p.operator}${p.exists}`,
        key: p.key,
        values: p.values,
      })),
  );
  const set = fc.record({
    name: fc
      .tuple(
        fc.constantFrom('ForAnyValue:', 'ForAllValues:'),
        fc.constantFrom(
          'StringEquals',
          'StringNotEquals',
          'StringLike',
          'StringNotLike',
          'StringEqualsIgnoreCase',
        ),
        fc.constantFrom('', 'IfExists'),
      )
      .map((parts) => parts.join('')),
    key: fc.constant('aws:TagKeys'),
    values: some(['a', 'b', 'B', '*']),
  });
  const odd = fc.record({
    name: fc.constantFrom('StringResembles', 'StringEquals', 'StringNotEquals', 'Bool', 'DateLessThan'),
    key: fc.constantFrom('aws:TagKeys', 'aws:TokenIssueTime', 'aws:ResourceTag/kind', 's3:prefix'),
    values: some([`\${aws:username}`, `\${s3:nothing}`, 'a', '2026-01-01T00:00:00Z']),
  });
  const parts = breadth === 'closed' ? fc.oneof(single, single, set) : fc.oneof(single, set, odd);
  return fc.array(parts, { minLength: 1, maxLength: 2 }).map((list) => {
    const block: Record<string, Record<string, string | string[]>> = {};
    for (const { name, key: wanted, values } of list) {
      const [only] = values;
      block[name] = { ...block[name], [wanted]: values.length === 1 && only !== undefined ? only : values };
    }
    return block;
  });
};

const names = (breadth: Breadth): fc.Arbitrary<PrincipalElement> => {
  const mine = [
    ...[account, `arn:aws:iam::${account}:root`, user('ann').arn, user('bob').arn, roleArn(account)],
    ...[role('deploy').arn, `arn:aws:iam::${account}:role/x/DEPLOY`, '*', stranger],
  ];
  const aws = some(mine).map((AWS) => ({ AWS }));
  const services = some(['cloudtrail.amazonaws.com', 'ec2.amazonaws.com']).map((Service) => ({ Service }));
  const both = fc.tuple(aws, services).map(([a, b]) => ({ ...a, ...b }));
  const federated = fc.constant({ Federated: 'accounts.google.com' });
  return breadth === 'closed'
    ? fc.oneof(fc.constant('*' as const), aws, aws, services, both)
    : fc.oneof(fc.constant('*' as const), aws, both, federated);
};
/** NotPrincipal that leaves nothing open: everybody of ours with account, role and session, or none of us. */
const wholeNames: fc.Arbitrary<PrincipalElement> = fc.constantFrom<PrincipalElement[]>(
  {
    AWS: [
      ...[`arn:aws:iam::${account}:root`, user('ann').arn, user('bob', '/staff/').arn],
      ...[roleArn(account), role('deploy').arn, `arn:aws:iam::${account}:role/other`, role('other').arn],
    ],
  },
  { AWS: [stranger] },
  { Service: 'cloudtrail.amazonaws.com' },
);

interface Kind {
  readonly breadth: Breadth;
  /** Identity policies and boundaries name resources, trust policies none, other resources' policies both. */
  readonly of: 'identity' | 'resource' | 'trust';
}
const statementOf = ({ breadth, of }: Kind): fc.Arbitrary<Statement> =>
  fc
    .record({
      Effect: fc.constantFrom('Allow' as const, 'Allow' as const, 'Allow' as const, 'Deny' as const),
      action: oneOrMany(actions),
      notAction: fc.constantFrom(false, false, true),
      resource: oneOrMany(breadth === 'closed' ? resources : [...resources, ...ownResources]),
      ownResource: oneOrMany(ownResources),
      own: fc.constantFrom('no', 'no', 'no', 'no', 'own', 'short'),
      notResource: fc.constantFrom(false, false, true),
      Condition: fc.option(conditionOf(breadth), { nil: undefined, freq: 2 }),
      Principal: names(breadth),
      notPrincipal: fc.constantFrom(false, false, false, true),
      NotPrincipal: breadth === 'closed' ? wholeNames : fc.oneof(wholeNames, names(breadth)),
    })
    .map((p): Statement => {
      const special = p.own === 'own' ? p.ownResource : 'arn:aws:s3*';
      const resource = p.own === 'no' || (p.notResource && breadth === 'closed') ? p.resource : special;
      const spares = of === 'resource' && p.notPrincipal && (p.Effect === 'Deny' || breadth === 'wide');
      return {
        Effect: p.Effect,
        ...(of === 'identity' ? {} : spares ? { NotPrincipal: p.NotPrincipal } : { Principal: p.Principal }),
        ...(p.notAction ? { NotAction: p.action } : { Action: p.action }),
        ...(of === 'trust' ? {} : p.notResource ? { NotResource: resource } : { Resource: resource }),
        ...(p.Condition === undefined ? {} : { Condition: p.Condition }),
      };
    });
const documentOf = (kind: Kind): fc.Arbitrary<PolicyDocument> =>
  fc
    .array(statementOf(kind), { minLength: 1, maxLength: 4 })
    .map((Statement) => ({ Version: '2012-10-17' as const, Statement }));

interface Thing {
  readonly action: string;
  readonly resource: string;
  readonly owner: string;
  readonly kind: 'plain' | 'guarded' | 'trust';
}
const things: readonly Thing[] = [
  { action: 's3:GetObject', resource: 'arn:aws:s3:::testbucket/a', owner: account, kind: 'plain' },
  { action: 's3:PutObject', resource: 'arn:aws:s3:::other/a', owner: account, kind: 'plain' },
  { action: 's3:GetObject', resource: 'arn:aws:s3:::testbucket/*', owner: stranger, kind: 'guarded' },
  { action: 'iam:GetUser', resource: `arn:aws:iam::${account}:user/ann`, owner: account, kind: 'plain' },
  {
    action: 'iam:GetUser',
    resource: `arn:aws:iam::${account}:user/staff/ann`,
    owner: account,
    kind: 'plain',
  },
  { action: 'kms:Decrypt', resource: key, owner: account, kind: 'guarded' },
  { action: 'kms:Decrypt', resource: strangersKey, owner: stranger, kind: 'guarded' },
  { action: 'sts:AssumeRole', resource: roleArn(account), owner: account, kind: 'trust' },
  { action: 'sts:AssumeRole', resource: roleArn(stranger), owner: stranger, kind: 'trust' },
];
// A star in what is asked for is a wildcard to the oracle, a character to AWS: objects may be called so.
const asked = things.map((thing) => ({ ...thing, resource: thing.resource.replace('*', 'star') }));

export const randomCase = (breadth: Breadth): fc.Arbitrary<RandomCase> =>
  fc
    .record({
      thing: fc.constantFrom(...asked),
      principal: fc.constantFrom(
        ...[user('ann'), user('ann'), user('bob', '/staff/'), role('deploy'), role('other')],
        service('cloudtrail.amazonaws.com'),
      ),
      identity: fc.array(documentOf({ breadth, of: 'identity' }), { minLength: 0, maxLength: 3 }),
      boundary: fc.option(documentOf({ breadth, of: 'identity' }), { nil: undefined, freq: 2 }),
      resource: documentOf({ breadth, of: 'resource' }),
      trust: documentOf({ breadth, of: 'trust' }),
      hasResource: fc.boolean(),
      context: contextOf(breadth),
    })
    .map(({ thing, principal, identity, boundary, resource, trust, hasResource, context }) => {
      const given = thing.kind === 'plain' || breadth === 'wide' ? hasResource : true;
      const document = thing.kind === 'trust' ? trust : resource;
      const own = principal.kind === 'service' ? [] : identity;
      return {
        request: {
          principal,
          action: thing.action,
          resource: thing.resource,
          resourceAccount: thing.owner,
          context,
        },
        policies: {
          identity: own.map((each, index) => ({ name: `p${index}`, document: each })),
          ...(boundary === undefined || principal.kind === 'service'
            ? {}
            : { boundary: [{ name: 'b', document: boundary }] }),
          ...(given ? { resource: { name: 'r', document } } : {}),
        },
      };
    });
