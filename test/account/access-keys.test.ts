import {
  CreateAccessKeyCommand,
  DeleteAccessKeyCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, test } from 'vitest';
import { createAccessKey } from '../../src/account/write/access-keys.ts';

const key = (id: string) => ({ UserName: 'ci', AccessKeyId: id, Status: 'Active' as const });
const listing = (...ids: string[]) => ({ AccessKeyMetadata: ids.map(key) });
const made = (id: string) => ({
  AccessKey: { ...key(id), SecretAccessKey: 'never-seen-by-anybody-else' },
});
function account() {
  const iam = new IAMClient({ region: 'us-east-1' });
  return { mock: mockClient(iam), clients: { iam, region: 'us-east-1' } };
}

test('a key whose answer was lost and that was made again by the client is deleted', async () => {
  const { mock, clients } = account();
  mock
    .on(ListAccessKeysCommand)
    .resolvesOnce(listing('AKIAOLD'))
    .resolves(listing('AKIAOLD', 'AKIALOST', 'AKIASEEN'));
  mock.on(CreateAccessKeyCommand).resolves(made('AKIASEEN'));
  mock.on(DeleteAccessKeyCommand).resolves({});
  expect((await createAccessKey(clients, 'ci')).id).toBe('AKIASEEN');
  const deleted = mock.commandCalls(DeleteAccessKeyCommand).map((call) => call.args[0].input.AccessKeyId);
  expect(deleted).toEqual(['AKIALOST']);
});

test('where the lost one took the last place it goes, and another is made', async () => {
  const { mock, clients } = account();
  const full = Object.assign(new Error('two keys'), { name: 'LimitExceededException' });
  mock
    .on(ListAccessKeysCommand)
    .resolvesOnce(listing('AKIAOLD'))
    .resolvesOnce(listing('AKIAOLD', 'AKIALOST'))
    .resolves(listing('AKIAOLD', 'AKIANEXT'));
  mock.on(CreateAccessKeyCommand).rejectsOnce(full).resolves(made('AKIANEXT'));
  mock.on(DeleteAccessKeyCommand).resolves({});
  expect((await createAccessKey(clients, 'ci')).id).toBe('AKIANEXT');
  expect(mock.commandCalls(DeleteAccessKeyCommand)).toHaveLength(1);
});

test('beside two keys none is tried', async () => {
  const { mock, clients } = account();
  mock.on(ListAccessKeysCommand).resolves(listing('AKIAONE', 'AKIATWO'));
  await expect(createAccessKey(clients, 'ci')).rejects.toMatchObject({ code: 'TwoKeysAlready' });
  expect(mock.commandCalls(CreateAccessKeyCommand)).toHaveLength(0);
});
