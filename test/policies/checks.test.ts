import { expect, test } from 'vitest';
import type { Statement } from '../../src/model/policy.ts';
import { checkStatements } from '../helpers/check-statements.ts';

const one = (statement: Partial<Statement>): Statement => ({
  Sid: 'S',
  Effect: 'Allow',
  Resource: 'arn:aws:s3:::a/*',
  ...statement,
});
type Row = readonly [
  title: string,
  kind: 'human' | 'machine',
  statement: Statement,
  rules: readonly (readonly [string, string?])[],
];
const bad: readonly Row[] = [
  ['a typing error', 'human', one({ Action: 's3:GetObjekt' }), [['policy-unknown-action', 'refuse']]],
  [
    'an action of the plural that never was',
    'human',
    one({ Action: 'iam:UpdateAccessKeys' }),
    [['policy-unknown-action', 'refuse']],
  ],
  ['an unknown service', 'human', one({ Action: 'es3:GetObject' }), [['policy-unknown-action', 'refuse']]],
  [
    'a pattern that meets nothing',
    'human',
    one({ Action: 's3:Fetch*' }),
    [['policy-unknown-action', 'refuse']],
  ],
  [
    'an action without a service',
    'human',
    one({ Action: 'GetObject' }),
    [['policy-unknown-action', 'refuse']],
  ],
  [
    'a typing error in a deny',
    'human',
    one({ Effect: 'Deny', Action: 's3:DeleteObjekt' }),
    [['policy-unknown-action', 'refuse']],
  ],
  [
    'a typing error in NotAction of a deny',
    'human',
    one({ Effect: 'Deny', NotAction: 's3:GetObjekt' }),
    [['policy-unknown-action', 'refuse']],
  ],
  [
    'retired billing actions',
    'human',
    one({ Action: 'aws-portal:ViewBilling', Resource: '*' }),
    [['policy-retired-action', 'refuse']],
  ],
  [
    'everything, machine',
    'machine',
    one({ Action: '*', Resource: '*' }),
    [
      ['policy-action-wildcard', 'refuse'],
      ['policy-pass-role', 'refuse'],
    ],
  ],
  [
    'everything, people',
    'human',
    one({ Action: '*', Resource: '*' }),
    [
      ['policy-action-wildcard', 'consent'],
      ['policy-pass-role', 'consent'],
    ],
  ],
  ['NotAction, machine', 'machine', one({ NotAction: 'iam:*' }), [['policy-allow-not-action', 'refuse']]],
  ['NotAction, people', 'human', one({ NotAction: 'iam:*' }), [['policy-allow-not-action', 'consent']]],
  [
    'PassRole on every role',
    'human',
    one({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/*' }),
    [['policy-pass-role', 'consent']],
  ],
  [
    'PassRole by pattern',
    'machine',
    one({ Action: 'iam:Pass*', Resource: '*' }),
    [
      ['policy-pass-role', 'refuse'],
      ['policy-write-everywhere', 'consent'],
    ],
  ],
  [
    'writes anywhere, machine',
    'machine',
    one({ Action: 's3:PutObject', Resource: '*' }),
    [['policy-write-everywhere', 'consent']],
  ],
  ['writes anywhere, people', 'human', one({ Action: 's3:*', Resource: '*' }), [['policy-write-everywhere']]],
  [
    'writes anywhere but somewhere',
    'machine',
    one({ Action: 's3:PutObject', Resource: undefined, NotResource: 'arn:aws:s3:::a/*' }),
    [['policy-write-everywhere', 'consent']],
  ],
  [
    'a deny of everything',
    'machine',
    one({ Effect: 'Deny', Action: '*', Resource: '*' }),
    [['policy-deny-locks-out']],
  ],
  ['no action', 'human', one({}), [['policy-malformed', 'refuse']]],
  [
    'both actions',
    'human',
    one({ Action: 's3:GetObject', NotAction: 's3:PutObject' }),
    [['policy-malformed', 'refuse']],
  ],
  [
    'no resource',
    'human',
    one({ Action: 's3:GetObject', Resource: undefined }),
    [['policy-malformed', 'refuse']],
  ],
];
test.each(bad)('%s (%s)', async (_title, kind, statement, rules) => {
  const findings = await checkStatements({ where: 'group g', kind, statements: [statement] });
  expect(findings.map((each) => [each.rule, each.stops])).toEqual(
    rules.map(([rule, stops]) => [rule, stops]),
  );
});

const good: readonly (readonly [string, Statement])[] = [
  ['one object', one({ Action: 's3:PutObject' })],
  ['reads everywhere', one({ Action: ['ec2:Describe*', 's3:ListAllMyBuckets'], Resource: '*' })],
  ['letter case', one({ Action: 'S3:getobject' })],
  ['a write that knows no resource', one({ Action: 'ecr:GetAuthorizationToken', Resource: '*' })],
  ['PassRole on one role', one({ Action: 'iam:PassRole', Resource: 'arn:aws:iam::111122223333:role/app' })],
];
test.each(good)('nothing to say: %s', async (_title, statement) => {
  expect(await checkStatements({ where: 'group g', kind: 'machine', statements: [statement] })).toEqual([]);
});

test('a typing error says what was meant', async () => {
  const [finding] = await checkStatements({
    where: 'group g',
    kind: 'human',
    statements: [one({ Action: 's3:GetObjekt' })],
  });
  expect(finding).toMatchObject({
    id: 'policy-unknown-action:group g: statement S s3:GetObjekt',
    fix: 'Was s3:GetObject meant?',
  });
});

test('a Sid that stands twice, and too many characters', async () => {
  const long = Array.from({ length: 200 }, (_, index) => `arn:aws:s3:::bucket-with-a-long-name-${index}/*`);
  const findings = await checkStatements({
    where: 'group g',
    kind: 'human',
    statements: [one({ Action: 's3:GetObject' }), one({ Action: 's3:GetObject', Resource: long })],
  });
  expect(findings.map((each) => each.rule)).toEqual(['policy-duplicate-sid', 'policy-too-large']);
});
