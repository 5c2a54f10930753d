import {
  GenerateCredentialReportCommand,
  GetAccountAuthorizationDetailsCommand,
  GetCredentialReportCommand,
  GetLoginProfileCommand,
  IAMClient,
  ListInstanceProfilesCommand,
  ListRolesCommand,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { readAuthorization } from '../../src/account/read/authorization.ts';
import { readCredentialReport } from '../../src/account/read/credential-report.ts';
import { makeGather } from '../../src/account/read/gather.ts';
import { readPolicies } from '../../src/account/read/policies.ts';
import { readInstanceProfiles, readRoles } from '../../src/account/read/roles.ts';
import { readUsers } from '../../src/account/read/users.ts';

const clients = makeClients({
  region: 'eu-west-1',
  credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' }),
});
const iam = mockClient(IAMClient);
afterEach(() => iam.reset());

interface Asked {
  readonly Marker?: string;
  readonly MaxItems?: number;
}
/** Answers a list in pages of the size that is asked for, as IAM does. */
const paged =
  (name: string, items: readonly object[]) =>
  async ({ Marker = '0', MaxItems = 100 }: Asked): Promise<object> => {
    const end = Number(Marker) + MaxItems;
    const more = end < items.length ? { IsTruncated: true, Marker: String(end) } : { IsTruncated: false };
    return { [name]: items.slice(Number(Marker), end), ...more };
  };

/** So many people, each with a used password and a device; `waiting` of them have not signed in yet. */
function fill(people: number, roles: number, waiting = 0): void {
  const names = Array.from({ length: people }, (_, index) => `person-${index}`);
  const used = new Date('2026-11-01T00:00:00Z');
  const isWaiting = (index: number) => index < waiting;
  const profiles = Array.from({ length: roles }, (_, index) => ({
    InstanceProfileName: `worker-${index}`,
    Roles: [{ RoleName: `worker-${index}` }],
  }));
  const policies = Array.from({ length: 20 }, (_, index) => ({
    Arn: `arn:aws:iam::123456789012:policy/work-${index}`,
    PolicyVersionList: [{ IsDefaultVersion: true, Document: '{"Statement":[]}' }],
  }));
  const details = paged(
    'UserDetailList',
    names.map((UserName) => ({ UserName })),
  );
  iam.on(GetAccountAuthorizationDetailsCommand).callsFake(async (input: Asked) => ({
    ...(await details(input)),
    ...(input.Marker === undefined
      ? { Policies: policies, RoleDetailList: profiles.flatMap((each) => each.Roles) }
      : {}),
  }));
  const users = names.map((UserName, index) =>
    isWaiting(index) ? { UserName } : { UserName, PasswordLastUsed: used },
  );
  iam.on(ListUsersCommand).callsFake(paged('Users', users));
  iam.on(ListRolesCommand).callsFake(paged('Roles', []));
  iam.on(ListInstanceProfilesCommand).callsFake(paged('InstanceProfiles', profiles));
  const devices = names.map((UserName) => ({ SerialNumber: `mfa/${UserName}`, User: { UserName } }));
  iam.on(ListVirtualMFADevicesCommand).callsFake(paged('VirtualMFADevices', devices));
  iam.on(GenerateCredentialReportCommand).resolves({ State: 'COMPLETE' });
  const rows = names.map((name) => `${name},true,2026-10-01T00:00:00+00:00,true,false,N/A,false,N/A`);
  const head =
    'user,password_enabled,password_last_changed,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_2_active,access_key_2_last_rotated';
  const Content = new TextEncoder().encode([head, ...rows].join('\n'));
  iam.on(GetCredentialReportCommand).resolves({ Content });
  iam.on(GetLoginProfileCommand).resolves({
    LoginProfile: { UserName: 'x', CreateDate: used, PasswordResetRequired: true },
  });
}

/** Number of calls that a check needs for everything IAM holds. */
async function callsFor(people: number, roles: number, waiting = 0): Promise<number> {
  iam.reset();
  fill(people, roles, waiting);
  const gather = makeGather('eu-west-1');
  const report = readCredentialReport(clients, gather);
  const { users, roles: found, policies } = await readAuthorization(clients, gather);
  expect(await readUsers(clients, gather, users, () => report)).toHaveLength(people);
  await readRoles(clients, gather, found);
  await readPolicies(clients, gather, policies, { awsManaged: [], origins: false });
  expect(await readInstanceProfiles(clients, gather, false)).toHaveLength(roles);
  expect(gather.notRead).toEqual([]);
  return iam.calls().length;
}

test('the calls of a check grow with pages, not with people, roles or policies', async () => {
  const small = await callsFor(100, 5);
  expect(await callsFor(1000, 50)).toBe(small);
  // One page more of each of the three lists of people.
  expect(await callsFor(1001, 50)).toBe(small + 3);
  expect(await callsFor(3000, 50)).toBe(small + 6);
  expect(small).toBeLessThan(12);
});

test('and with people of whom the report cannot know it, one call each', async () => {
  const settled = await callsFor(1000, 5);
  expect(await callsFor(1000, 5, 7)).toBe(settled + 7);
});
