import { expect, test } from 'vitest';
import { isAtLeast } from '../../src/engine/build.ts';
import { childEnvironment, stateMarker } from '../../src/engine/child-environment.ts';
import { archiveName } from '../../src/engine/download.ts';
import { providerSettings } from '../../src/engine/provider-settings.ts';

const engine = { path: '/opt/e/bin/pulumi', root: '/opt/e', version: '3.248.0', origin: 'cache' } as const;

test('the child gets a short list of names and nothing else', () => {
  const env = childEnvironment({
    parent: {
      PATH: '/usr/bin',
      HOME: '/h',
      HTTPS_PROXY: 'http://proxy',
      AWS_PROFILE: 'prod',
      AWS_ACCESS_KEY_ID: 'x',
      NODE_OPTIONS: '--inspect',
      PULUMI_ACCESS_TOKEN: 't',
      PULUMI_DEBUG_PROVIDERS: 'aws:1',
      PULUMI_BACKEND_URL: 's3://elsewhere',
      PULUMI_HOME: '/ph',
      GITHUB_TOKEN: 'g',
    },
    engine,
    folder: '/s/1',
    extra: { AWS_CONTAINER_AUTHORIZATION_TOKEN: 'c' },
  });
  expect(env).toMatchObject({
    PATH: '/opt/e/bin:/usr/bin',
    HOME: '/h',
    HTTPS_PROXY: 'http://proxy',
    PULUMI_HOME: '/ph',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'c',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    // By this the event history tells our runs from others.
    TF_APPEND_USER_AGENT: 'bootstrap-account/1',
  });
  for (const name of [
    'AWS_PROFILE',
    'AWS_ACCESS_KEY_ID',
    'NODE_OPTIONS',
    'PULUMI_ACCESS_TOKEN',
    'PULUMI_DEBUG_PROVIDERS',
    'PULUMI_BACKEND_URL',
    'GITHUB_TOKEN',
  ]) {
    expect(env).not.toHaveProperty(name);
  }
  expect(Object.entries(env).map(([key, value]) => `${key}=${value}`)).toContain(stateMarker('/s/1'));
});

test('the provider is pinned to the account; an endpoint brings its switches', () => {
  const wish = { accountId: '000000000012', region: 'eu-west-1', tags: { a: 'b' } };
  expect(providerSettings(wish)).toEqual({
    'aws:region': 'eu-west-1',
    'aws:allowedAccountIds': ['000000000012'],
    'aws:defaultTags': { tags: { a: 'b' } },
    'aws:maxRetries': '25',
  });
  const local = providerSettings({ ...wish, endpoint: 'http://127.0.0.1:5000' });
  expect(local).toMatchObject({ 'aws:s3UsePathStyle': 'true', 'aws:allowedAccountIds': ['000000000012'] });
  expect(local['aws:endpoints']).toMatchObject([
    { iam: 'http://127.0.0.1:5000', sts: 'http://127.0.0.1:5000', s3control: 'http://127.0.0.1:5000' },
  ]);
});

test('archives exist for Linux and macOS on two processors', () => {
  expect(archiveName('linux', 'x64')).toBe('pulumi-v3.248.0-linux-x64.tar.gz');
  expect(archiveName('darwin', 'arm64')).toBe('pulumi-v3.248.0-darwin-arm64.tar.gz');
  expect(archiveName('win32', 'x64')).toBeUndefined();
  expect(archiveName('linux', 'ia32')).toBeUndefined();
});

test.each([
  ['1.25.11', true],
  ['1.25.10', false],
  ['1.26', true],
  ['1.26.8', true],
  ['1.9.9', false],
  ['2.0', true],
] as const)('Go %s is new enough: %s', (version, enough) => {
  expect(isAtLeast(version, '1.25.11')).toBe(enough);
});
