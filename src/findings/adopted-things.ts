import { logicalNames as names } from '../lib/logical-names.ts';
import type { AdoptedThing } from '../model/adoption.ts';
import { attachmentsOf } from '../model/attachments.ts';
import type { Finding } from '../model/finding.ts';
import type { GroupPlan, PersonPlan, Plan, PlannedResource } from '../model/plan.ts';
import type { PowerChange } from '../model/power.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';

interface Facts {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  /** Plan against account. */
  readonly differences: readonly Finding[];
  /** Who gains and who loses what by the run. */
  readonly power: readonly PowerChange[];
}
type Told = Pick<AdoptedThing, 'who' | 'comes' | 'stays'>;

/**
 * Everything of the plan that the account has and no state knows yet: who is in it, what comes on top, what stays
 * untouched, and what that does to whose rights. Parts of a thing are told with it. Pure.
 */
export function describeAdopted(planned: readonly PlannedResource[], facts: Facts): readonly AdoptedThing[] {
  const { plan, power } = facts;
  const adopted = planned.filter(({ name }) => plan.adopt[name] !== undefined);
  const isPart = ({ name }: PlannedResource) =>
    adopted.some((other) => name.startsWith(`${other.name}/`)) || name.endsWith('/groups');
  return adopted
    .filter((resource) => !isPart(resource))
    .map(({ name, title }): AdoptedThing => {
      const told = describe(name, facts);
      const concerned = new Set(told.who);
      return { name, title, ...told, power: power.filter((change) => concerned.has(change.name)) };
    });
}

function describe(name: string, facts: Facts): Told {
  const { plan, snapshot } = facts;
  const { groups, people, machines, roles } = plan.parts;
  const group = groups.groups.find((each) => names.group(each.name) === name);
  if (group !== undefined) return describeGroup(group, facts);
  const user = [...people, ...machines].find((each) =>
    [names.person(each.name), names.machine(each.name)].includes(name),
  );
  const live = snapshot.users.find((each) => each.name === user?.name);
  if (user !== undefined && live !== undefined) return describeUser(user, live, facts);
  const role = roles.find((each) => names.role(each.name) === name);
  if (role !== undefined) return describeRole(role.name, name, facts);
  return { who: [], comes: changesOf(name, facts), stays: foreignOn(name, plan) };
}

function describeGroup(group: GroupPlan, { plan, snapshot }: Facts): Told {
  const live = snapshot.groups.find((each) => each.name === group.name);
  const wanted = attachmentsOf(group, plan.parts.groups.policies);
  const members = snapshot.users.filter((user) => user.groups.includes(group.name));
  const known = [...plan.parts.people, ...plan.parts.machines];
  const strangers = members.filter(
    ({ name }) => !known.some((each) => each.name === name && each.groups.includes(group.name)),
  );
  return {
    who: members.map(({ name }) => name),
    comes: wanted.filter(({ arn }) => !hangs(live, arn)).map(({ name }) => name),
    stays: [
      ...(live?.attached ?? []).filter(({ arn }) => !wanted.some((each) => each.arn === arn)).map(nameOf),
      ...(live?.inline ?? []).map((policy) => `inline ${policy.name}`),
      ...strangers.map(({ name }) => `${name}, a member whom the file does not put there`),
    ],
  };
}

const nameOf = ({ name }: { readonly name: string }) => name;
const hangs = (live: Pick<UserFact, 'attached'> | undefined, arn: string) =>
  live?.attached.some((policy) => policy.arn === arn) === true;

function describeUser(user: Pick<PersonPlan, 'name' | 'groups'>, live: UserFact, { plan }: Facts): Told {
  const machine = plan.parts.machines.find(({ name }) => name === user.name);
  const planned = new Set(plan.parts.groups.groups.map(nameOf));
  const active = live.accessKeys.filter((key) => key.active);
  return {
    who: [live.name],
    comes: [
      ...user.groups.filter((group) => !live.groups.includes(group)).map((group) => `membership in ${group}`),
      ...(machine === undefined || live.boundaryArn === machine.boundary.arn
        ? []
        : [`the permissions boundary ${machine.boundary.name}`]),
    ],
    stays: [
      ...live.attached.map(nameOf),
      ...live.inline.map((policy) => `inline ${policy.name}`),
      ...live.groups.filter((group) => !planned.has(group)).map((group) => `membership in ${group}`),
      ...(live.loginProfile === undefined ? [] : ['the password']),
      ...(live.mfaDevices.length === 0 ? [] : [count(live.mfaDevices.length, 'MFA device')]),
      ...(active.length === 0 ? [] : [count(active.length, 'active key')]),
    ],
  };
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;

function describeRole(role: string, name: string, facts: Facts): Told {
  const { plan, snapshot } = facts;
  const live = snapshot.roles.find((each) => each.name === role);
  const planned = plan.parts.roles.find((each) => each.name === role);
  return {
    who: [role],
    comes: changesOf(name, facts),
    stays: [
      ...(live?.attached ?? []).map(nameOf),
      ...(live?.inline ?? [])
        .filter((policy) => policy.name !== planned?.policy.name)
        .map((policy) => `inline ${policy.name}`),
    ],
  };
}

/** Differences of a thing and of its parts. */
function changesOf(name: string, { differences }: Facts): readonly string[] {
  const own = (resource: string) => resource === name || resource.startsWith(`${name}/`);
  return differences.filter(({ resources = [] }) => resources.some(own)).map(({ what }) => what);
}

/** Statements of others in the one policy that a thing has. */
function foreignOn(name: string, { parts }: Plan): readonly string[] {
  const trail = parts['audit-trail'];
  const statements =
    name === names.auditBucket
      ? (trail?.bucket.foreign ?? [])
      : name === names.auditKey
        ? (trail?.key?.foreign ?? [])
        : name === names.alarmTopic
          ? (parts.alarms?.topic.foreign ?? [])
          : [];
  return statements.map(
    ({ Sid, Principal }, index) =>
      `the statement ${Sid ?? index + 1} of its policy, for ${JSON.stringify(Principal ?? 'nobody named')}`,
  );
}
