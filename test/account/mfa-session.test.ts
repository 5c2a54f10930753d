import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { OpenSession, SessionWish } from '../../src/account/mfa-session.ts';
import { signInOf } from '../../src/account/sign-in.ts';
import { openAccountTarget } from '../../src/account/target.ts';
import type { Context } from '../../src/context.ts';
import { makeFolder } from '../config/temp-folder.ts';

const serial = 'arn:aws:iam::123456789012:mfa/ada';
const now = new Date('2026-11-26T10:00:00.000Z');
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
let env: Record<string, string | undefined>;
let clock = now;
const told: string[] = [];

beforeEach(async () => {
  const home = await makeFolder({
    config: `[profile ada]\nregion = eu-west-1\nmfa_serial = ${serial}\n[profile bare]\nregion = eu-west-1\n`,
    credentials:
      '[ada]\naws_access_key_id = AKIAADA\naws_secret_access_key = only-for-tests\n[bare]\naws_access_key_id = AKIABARE\naws_secret_access_key = only-for-tests\n',
  });
  env = {};
  clock = now;
  told.length = 0;
  for (const name of Object.keys(process.env).filter((key) => key.startsWith('AWS_')))
    vi.stubEnv(name, undefined);
  for (const [name, value] of [
    ['HOME', home],
    ['AWS_CONFIG_FILE', `${home}/config`],
    ['AWS_SHARED_CREDENTIALS_FILE', `${home}/credentials`],
    ['AWS_EC2_METADATA_DISABLED', 'true'],
  ] as const) {
    env[name] = value;
    vi.stubEnv(name, value);
  }
});
afterEach(() => vi.unstubAllEnvs());

function contextWith(profile: string, codes: readonly string[] | undefined): Context {
  const left = [...(codes ?? [])];
  const host = {
    interactive: codes !== undefined,
    ask: async () => left.shift(),
    tell: ({ text }: { text: string }) => told.push(text),
  };
  const flags = { yes: false, json: false, color: false, quiet: false, debug: false, profile };
  return { env, host, flags, now: () => clock } as unknown as Context;
}
const wishes: SessionWish[] = [];
const opensFor =
  (right: string): OpenSession =>
  async (wish) => {
    wishes.push(wish);
    if (wish.code !== right)
      throw Object.assign(
        new Error('MultiFactorAuthentication failed with invalid MFA one time pass code.'),
        {
          name: 'AccessDenied',
        },
      );
    return { accessKeyId: 'ASIAX', secretAccessKey: 's', sessionToken: 't', expiration: later(12) };
  };

test('a key whose profile names a device opens a session with the code, once, and uses nothing else', async () => {
  wishes.length = 0;
  const target = await openAccountTarget(contextWith('ada', ['111111', '222222']), {}, opensFor('222222'));
  expect(target.signIn).toBe('mfa-session');
  expect(target.keysBehind).toEqual({ ids: ['AKIAADA'], isComplete: true });
  expect(target.credentialSource).toContain(serial);
  expect(told.join()).toContain('did not take that code');
  expect(await target.credentials()).toMatchObject({ accessKeyId: 'ASIAX', sessionToken: 't' });
  await target.credentials();
  expect(wishes.map(({ code, serial: of, key }) => [code, of, key.accessKeyId])).toEqual([
    ['111111', serial, 'AKIAADA'],
    ['222222', serial, 'AKIAADA'],
  ]);
  clock = later(13);
  await expect(target.credentials()).rejects.toMatchObject({ code: 'CredentialsExpired' });
});

test('after three wrong codes it is over', async () => {
  const codes = ['111111', '222222', '333333', '444444'];
  await expect(openAccountTarget(contextWith('ada', codes), {}, opensFor('444444'))).rejects.toMatchObject({
    code: 'MfaCodeRefused',
    exitCode: 4,
  });
});

test('without a terminal it says so, exit 4, and asks AWS nothing', async () => {
  wishes.length = 0;
  await expect(openAccountTarget(contextWith('ada', undefined), {}, opensFor('1'))).rejects.toMatchObject({
    code: 'MfaNeedsTerminal',
    exitCode: 4,
  });
  expect(wishes).toEqual([]);
});

test('a device can be named for a key without a profile of its own; without one the key is used as it is', async () => {
  const plain = await openAccountTarget(contextWith('bare', undefined), {}, opensFor('1'));
  expect(plain.signIn).toBe('long-lived-key');
  expect(await plain.credentials()).toMatchObject({ accessKeyId: 'AKIABARE' });
  env.BOOTSTRAP_ACCOUNT_MFA_SERIAL = serial;
  const target = await openAccountTarget(contextWith('bare', ['123456']), {}, opensFor('123456'));
  expect(target.signIn).toBe('mfa-session');
});

test.each([
  ['cloudshell', { AWS_EXECUTION_ENV: 'CloudShell' }, {}, { named: false, hasToken: true }],
  ['aws-login', {}, { login_session: 'arn:aws:iam::123456789012:user/ada' }, { named: true, hasToken: true }],
  ['single-sign-on', {}, { sso_session: 'acme' }, { named: true, hasToken: true }],
  ['role', {}, { role_arn: 'arn:aws:iam::123456789012:role/x' }, { named: true, hasToken: true }],
  ['process', {}, { credential_process: 'x' }, { named: true, hasToken: true }],
  ['long-lived-key', {}, { credential_process: 'x' }, { named: true, hasToken: false }],
  ['temporary', { AWS_ACCESS_KEY_ID: 'ASIA' }, { sso_session: 'acme' }, { named: false, hasToken: true }],
  ['long-lived-key', { AWS_ACCESS_KEY_ID: 'AKIA' }, {}, { named: false, hasToken: false }],
  ['temporary', { AWS_EXECUTION_ENV: 'CloudShell' }, {}, { named: true, hasToken: true }],
] as const)('the way in is told: %s', (expected, variables, profile, facts) => {
  expect(signInOf(variables, profile, { ...facts, withMfa: false })).toBe(expected);
});
