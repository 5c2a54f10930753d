import { randomBytes } from 'node:crypto';
import { fromHttp } from '@aws-sdk/credential-providers';
import { afterEach, expect, test } from 'vitest';
import { type CredentialServer, serveCredentials } from '../../src/account/credential-server.ts';

const keys = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'only-for-tests',
  sessionToken: 'session',
  expiration: new Date('2027-01-01T00:00:00Z'),
};
const open: CredentialServer[] = [];
const serve = async (...given: Parameters<typeof serveCredentials>): Promise<CredentialServer> => {
  const server = await serveCredentials(...given);
  open.push(server);
  return server;
};
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

test('the SDK gets the credentials from it', async () => {
  const { env } = await serve(async () => keys, randomBytes);
  const provide = fromHttp({
    awsContainerCredentialsFullUri: env.AWS_CONTAINER_CREDENTIALS_FULL_URI,
    awsContainerAuthorizationToken: env.AWS_CONTAINER_AUTHORIZATION_TOKEN,
  });
  await expect(provide()).resolves.toMatchObject(keys);
});

test('it is on the loopback address, and the token is long and never the same', async () => {
  const [one, two] = [await serve(async () => keys, randomBytes), await serve(async () => keys, randomBytes)];
  expect(new URL(one.env.AWS_CONTAINER_CREDENTIALS_FULL_URI).hostname).toBe('127.0.0.1');
  expect(one.env.AWS_CONTAINER_AUTHORIZATION_TOKEN).toMatch(/^[0-9a-f]{64}$/);
  expect(one.env.AWS_CONTAINER_AUTHORIZATION_TOKEN).not.toBe(two.env.AWS_CONTAINER_AUTHORIZATION_TOKEN);
});

test.each([
  ['no token', 'GET', ''],
  ['a wrong token', 'GET', 'x'.repeat(64)],
  ['the right token, to write', 'POST', undefined],
])('%s: 403 and no word of the keys', async (_title, method, token) => {
  const { env } = await serve(async () => keys, randomBytes);
  const authorization = token ?? env.AWS_CONTAINER_AUTHORIZATION_TOKEN;
  const answer = await fetch(env.AWS_CONTAINER_CREDENTIALS_FULL_URI, { method, headers: { authorization } });
  expect(answer.status).toBe(403);
  expect(await answer.text()).not.toContain('only-for-tests');
});

test('keys without an end are handed out for an hour; each question asks anew', async () => {
  let asked = 0;
  const { env } = await serve(
    async () => {
      asked += 1;
      return { accessKeyId: `AKIA${asked}`, secretAccessKey: 'only-for-tests' };
    },
    randomBytes,
    () => new Date('2026-11-24T00:00:00Z'),
  );
  const ask = async () =>
    (
      await fetch(env.AWS_CONTAINER_CREDENTIALS_FULL_URI, {
        headers: { authorization: env.AWS_CONTAINER_AUTHORIZATION_TOKEN },
      })
    ).json();
  expect(await ask()).toEqual({
    AccessKeyId: 'AKIA1',
    SecretAccessKey: 'only-for-tests',
    Token: '',
    Expiration: '2026-11-24T01:00:00.000Z',
  });
  expect(await ask()).toMatchObject({ AccessKeyId: 'AKIA2' });
});

test('a renewal that fails says so without its reason', async () => {
  const { env } = await serve(() => Promise.reject(new Error('secret in the text')), randomBytes);
  const answer = await fetch(env.AWS_CONTAINER_CREDENTIALS_FULL_URI, {
    headers: { authorization: env.AWS_CONTAINER_AUTHORIZATION_TOKEN },
  });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('secret in the text');
});
