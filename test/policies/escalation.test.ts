import { describe, expect, test } from 'vitest';
import type { Statement } from '../../src/model/policy.ts';
import { lookUpAction } from '../../src/policies/actions.ts';
import { apiPage } from '../../src/policies/lint/api-pages.ts';
import { escalationPaths, openPaths } from '../../src/policies/lint/escalation.ts';
import type { PolicyToLint } from '../../src/policies/lint/policy-to-lint.ts';
import { readPolicy } from '../../src/policies/lint/read-policy.ts';
import { lintTogether } from '../../src/policies/lint/together.ts';
import { account } from '../cases/case.ts';

async function openIds(
  statements: readonly Statement[],
  more: Partial<PolicyToLint> = {},
): Promise<readonly string[]> {
  const policy = await readPolicy({
    where: 'group g',
    name: 'group/g',
    holder: 'human',
    use: 'managed',
    statements,
    account: { partition: 'aws', accountId: account, region: 'eu-west-1' },
    ...more,
  });
  return openPaths(policy).map(({ path }) => path.id);
}
const allow = (
  Action: Statement['Action'],
  Resource: Statement['Resource'] = '*',
  more: Partial<Statement> = {},
) => ({ Effect: 'Allow', Action, Resource, ...more }) as const;
const deny = (
  Action: Statement['Action'],
  Resource: Statement['Resource'] = '*',
  more: Partial<Statement> = {},
) => ({ Effect: 'Deny', Action, Resource, ...more }) as const;

describe.each(escalationPaths)('$id', ({ id, steps }) => {
  const actions = steps.map(({ action }) => action);

  test('is open to whoever may do its steps, and closed by a Deny on any of them', async () => {
    expect(await openIds([allow(actions)])).toContain(id);
    for (const action of actions) {
      expect(await openIds([allow(actions), deny(action)])).not.toContain(id);
      expect(await openIds([allow(actions.filter((each) => each !== action))])).not.toContain(id);
    }
  });

  test('is made of actions that AWS has, with a page to read', async () => {
    const facts = await Promise.all(actions.map(lookUpAction));
    expect(facts.filter((each) => each.actions.length === 0)).toEqual([]);
    expect(apiPage(actions[0] ?? '')).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  });

  test('can be tried on a thing that its actions act on', async () => {
    // A resource that no action knows would make the row silent for every policy that names ARNs.
    const narrow = await Promise.all(
      actions.map(async (action) => {
        const arns = (await lookUpAction(action)).actions.flatMap((each) => each.arns);
        const patterns = arns.map((arn) => arn.replaceAll(/\$\{[^}]*\}/g, '*'));
        return allow(action, patterns.length === 0 ? '*' : patterns);
      }),
    );
    expect(await openIds(narrow)).toContain(id);
  });
});

test('ids stand once, and there are many', () => {
  const ids = escalationPaths.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.length).toBeGreaterThan(100);
});

describe('what statements together allow', () => {
  test('a pattern opens what it covers', async () => {
    const ids = await openIds([allow('iam:*Policy*')]);
    expect(ids).toEqual(
      expect.arrayContaining([
        'create-policy-version',
        'attach-user-policy',
        'put-group-policy',
        'put-role-policy',
      ]),
    );
    expect(ids).not.toContain('create-access-key');
  });

  test('NotAction opens what it leaves out', async () => {
    const statement: Statement = { Effect: 'Allow', NotAction: ['iam:*', 'sts:*'], Resource: '*' };
    const ids = await openIds([statement]);
    expect(ids).toContain('lambda-code');
    expect(ids).not.toContain('put-user-policy');
  });

  test('named resources close it, a name that reaches further than oneself does not', async () => {
    const keys = (user: string) =>
      openIds([allow('iam:CreateAccessKey', `arn:aws:iam::${account}:user/${user}`)]);
    expect(await keys(`\${aws:username}`)).toEqual([]);
    expect(await keys('machine/deployer')).toEqual([]);
    expect(await keys(`\${aws:username}*`)).toEqual(['create-access-key']);
    expect(
      await openIds([allow('iam:PassRole', `arn:aws:iam::${account}:role/app`), allow('ec2:RunInstances')]),
    ).toEqual([]);
    expect(await openIds([allow('ssm:StartSession', `arn:aws:ec2:*:${account}:instance/i-1`)])).toEqual([]);
  });

  test('a region other than the home region is no hiding place', async () => {
    const lambda = `arn:aws:lambda:us-west-2:${account}:function:*`;
    expect(await openIds([allow('lambda:UpdateFunctionCode', lambda)])).toEqual(['lambda-code']);
  });

  test('a condition closes it where it decides what the call leads to', async () => {
    const attach = (policy: string) =>
      openIds([
        allow('iam:AttachUserPolicy', '*', { Condition: { ArnEquals: { 'iam:PolicyARN': policy } } }),
      ]);
    expect(await attach('arn:aws:iam::aws:policy/ReadOnlyAccess')).toEqual([]);
    expect(await attach('arn:aws:iam::aws:policy/*')).toEqual(['attach-user-policy']);
    const bounded = {
      Condition: { StringEquals: { 'iam:PermissionsBoundary': `arn:aws:iam::${account}:policy/b` } },
    };
    expect(await openIds([allow('iam:PutRolePolicy', '*', bounded)])).toEqual([]);
    const passed = (service: string) => ({ Condition: { StringEquals: { 'iam:PassedToService': service } } });
    const run = allow('ec2:RunInstances');
    expect(await openIds([allow('iam:PassRole', '*', passed('ecs-tasks.amazonaws.com')), run])).toEqual([]);
    expect(await openIds([allow('iam:PassRole', '*', passed('ec2.amazonaws.com')), run])).toEqual([
      'pass-role-ec2-run',
    ]);
  });

  test('a condition that anybody may meet closes nothing', async () => {
    const tagged = { Condition: { StringEquals: { 'aws:RequestTag/team': 'a' } } };
    expect(await openIds([allow('lambda:UpdateFunctionCode', '*', tagged)])).toEqual(['lambda-code']);
    const office = { Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
    expect(await openIds([allow('iam:PutUserPolicy', '*', office)])).toEqual(['put-user-policy']);
    const mfa = { Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } };
    expect(await openIds([allow('iam:PutUserPolicy', '*', mfa)])).toEqual(['put-user-policy']);
    expect(await openIds([allow('iam:PutUserPolicy', '*', mfa)], { holder: 'machine' })).toEqual([]);
    const withoutMfa = { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } };
    expect(await openIds([allow('iam:PutUserPolicy'), deny('iam:*', '*', withoutMfa)])).toEqual([
      'put-user-policy',
    ]);
  });

  test('instances of one tag are not every instance', async () => {
    const dev = { Condition: { StringEquals: { 'aws:ResourceTag/stage': 'dev' } } };
    expect(await openIds([allow('ssm:StartSession', '*', dev)])).toEqual([]);
    expect(await openIds([allow('ssm:StartSession', '*')])).toEqual(['ssm-start-session']);
  });

  test('without an account id the statements’ own is taken', async () => {
    const role = `arn:aws:iam::444455556666:role/*`;
    expect(await openIds([allow('iam:UpdateAssumeRolePolicy', role)], { account: {} })).toEqual([
      'update-assume-role-policy',
    ]);
  });
});

describe('groups together', () => {
  const group = (name: string, statements: readonly Statement[], holder: 'human' | 'machine' = 'human') =>
    [
      name,
      { where: `group ${name}`, name: `group/${name}`, holder, use: 'managed', statements, account: {} },
    ] as const;
  const policies = new Map<string, PolicyToLint>([
    group('runner', [allow('ec2:RunInstances')]),
    group('passer', [allow('iam:PassRole')]),
    group('closer', [deny('ec2:RunInstances')]),
    group('bot-a', [allow('lambda:CreateFunction')], 'machine'),
    group('bot-b', [allow(['iam:PassRole', 'lambda:InvokeFunction'])], 'machine'),
  ]);
  const together = (...members: readonly (readonly [string, readonly string[]])[]) =>
    lintTogether(
      members.map(([name, groups]) => ({ list: 'people', name, groups })),
      new Map([...policies].map(([name, policy]) => [name, [policy]])),
    );

  test('open a way that none opens alone, told once for each set', async () => {
    const found = await together(
      ['ada', ['runner', 'passer']],
      ['bob', ['passer', 'runner']],
      ['cyd', ['runner']],
    );
    expect(
      found.map(({ finding, member }) => [member.name, finding.actual, finding.stops, finding.consent]),
    ).toEqual([['ada', 'pass-role-ec2-run', 'consent', 'policy-escalation:groups/passer+runner']]);
  });

  test('a Deny of one closes what the others open', async () => {
    expect(await together(['ada', ['runner', 'passer', 'closer']])).toEqual([]);
  });

  test('programs are refused', async () => {
    const [found] = await together(['bot', ['bot-a', 'bot-b']]);
    expect(found?.finding).toMatchObject({
      stops: 'refuse',
      severity: 'critical',
      actual: 'pass-role-lambda-invoke',
    });
  });
});
