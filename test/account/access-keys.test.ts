import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { createAccessKey } from '../../src/account/write/access-keys.ts';

const began = new Date('2026-11-26T10:00:00.700Z');
/** As AWS tells it: in whole seconds, so before the call by what the clocks say. */
const sameSecond = new Date('2026-11-26T10:00:00.000Z');
const now = () => began;
const key = (id: string, CreateDate = sameSecond) => ({
  ...{ UserName: 'ci', AccessKeyId: id, CreateDate },
  Status: 'Active' as const,
});
const listing = (...ids: string[]) => ({ AccessKeyMetadata: ids.map((id) => key(id)) });
/** @param attempts how often the client sent it, which it tells with the answer */
const made = (id: string, attempts: number) => ({
  AccessKey: { ...key(id), SecretAccessKey: 'never-seen-by-anybody-else' },
  $metadata: { attempts },
});
const full = (attempts: number) =>
  Object.assign(new Error('two keys'), { name: 'LimitExceededException', $metadata: { attempts } });
function account() {
  const iam = new IAMClient({ region: 'us-east-1' });
  const mock = mockClient(iam);
  mock.on(DeleteAccessKeyCommand).resolves({});
  mock.on(GetAccessKeyLastUsedCommand).resolves({
    AccessKeyLastUsed: { ServiceName: 'N/A', Region: 'N/A', LastUsedDate: undefined },
  });
  const deleted = () =>
    mock.commandCalls(DeleteAccessKeyCommand).map((call) => call.args[0].input.AccessKeyId);
  return { mock, deleted, clients: { iam, region: 'us-east-1' } };
}

test('a key whose answer was lost and that was made again by the client is deleted', async () => {
  const { mock, deleted, clients } = account();
  mock
    .on(ListAccessKeysCommand)
    .resolvesOnce(listing('AKIAOLD'))
    .resolves(listing('AKIAOLD', 'AKIALOST', 'AKIASEEN'));
  mock.on(CreateAccessKeyCommand).resolves(made('AKIASEEN', 2));
  expect(await createAccessKey(clients, 'ci', now)).toMatchObject({ id: 'AKIASEEN', unclear: [] });
  expect(deleted()).toEqual(['AKIALOST']);
});

test('where the lost one took the last place it goes, and another is made', async () => {
  const { mock, deleted, clients } = account();
  mock
    .on(ListAccessKeysCommand)
    .resolvesOnce(listing('AKIAOLD'))
    .resolvesOnce(listing('AKIAOLD', 'AKIALOST'))
    .resolves(listing('AKIAOLD', 'AKIANEXT'));
  mock.on(CreateAccessKeyCommand).rejectsOnce(full(2)).resolves(made('AKIANEXT', 1));
  expect((await createAccessKey(clients, 'ci', now)).id).toBe('AKIANEXT');
  expect(deleted()).toEqual(['AKIALOST']);
});

test('what somebody else made in the same second is left and named: a call that was sent once lost nothing', async () => {
  const { mock, deleted, clients } = account();
  mock
    .on(ListAccessKeysCommand)
    .resolvesOnce(listing('AKIAOLD'))
    .resolves(listing('AKIAOLD', 'AKIATHEIRS', 'AKIASEEN'));
  mock.on(CreateAccessKeyCommand).resolves(made('AKIASEEN', 1));
  expect(await createAccessKey(clients, 'ci', now)).toMatchObject({ id: 'AKIASEEN', unclear: ['EIRS'] });
  expect(deleted()).toEqual([]);
});

test('theirs took the last place: none is deleted, none is made', async () => {
  const { mock, deleted, clients } = account();
  mock.on(ListAccessKeysCommand).resolvesOnce(listing('AKIAOLD')).resolves(listing('AKIAOLD', 'AKIATHEIRS'));
  mock.on(CreateAccessKeyCommand).rejects(full(1));
  await expect(createAccessKey(clients, 'ci', now)).rejects.toMatchObject({
    code: 'KeyNotMade',
    message: expect.stringContaining('…EIRS'),
  });
  expect(deleted()).toEqual([]);
});

test.each(['older than the call', 'used already', 'of which nothing can be read'])(
  'after a lost answer, too, a new key %s is left',
  async (doubt) => {
    const { mock, deleted, clients } = account();
    const theirs = doubt.startsWith('older')
      ? key('AKIATHEIRS', new Date('2026-11-26T09:59:58.000Z'))
      : key('AKIATHEIRS');
    mock
      .on(ListAccessKeysCommand)
      .resolvesOnce(listing())
      .resolves({ AccessKeyMetadata: [theirs, key('AKIASEEN')] });
    mock.on(CreateAccessKeyCommand).resolves(made('AKIASEEN', 2));
    const used = { ServiceName: 's3', Region: 'eu-west-1', LastUsedDate: began };
    if (doubt.startsWith('used')) mock.on(GetAccessKeyLastUsedCommand).resolves({ AccessKeyLastUsed: used });
    if (doubt.startsWith('of which')) mock.on(GetAccessKeyLastUsedCommand).rejects(new Error('denied'));
    expect((await createAccessKey(clients, 'ci', now)).unclear).toEqual(['EIRS']);
    expect(deleted()).toEqual([]);
  },
);

test('of two new keys after a lost answer one may be somebody else’s: both are left and named', async () => {
  const { mock, deleted, clients } = account();
  mock.on(ListAccessKeysCommand).resolvesOnce(listing()).resolves(listing('AKIALOST', 'AKIATHEIRS'));
  mock.on(CreateAccessKeyCommand).rejects(full(2));
  await expect(createAccessKey(clients, 'ci', now)).rejects.toMatchObject({
    code: 'KeyNotMade',
    message: expect.stringMatching(/of the new keys …LOST and …EIRS one may be/),
  });
  expect(deleted()).toEqual([]);
});

test('beside two keys none is tried', async () => {
  const { mock, clients } = account();
  mock.on(ListAccessKeysCommand).resolves(listing('AKIAONE', 'AKIATWO'));
  await expect(createAccessKey(clients, 'ci', now)).rejects.toMatchObject({ code: 'TwoKeysAlready' });
  expect(mock.commandCalls(CreateAccessKeyCommand)).toHaveLength(0);
});
