import { expect, test } from 'vitest';
import { iamArn } from '../../src/lib/arn.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { requireMfa } from '../../src/policies/documents/require-mfa.ts';
import { firstAdmin } from '../../src/policies/first-admin.ts';
import { emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const wish = {
  partition: 'aws',
  accountId: '123456789012',
  user: 'ada',
  group: 'admins',
  region: 'eu-west-1',
} as const;
const { script, consoleSteps, next } = firstAdmin(wish);
const at = (text: string): number => {
  const found = script.indexOf(text);
  expect(found, text).toBeGreaterThan(-1);
  return found;
};

test('the deny is there before the rights, and the membership comes last', () => {
  const order = [
    'create-policy',
    'create-group',
    'attach-group-policy --group-name admins --policy-arn "$policy"',
    'policy/AdministratorAccess',
    'create-user',
    'create-login-profile --cli-input-json',
    'add-user-to-group',
  ];
  const places = order.map(at);
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(script).toMatch(/^#.*\n#.*\n\(\nset -eu\n/);
});

test('policy, description and tags are those of the plan, so that apply only adopts', () => {
  const policy = assemblePlan(exampleAnswers, emptySnapshot, new Map()).parts.groups.policies['require-mfa'];
  expect(policy).toBeDefined();
  at(`--policy-name ${policy?.name} --path ${policy?.path}`);
  at(`--description '${policy?.description}'`);
  at('--tags Key=ManagedBy,Value=bootstrap-account Key=Origin,Value=made');
  expect(policy?.tags).toEqual({ ManagedBy: 'bootstrap-account', Origin: 'made' });
  const inScript = /document='([^']*)'/.exec(script)?.[1] ?? '';
  expect(JSON.parse(inScript.replaceAll('ACCOUNT_ID', wish.accountId))).toEqual(requireMfa(wish));
  expect(iamArn(wish, 'policy', '/bootstrap-account/', 'RequireMFA')).toBe(policy?.arn);
});

test('the account is checked where it is known, and asked for where it is not', () => {
  at('[ "$account" = 123456789012 ] ||');
  const { script: open, consoleSteps: steps } = firstAdmin({
    partition: 'aws',
    user: 'ada',
    group: 'admins',
    region: 'eu-west-1',
  });
  expect(open).not.toContain('123456789012');
  expect(steps.join()).toContain('ACCOUNT_ID');
  expect(consoleSteps.join()).not.toContain('ACCOUNT_ID');
});

test('no password stands in the text, and none goes through the list of processes', () => {
  expect(script).not.toMatch(/--password /);
  at('PasswordResetRequired":true');
  at('/dev/urandom');
});

test('it goes on without a root key', () => {
  expect(next.join(' ')).toMatch(/change the password.*MFA.*CloudShell.*get-session-token/);
});

test.each(['a b', '-x', 'x;reboot', '$(id)', "x'y", '', 'é', 'x'.repeat(65)])(
  'a user name that is none is refused: %s',
  (user) => {
    expect(() => firstAdmin({ ...wish, user })).toThrow(expect.objectContaining({ code: 'FirstAdminName' }));
  },
);
test('group, account and region are checked too', () => {
  expect(() => firstAdmin({ ...wish, group: 'a/b' })).toThrow(
    expect.objectContaining({ code: 'FirstAdminName' }),
  );
  expect(() => firstAdmin({ ...wish, accountId: '12' })).toThrow(
    expect.objectContaining({ code: 'FirstAdminAccount' }),
  );
  expect(() => firstAdmin({ ...wish, region: 'x; id' })).toThrow(
    expect.objectContaining({ code: 'FirstAdminRegion' }),
  );
});
