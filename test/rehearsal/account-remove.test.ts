import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateUserCommand,
  GetGroupCommand,
  GetUserCommand,
  ListAccessKeysCommand,
  ListAttachedGroupPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLoginProfile } from '../../src/account/write/login-profiles.ts';
import { carryOutRemoval } from '../../src/account/write/remove.ts';
import type { RemovalStep } from '../../src/model/removal.ts';
import { type EmulatedAccount, startAccount } from './account-fixture.ts';

let account: EmulatedAccount;
beforeAll(async () => {
  account = await startAccount();
});
afterAll(() => account.stop());

const PolicyArn = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const PolicyDocument = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
});
/** Twice: what is gone already is fine. */
async function remove(step: RemovalStep): Promise<void> {
  await carryOutRemoval(account.clients, step);
  await carryOutRemoval(account.clients, step);
}
async function seed(name: string): Promise<void> {
  const { iam } = account.clients;
  await iam.send(new CreateGroupCommand({ GroupName: `${name}-group` }));
  await iam.send(new CreateUserCommand({ UserName: name }));
  await iam.send(new AddUserToGroupCommand({ UserName: name, GroupName: `${name}-group` }));
  await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  await iam.send(new AttachUserPolicyCommand({ UserName: name, PolicyArn }));
  await iam.send(new PutUserPolicyCommand({ UserName: name, PolicyName: 'own', PolicyDocument }));
  await createLoginProfile(account.clients, { user: name, password: 'Only-4-tests-please' });
}

test('a user goes with everything of theirs; the group stays', async () => {
  await seed('eve');
  await remove({ kind: 'delete-user', user: 'eve' });
  const { iam } = account.clients;
  await expect(iam.send(new GetUserCommand({ UserName: 'eve' }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  expect((await iam.send(new GetGroupCommand({ GroupName: 'eve-group' }))).Users).toEqual([]);
});

test('one thing at a time leaves the rest', async () => {
  await seed('bob');
  const { iam } = account.clients;
  const holder = { kind: 'user', name: 'bob' } as const;
  const [key] = (await iam.send(new ListAccessKeysCommand({ UserName: 'bob' }))).AccessKeyMetadata ?? [];
  await remove({ kind: 'switch-off-key', user: 'bob', idEnd: key?.AccessKeyId?.slice(-4) ?? '' });
  await remove({ kind: 'detach-policy', holder, arn: PolicyArn });
  await remove({ kind: 'delete-inline-policy', holder, policy: 'own' });
  await remove({ kind: 'leave-group', user: 'bob', group: 'bob-group' });
  await remove({ kind: 'delete-login-profile', user: 'bob' });
  const keys = await iam.send(new ListAccessKeysCommand({ UserName: 'bob' }));
  expect(keys.AccessKeyMetadata?.map(({ Status }) => Status)).toEqual(['Inactive']);
  expect((await iam.send(new ListUserPoliciesCommand({ UserName: 'bob' }))).PolicyNames).toEqual([]);
  expect((await iam.send(new ListGroupsForUserCommand({ UserName: 'bob' }))).Groups).toEqual([]);
});

test('a group goes with what is on it; its members stay', async () => {
  const { iam } = account.clients;
  const group = { GroupName: 'stray' };
  await iam.send(new CreateGroupCommand(group));
  await iam.send(new AttachGroupPolicyCommand({ ...group, PolicyArn }));
  await iam.send(new PutGroupPolicyCommand({ ...group, PolicyName: 'own', PolicyDocument }));
  await iam.send(new CreateUserCommand({ UserName: 'carl' }));
  await iam.send(new AddUserToGroupCommand({ ...group, UserName: 'carl' }));
  await remove({ kind: 'delete-group', group: 'stray' });
  await expect(iam.send(new ListAttachedGroupPoliciesCommand(group))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  });
  await expect(iam.send(new GetUserCommand({ UserName: 'carl' }))).resolves.toBeDefined();
});
