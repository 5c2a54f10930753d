import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { explainCredentialError, secondsLeft } from '../../src/account/credentials.ts';
import { openAccountTarget } from '../../src/account/target.ts';
import type { Context } from '../../src/context.ts';

const env: Record<string, string | undefined> = {};
const set = (name: string, value: string | undefined): void => {
  env[name] = value;
  vi.stubEnv(name, value);
};
const contextWith = (flags: Partial<Context['flags']> = {}): Context =>
  ({
    env,
    host: { interactive: false },
    flags: { yes: false, json: false, color: false, quiet: false, debug: false, ...flags },
  }) as unknown as Context;

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'account-target-'));
  writeFileSync(
    join(home, 'config'),
    [
      '[default]',
      'region = eu-north-1',
      '[profile work]',
      'region=eu-west-1',
      'credential_process = /bin/sh -c "cat keys.json"',
      '[profile mfa]',
      'role_arn = arn:aws:iam::123456789012:role/admin',
      'source_profile = base',
      'mfa_serial = arn:aws:iam::123456789012:mfa/ada',
      '[profile redirected]',
      'endpoint_url = http://stranger.example',
      '[sso-session none]',
    ].join('\n'),
  );
  writeFileSync(
    join(home, 'credentials'),
    '[base]\naws_access_key_id = AKIABASE\naws_secret_access_key = only-for-tests\n',
  );
  for (const name of Object.keys(process.env).filter(
    (key) => key.startsWith('AWS_') || key.startsWith('BOOTSTRAP_'),
  ))
    set(name, undefined);
  set('HOME', home);
  set('AWS_CONFIG_FILE', join(home, 'config'));
  set('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'));
  set('AWS_EC2_METADATA_DISABLED', 'true');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true });
  for (const name of Object.keys(env)) delete env[name];
});
const withKeys = (): void => {
  set('AWS_ACCESS_KEY_ID', 'AKIAENV');
  set('AWS_SECRET_ACCESS_KEY', 'only-for-tests');
};

test('keys of the environment are used, and the source is told', async () => {
  withKeys();
  set('XDG_STATE_HOME', '/var/lib/somewhere');
  const target = await openAccountTarget(contextWith(), {});
  expect(target).toMatchObject({
    kind: 'account',
    region: 'eu-north-1',
    credentialSource: 'environment variables',
    stateRoot: '/var/lib/somewhere/bootstrap-account',
  });
  expect(target.endpoint).toBeUndefined();
  await expect(target.credentials()).resolves.toEqual({
    accessKeyId: 'AKIAENV',
    secretAccessKey: 'only-for-tests',
  });
});

test('a named profile wins over keys of the environment', async () => {
  withKeys();
  const target = await openAccountTarget(contextWith({ profile: 'base', region: 'eu-west-1' }), {});
  expect(target.credentialSource).toBe('profile base');
  await expect(target.credentials()).resolves.toMatchObject({ accessKeyId: 'AKIABASE' });
});

test('the region: flag, our variable, wish, AWS_REGION, AWS_DEFAULT_REGION, profile', async () => {
  withKeys();
  const region = async (flag?: string, wish?: string) =>
    (
      await openAccountTarget(
        contextWith(flag === undefined ? {} : { region: flag }),
        wish === undefined ? {} : { region: wish },
      )
    ).region;
  expect(await region()).toBe('eu-north-1');
  set('AWS_DEFAULT_REGION', 'eu-south-1');
  expect(await region()).toBe('eu-south-1');
  set('AWS_REGION', 'us-east-1');
  expect(await region()).toBe('us-east-1');
  expect(await region(undefined, 'us-west-1')).toBe('us-west-1');
  set('BOOTSTRAP_ACCOUNT_REGION', 'us-west-2');
  expect(await region(undefined, 'us-west-1')).toBe('us-west-2');
  expect(await region('ap-south-1', 'us-west-1')).toBe('ap-south-1');
});

describe('what is wrong is told with its remedy', () => {
  test('an unknown profile: the known ones', async () => {
    const failed = openAccountTarget(contextWith({ profile: 'wrok' }), {});
    await expect(failed).rejects.toMatchObject({
      code: 'UnknownProfile',
      exitCode: 4,
      message: expect.stringContaining('wrok'),
      fix: 'Known profiles: base, default, mfa, redirected, work.',
    });
  });
  test('no region, and one that is none', async () => {
    withKeys();
    set('AWS_CONFIG_FILE', '/nonexistent');
    await expect(openAccountTarget(contextWith(), {})).rejects.toMatchObject({
      code: 'RegionMissing',
      exitCode: 4,
    });
    await expect(openAccountTarget(contextWith({ region: 'Ireland' }), {})).rejects.toMatchObject({
      code: 'RegionInvalid',
      message: expect.stringContaining('Ireland'),
    });
  });
  test('no credentials', async () => {
    await expect(openAccountTarget(contextWith(), {})).rejects.toMatchObject({
      code: 'NoCredentials',
      exitCode: 4,
    });
  });
  test('a profile that wants an MFA code, without a terminal', async () => {
    const failed = openAccountTarget(contextWith({ profile: 'mfa', region: 'eu-west-1' }), {});
    await expect(failed).rejects.toMatchObject({
      code: 'MfaNeedsTerminal',
      message: expect.stringContaining('mfa/ada'),
    });
  });
  test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_IAM'])('calls sent elsewhere by %s', async (name) => {
    withKeys();
    set(name, 'http://stranger.example');
    await expect(openAccountTarget(contextWith(), {})).rejects.toMatchObject({
      code: 'EndpointRedirected',
      exitCode: 3,
      message: expect.stringContaining(name),
    });
  });
  test('calls sent elsewhere by the profile', async () => {
    const failed = openAccountTarget(contextWith({ profile: 'redirected', region: 'eu-west-1' }), {});
    await expect(failed).rejects.toMatchObject({ code: 'EndpointRedirected', exitCode: 3 });
  });
  test.each([
    [
      "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
      'SignInExpired',
      'Run: aws sso login --profile work',
    ],
    [
      'Failed to load a token for session x, please re-authenticate using aws login',
      'SignInExpired',
      'Run: aws login --profile work',
    ],
    ['something new', 'CredentialsFailed', 'Try the same with: aws sts get-caller-identity --profile work'],
  ])('%s', (text, code, fix) => {
    expect(explainCredentialError(new Error(text), 'work')).toMatchObject({ code, fix });
  });
});

test('the life that is left', () => {
  const now = new Date('2026-11-24T00:00:00Z');
  expect(secondsLeft({ expiration: new Date('2026-11-24T00:10:00Z') }, now)).toBe(600);
  expect(secondsLeft({}, now)).toBeUndefined();
});
