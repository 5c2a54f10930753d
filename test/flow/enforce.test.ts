import { expect, test } from 'vitest';
import type { RefusedError } from '../../src/errors.ts';
import { enforceGuards, readConsents } from '../../src/flow/enforce.ts';
import type { Finding } from '../../src/model/finding.ts';

const finding = (more: Partial<Finding>): Finding => ({
  id: 'policy-pass-role:group g: statement Pass',
  rule: 'policy-pass-role',
  severity: 'high',
  subject: 'group g: statement Pass',
  what: 'It lets its holder hand any role to a service.',
  why: 'Whoever may pass is an administrator.',
  fix: 'Name the role.',
  stops: 'consent',
  consent: 'policy-pass-role:group/g/Pass',
  ...more,
});
const refusal = (findings: readonly Finding[], flags: Parameters<typeof readConsents>[0]): RefusedError => {
  try {
    enforceGuards(findings, readConsents(flags));
  } catch (error) {
    return error as RefusedError;
  }
  throw new Error('It was let through.');
};

test('a finding of the linter is consented to by its own name, and by nothing else', () => {
  const pass = finding({});
  expect(refusal([pass], {}).code).toBe('PolicyPassRole');
  for (const wrong of ['policy-pass-role', 'policy-pass-role:group/g/Other', pass.subject, pass.id])
    expect(refusal([pass], { iUnderstand: [wrong], allowCutoff: [wrong] }).code).toBe('PolicyPassRole');
  enforceGuards([pass], readConsents({ iUnderstand: ['policy-pass-role:group/g/Pass'] }));
});

test('what is refused has no consent', () => {
  const { consent: _none, ...refused } = finding({ stops: 'refuse', severity: 'critical' });
  const flags = { iUnderstand: ['policy-pass-role:group/g/Pass', refused.id] };
  expect(refusal([refused], flags).details).toEqual([refused]);
});

test('the consents of other guards are their own', () => {
  const { consent: _none, ...lockout } = finding({ rule: 'lockout', subject: 'eve' });
  expect(refusal([lockout], { iUnderstand: ['eve'] }).code).toBe('Lockout');
  enforceGuards([lockout], readConsents({ allowCutoff: ['eve'] }));
});

test('a refusal shows the place, its line and a caret', () => {
  const place = {
    file: 'team.yaml',
    line: 12,
    column: 9,
    path: 'groups.g',
    source: '        Action: iam:PassRole',
  };
  expect(refusal([finding({ place })], {}).message).toBe(
    [
      'team.yaml:12:9 group g: statement Pass: It lets its holder hand any role to a service.',
      '  12 |         Action: iam:PassRole',
      '     |         ^',
      '  Why: Whoever may pass is an administrator.',
      '  Do: Name the role.',
    ].join('\n'),
  );
});
