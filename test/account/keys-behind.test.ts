import { expect, test } from 'vitest';
import { findKeysBehind } from '../../src/account/keys-behind.ts';
import { readProfiles } from '../../src/account/profiles.ts';
import { makeFolder } from '../config/temp-folder.ts';

const config = `
[default]
region = eu-north-1
[profile admin]
role_arn = arn:aws:iam::123456789012:role/admin
source_profile = middle # by way of another role
[profile middle]
role_arn = arn:aws:iam::123456789012:role/middle
  source_profile = base
[profile self]
role_arn = arn:aws:iam::123456789012:role/self
source_profile = self
[profile circle]
role_arn = arn:aws:iam::123456789012:role/circle
source_profile = other-circle
[profile other-circle]
role_arn = arn:aws:iam::123456789012:role/circle
source_profile = circle
[profile lost]
role_arn = arn:aws:iam::123456789012:role/lost
source_profile = nowhere
[profile of-env]
role_arn = arn:aws:iam::123456789012:role/x
credential_source = Environment
[profile of-machine]
role_arn = arn:aws:iam::123456789012:role/x
credential_source = Ec2InstanceMetadata
[profile web]
role_arn = arn:aws:iam::123456789012:role/x
web_identity_token_file = /token
[profile sso]
sso_session = acme
[profile role-by-sso]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = sso
[profile login]
login_session = arn:aws:iam::123456789012:user/ada
[profile program]
credential_process = vault
[profile role-by-program]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = program
[profile nested]
s3 =
  role_arn = not-of-the-profile
sso_start_url = https://acme.example
`;
const credentials = `
[base]
aws_access_key_id = AKIABASE
aws_secret_access_key = only-for-tests
[self]
aws_access_key_id = AKIASELF
aws_secret_access_key = only-for-tests
[pasted]
aws_access_key_id = ASIAPASTED
aws_secret_access_key = only-for-tests
aws_session_token = only-for-tests
`;
const session = { accessKeyId: 'ASIASESSION', sessionToken: 't' };
const inEnv = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 's' };

async function behind(
  profile: string | undefined,
  env: Record<string, string> = {},
  opened: { accessKeyId: string; sessionToken?: string } = session,
) {
  const home = await makeFolder({ config, credentials });
  const profiles = await readProfiles({
    AWS_CONFIG_FILE: `${home}/config`,
    AWS_SHARED_CREDENTIALS_FILE: `${home}/credentials`,
  });
  const { ids, isComplete } = findKeysBehind({ env, profiles, profile, opened });
  return isComplete ? ids : 'not seen';
}

test.each([
  ['admin', ['AKIABASE']],
  ['middle', ['AKIABASE']],
  ['self', ['AKIASELF']],
  ['of-machine', []],
  ['web', []],
  ['sso', []],
  ['role-by-sso', []],
  ['login', []],
  ['nested', []],
  ['default', []],
  [undefined, []],
  ['program', 'not seen'],
  ['role-by-program', 'not seen'],
  ['pasted', 'not seen'],
  ['lost', 'not seen'],
  ['circle', 'not seen'],
] as const)('behind a session of the profile %s: %s', async (profile, expected) => {
  expect(await behind(profile)).toEqual(expected);
  // Keys of the environment are not used where a profile is named.
  if (profile !== undefined) expect(await behind(profile, inEnv)).toEqual(expected);
});

test('behind credentials of the environment: a key itself, or nothing that can be seen', async () => {
  expect(await behind(undefined, inEnv, { accessKeyId: 'AKIAENV' })).toEqual(['AKIAENV']);
  expect(await behind('of-env', inEnv)).toEqual(['AKIAENV']);
  const ready = { ...inEnv, AWS_SESSION_TOKEN: 't' };
  expect(await behind(undefined, ready)).toBe('not seen');
  expect(await behind('of-env', ready)).toBe('not seen');
});

test('a key without a session is what the run works with', async () => {
  expect(await behind('base', {}, { accessKeyId: 'AKIABASE' })).toEqual(['AKIABASE']);
  expect(await behind('program', {}, { accessKeyId: 'AKIAPROGRAM' })).toEqual(['AKIAPROGRAM']);
});

test('of secrets nothing is kept', async () => {
  const home = await makeFolder({ credentials });
  const profiles = await readProfiles({
    HOME: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: `${home}/credentials`,
  });
  expect(JSON.stringify([...profiles])).not.toContain('only-for-tests');
});
