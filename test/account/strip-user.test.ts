import {
  DeleteUserPolicyCommand,
  DetachUserPolicyCommand,
  IAMClient,
  ListAttachedUserPoliciesCommand,
  ListGroupsForUserCommand,
  ListUserPoliciesCommand,
  RemoveUserFromGroupCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { stripUser } from '../../src/account/write/strip-user.ts';
import { denyingOf } from '../../src/findings/verdicts/denying.ts';
import type { Snapshot, UserFact } from '../../src/model/snapshot.ts';

const credentials = async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' });
const clients = makeClients({ region: 'eu-west-1', credentials });
const iam = mockClient(IAMClient);
const allow = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const deny = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
const policy = (name: string) => ({ name, arn: `arn:aws:iam::123456789012:policy/${name}` });
const hanging = {
  attached: [policy('Denies'), policy('Unread'), policy('Allows')],
  inline: [
    { name: 'denies', document: deny },
    { name: 'allows', document: allow },
  ],
};
const eve = { name: 'eve', groups: ['guarded', 'admins'], ...hanging } as unknown as UserFact;
const account = {
  groups: [
    { name: 'guarded', attached: [policy('Denies')], inline: [] },
    { name: 'admins', attached: [policy('Allows')], inline: [] },
    { name: 'another', attached: [policy('Denies')], inline: [] },
  ],
  policies: [
    { ...policy('Denies'), document: deny },
    { ...policy('Allows'), document: allow },
  ],
} as unknown as Snapshot;

beforeEach(() => {
  iam.reset();
  iam.onAnyCommand().resolves({});
  iam.on(ListGroupsForUserCommand).resolves({ Groups: eve.groups.map((GroupName) => group(GroupName)) });
  iam.on(ListAttachedUserPoliciesCommand).resolves({
    AttachedPolicies: hanging.attached.map(({ arn }) => ({ PolicyArn: arn })),
  });
  iam.on(ListUserPoliciesCommand).resolves({ PolicyNames: hanging.inline.map(({ name }) => name) });
});
const group = (GroupName: string) => ({
  ...{ GroupName, Path: '/', GroupId: 'g', Arn: `arn:aws:iam::123456789012:group/${GroupName}` },
  CreateDate: new Date(0),
});

/** What was taken, in order, by name. */
function taken(): readonly string[] {
  return iam.calls().flatMap(({ args: [command] }) => {
    if (command instanceof RemoveUserFromGroupCommand) return command.input.GroupName ?? '';
    if (command instanceof DetachUserPolicyCommand) return command.input.PolicyArn?.split('/').at(-1) ?? '';
    return command instanceof DeleteUserPolicyCommand ? (command.input.PolicyName ?? '') : [];
  });
}

test('what denies something, or may, is known by what was read', () => {
  expect(denyingOf(eve, account)).toEqual({
    groups: ['guarded'],
    attached: [policy('Denies').arn, policy('Unread').arn],
    inline: ['denies'],
  });
});

test('denies are taken off last: no moment of it gives more than the one before', async () => {
  await stripUser(clients, 'eve', { denying: denyingOf(eve, account) });
  expect(taken()).toEqual(['admins', 'Allows', 'allows', 'guarded', 'Denies', 'Unread', 'denies']);
});

test('without having read the policies groups still go first', async () => {
  await stripUser(clients, 'eve');
  expect(taken()).toEqual(['guarded', 'admins', 'Denies', 'Unread', 'Allows', 'denies', 'allows']);
});
