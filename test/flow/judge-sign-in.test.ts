import { expect, test } from 'vitest';
import { judgeSignIn } from '../../src/flow/judge-sign-in.ts';
import { emptySnapshot } from '../helpers/example.ts';

const judge = (signIn: Parameters<typeof judgeSignIn>[0]) => judgeSignIn(signIn, emptySnapshot.caller, 'ada');

test('doctor warns of a plain long-lived key alone, and names the better ways', () => {
  const bad = judge('long-lived-key');
  expect(bad.state).toBe('warn');
  expect(bad.detail).toContain('never carries MFA');
  expect(bad.fix).toContain('CloudShell');
  expect(bad.fix).toContain('aws login');
  expect(bad.fix).toContain('mfa_serial = arn:aws:iam::123456789012:mfa/');
});

test.each([
  ['mfa-session', 'MFA'],
  ['cloudshell', 'CloudShell'],
  ['aws-login', 'aws login'],
  ['single-sign-on', 'single sign-on'],
  ['role', 'role'],
] as const)('doctor tells the way in: %s', (signIn, word) => {
  const told = judge(signIn);
  expect([told.state, told.detail]).toEqual(['ok', expect.stringContaining(word)]);
});

test('a rehearsal has no way in', () => {
  expect(judge(undefined)).toEqual({ state: 'ok', detail: 'ada' });
});
