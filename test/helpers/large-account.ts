import { readFileSync, writeFileSync } from 'node:fs';
import {
  AddRoleToInstanceProfileCommand,
  AddUserToGroupCommand,
  CreateInstanceProfileCommand,
  CreateLoginProfileCommand,
  CreateRoleCommand,
  CreateUserCommand,
  CreateVirtualMFADeviceCommand,
  EnableMFADeviceCommand,
  PutRolePolicyCommand,
  paginateListInstanceProfiles,
  paginateListRoles,
  paginateListUsers,
} from '@aws-sdk/client-iam';
import { mapBounded } from '../../src/account/bounded.ts';
import type { Clients } from '../../src/account/clients.ts';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import { completeAnswers } from '../../src/config/complete-answers.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import { readStateIndex } from '../../src/engine/state.ts';
import type { Plan } from '../../src/model/plan.ts';
import { assemblePlan, snapshotInterest } from '../../src/plan/assemble.ts';
import { contextOf } from '../config/temp-folder.ts';
import { accountId, type Bench, region } from './bench.ts';

/** Name of the n-th person, from 1; all are of one length. */
export const personName = (number: number): string => `person-${String(number).padStart(4, '0')}`;
const roleName = (number: number): string => `worker-${String(number).padStart(2, '0')}`;
const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

/** The startup template with so many people, two of them administrators, and so many roles on one bucket. */
export function largeFile(wish: { readonly people: number; readonly roles: number }): string {
  const people = numbers(wish.people).map(
    (number) => `  - { name: ${personName(number)}, groups: [${number <= 2 ? 'admins' : 'developers'}] }`,
  );
  const roles = numbers(wish.roles).map(
    (number) =>
      `  ${roleName(number)}: { purpose: Works, buckets: [{ name: largebucket, access: read-write, prefix: ${roleName(number)}/, create: true }] }`,
  );
  return `version: 1
extends: startup
account: { id: "${accountId}", alias: acme-test, region: ${region} }
regions: home
people:
${people.join('\n')}
roles:
${roles.join('\n')}
`;
}

/** When everybody signed in, for the front's scenario: whoever did has a password of their own and a second factor. */
export function everybodySignedIn(people: number, at: Date): Readonly<Record<string, string>> {
  return Object.fromEntries(numbers(people).map((number) => [personName(number), at.toISOString()]));
}

/**
 * Makes people and roles of a plan by plain calls, as a run of the tool would leave them, each person with a
 * password and an enrolled device. Whoever is there already is left out.
 * @param present names of users and roles that are there
 */
export async function seedPlan(
  { iam }: Clients,
  plan: Pick<Plan, 'parts'>,
  present: ReadonlySet<string>,
): Promise<void> {
  const { people, roles } = plan.parts;
  const tagsOf = (tags: Readonly<Record<string, string>>) =>
    Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  await mapBounded(people, 8, async ({ name: UserName, path: Path, tags, groups }) => {
    if (!present.has(UserName)) {
      await iam.send(new CreateUserCommand({ UserName, Path, Tags: tagsOf(tags) }));
      for (const GroupName of groups) await iam.send(new AddUserToGroupCommand({ UserName, GroupName }));
      await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Only-for-a-benchmark-1' }));
    }
    await enrol(iam, UserName);
  });
  const missing = roles.filter(({ name }) => !present.has(name));
  await mapBounded(missing, 8, async ({ name: RoleName, path: Path, ...role }) => {
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        Path,
        Description: role.description,
        AssumeRolePolicyDocument: JSON.stringify(role.trust),
        MaxSessionDuration: role.maxSessionSeconds,
        Tags: tagsOf(role.tags),
      }),
    );
    const PolicyDocument = JSON.stringify(role.policy.document);
    await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: role.policy.name, PolicyDocument }));
    const profile = { InstanceProfileName: role.profile.name };
    await iam.send(new CreateInstanceProfileCommand({ ...profile, Tags: tagsOf(role.profile.tags) }));
    await iam.send(new AddRoleToInstanceProfileCommand({ ...profile, RoleName }));
  });
}

async function enrol(iam: Clients['iam'], UserName: string): Promise<void> {
  const made = await iam
    .send(new CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: UserName }))
    .catch((error: unknown) => {
      if (error instanceof Error && error.name.startsWith('EntityAlreadyExists')) return undefined;
      throw error;
    });
  const SerialNumber = made?.VirtualMFADevice?.SerialNumber;
  if (SerialNumber === undefined) return;
  const codes = { AuthenticationCode1: '123456', AuthenticationCode2: '654321' };
  await iam.send(new EnableMFADeviceCommand({ UserName, SerialNumber, ...codes }));
}

/** Answers the last run of a file would plan by, read from the account itself. */
export async function planOf(bench: Bench, folder: string): Promise<Plan> {
  const { merged } = await loadAccountFile(contextOf(folder));
  const complete = completeAnswers(merged, { accountId, region });
  if (!('answers' in complete)) throw new Error('the file is not complete');
  const caller = await readCaller(bench.clients);
  const interest = snapshotInterest(complete.answers, 'aws');
  const snapshot = await readSnapshot(bench.clients, interest, { caller, region, now: new Date() });
  return assemblePlan(complete.answers, snapshot, readStateIndex(bench.stateFolder));
}

/**
 * Writes the engine's record of people and roles as if its own run had made them: what it holds of the last
 * person and the last role, under each other name. Ids that AWS gave come from the account.
 * @param file the engine's checkpoint
 */
export async function recordPlan({ iam }: Clients, plan: Pick<Plan, 'parts'>, file: string): Promise<void> {
  const checkpoint = JSON.parse(readFileSync(file, 'utf8'));
  const { latest } = checkpoint.checkpoint;
  const resources: Recorded[] = latest.resources;
  const nameOf = ({ urn }: Recorded) => urn.slice(urn.lastIndexOf('::') + 2);
  const known = new Set(resources.map(nameOf));
  const ids = await uniqueIds(iam);
  const copy = (pattern: string, folder: string, name: string): readonly Recorded[] =>
    known.has(`${folder}/${name}`)
      ? []
      : resources
          .filter((each) => `${nameOf(each)}/`.startsWith(`${folder}/${pattern}/`))
          .map((each) => {
            const made: Recorded = JSON.parse(JSON.stringify(each).replaceAll(pattern, name));
            const id = ids.get(`${each.type} ${name}`);
            return id === undefined ? made : { ...made, outputs: { ...made.outputs, uniqueId: id } };
          });
  const lastOf = (folder: string, names: readonly string[]) =>
    names.filter((name) => known.has(`${folder}/${name}`)).at(-1) ?? '';
  const people = plan.parts.people.map(({ name }) => name);
  const roles = plan.parts.roles.map(({ name }) => name);
  const [person, role] = [lastOf('people', people), lastOf('roles', roles)];
  const added = [
    ...people.flatMap((name) => copy(person, 'people', name)),
    ...roles.flatMap((name) => copy(role, 'roles', name)),
  ];
  latest.resources = [...resources, ...added];
  writeFileSync(file, JSON.stringify(checkpoint));
}

interface Recorded {
  readonly urn: string;
  readonly type: string;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

async function uniqueIds(iam: Clients['iam']): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for await (const page of paginateListUsers({ client: iam, pageSize: 1000 }, {}))
    for (const user of page.Users ?? []) ids.set(`aws:iam/user:User ${user.UserName}`, user.UserId ?? '');
  for await (const page of paginateListRoles({ client: iam, pageSize: 1000 }, {}))
    for (const role of page.Roles ?? []) ids.set(`aws:iam/role:Role ${role.RoleName}`, role.RoleId ?? '');
  for await (const page of paginateListInstanceProfiles({ client: iam, pageSize: 1000 }, {}))
    for (const each of page.InstanceProfiles ?? [])
      ids.set(
        `aws:iam/instanceProfile:InstanceProfile ${each.InstanceProfileName}`,
        each.InstanceProfileId ?? '',
      );
  return ids;
}
