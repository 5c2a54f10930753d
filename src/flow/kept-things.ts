import { logicalNames as names, regionalNames } from '../lib/logical-names.ts';
import type { DefaultsPlan, GroupPlan, Plan, PlannedResource, TrailPlan } from '../model/plan.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { withoutAlarmStatement } from '../policies/documents/alarms.ts';
import type { Study } from './study.ts';

export interface KeptThing {
  readonly name: string;
  readonly title: string;
  readonly why: string;
}
export interface Kept {
  readonly things: readonly KeptThing[];
  /** Set where taking down the rest would leave the caller, or the account, without an administrator. */
  readonly refusal?: { readonly what: string; readonly fix: string };
}

/** Decides what `destroy` leaves in the account, and why. Pure. */
export function chooseKept(study: Study, options: { readonly keepAdmins: boolean }): Kept {
  const planned = plannedResources(study.plan);
  const why = new Map<string, string>();
  for (const each of planned) if (each.kept) why.set(each.name, reasonOf(each));
  keepWhatOthersUse(study, why);
  const admins = study.plan.parts.groups.groups.filter(isAdministrators);
  const caller = study.snapshot.caller;
  const callerIsOurs = caller.kind === 'user' && standsOnUs(study, caller.name);
  if (options.keepAdmins) for (const group of admins) keepGroup(study, group, why);
  const things = planned
    .filter((each) => why.has(each.name) && study.state.has(each.name))
    .map(({ name, title }) => ({ name, title, why: why.get(name) ?? '' }));
  if (!callerIsOurs || (options.keepAdmins && staysWhole(study, caller.name, why))) return { things };
  const refusal = {
    what: `You run this as ${caller.name}, who stands on this stack: taking it down would leave you, half-way, without what you need to finish.`,
    fix: options.keepAdmins
      ? 'Run it as an administrator of the file, or as one who has nothing of this stack.'
      : 'Add --keep-admins to leave the administrators and their group, or run it as another administrator.',
  };
  return { things, refusal };
}

/** Only administrators are kept, and with them their groups: whoever runs it may be none of them. */
function staysWhole(study: Study, name: string, why: ReadonlyMap<string, string>): boolean {
  const groups = study.snapshot.users.find((user) => user.name === name)?.groups ?? [];
  return [names.person(name), names.machine(name), ...groups.map(names.group)].every(
    (each) => !study.state.has(each) || why.has(each),
  );
}

/**
 * The plan of what stays: the audit trail, account settings, kept groups with what is on them, kept people.
 * Whatever else the state has is deleted, or let go where it was there before us.
 */
export function reducePlan(plan: Plan, kept: Kept): Plan {
  const stays = new Set(kept.things.map((thing) => thing.name));
  const groups = plan.parts.groups.groups.filter((group) => stays.has(names.group(group.name)));
  const inUse = new Set(groups.flatMap((group) => group.customer));
  const policies = Object.entries(plan.parts.groups.policies).filter(
    ([key]) => inUse.has(key) || stays.has(names.policy(key)),
  );
  const left = new Set(groups.map((group) => group.name));
  const people = plan.parts.people
    .filter((person) => stays.has(names.person(person.name)))
    .map((person) => ({ ...person, groups: person.groups.filter((group) => left.has(group)) }));
  const roles = plan.parts.roles.filter((role) => stays.has(names.role(role.name)));
  return {
    ...plan,
    parts: {
      ...plan.parts,
      'account-defaults': withoutAnalyzers(plan.parts['account-defaults'], stays),
      'audit-trail': trailWithoutAlarms(plan.parts['audit-trail']),
      alarms: null,
      budget: null,
      groups: { groups, policies: Object.fromEntries(policies) },
      people,
      machines: [],
      roles,
    },
  };
}

/** An analyzer is a thing we made, not a setting: it goes, unless it was there before. */
function withoutAnalyzers(defaults: DefaultsPlan, stays: ReadonlySet<string>): DefaultsPlan {
  const regions = defaults.regions.map(({ analyzer, ...region }) =>
    analyzer !== undefined && stays.has(regionalNames(region).analyzer) ? { ...region, analyzer } : region,
  );
  return { ...defaults, regions };
}

/** The trail stays and must not point to a log group that goes; its key serves the topic no more. */
function trailWithoutAlarms(part: TrailPlan | null): TrailPlan | null {
  if (part === null) return null;
  const { trail, key } = part;
  return {
    ...part,
    trail: { ...trail, logs: trail.logs === 'ours' ? 'removed' : trail.logs },
    ...(key === undefined ? {} : { key: { ...key, policy: withoutAlarmStatement(key.policy) } }),
  };
}

/** A user of the stack, or one whose rights come from a group of it: half-way they would lose what they need. */
function standsOnUs(study: Study, name: string): boolean {
  if (study.state.has(names.person(name)) || study.state.has(names.machine(name))) return true;
  const groups = study.snapshot.users.find((user) => user.name === name)?.groups ?? [];
  return groups.some((group) => study.state.has(names.group(group)));
}

function reasonOf(each: PlannedResource): string {
  if (each.part === 'audit-trail') return 'the audit trail keeps logging';
  if (each.part === 'account-defaults') return 'account settings stay';
  return each.part === 'roles' && each.type.startsWith('aws:s3/') ? 'data stays' : 'it was there before';
}

function isAdministrators(group: GroupPlan): boolean {
  return group.awsManaged.some((policy) => policy.name === 'AdministratorAccess');
}

/** The group, what is on it, and its members with their memberships. */
function keepGroup(study: Study, group: GroupPlan, why: Map<string, string>): void {
  const reason = 'administrators are kept';
  keepWithPolicies(study, group, reason, why);
  for (const person of study.plan.parts.people) {
    if (!person.groups.includes(group.name)) continue;
    why.set(names.person(person.name), reason);
    why.set(names.personGroups(person.name), reason);
    for (const other of person.groups) why.set(names.group(other), reason);
  }
}

/** A group that stays, stays as it is: with the deny and the grants on it. */
function keepWithPolicies(study: Study, group: GroupPlan, reason: string, why: Map<string, string>): void {
  const { policies } = study.plan.parts.groups;
  why.set(names.group(group.name), reason);
  for (const key of group.customer) {
    why.set(names.policy(key), reason);
    why.set(names.groupPolicy(group.name, policies[key]?.name ?? key), reason);
  }
  for (const policy of group.awsManaged) why.set(names.groupPolicy(group.name, policy.name), reason);
}

/** IAM refuses to delete a group with somebody else's members or policies, and a policy in use elsewhere. */
function keepWhatOthersUse(study: Study, why: Map<string, string>): void {
  const { groups, policies } = study.plan.parts.groups;
  const ours = new Set([...study.plan.parts.people, ...study.plan.parts.machines].map((each) => each.name));
  for (const group of groups) {
    const live = study.snapshot.groups.find((each) => each.name === group.name);
    const attached = new Set([
      ...group.awsManaged.map((policy) => policy.arn),
      ...group.customer.flatMap((key) => policies[key]?.arn ?? []),
    ]);
    const strangers = study.snapshot.users
      .filter((user) => user.groups.includes(group.name) && !ours.has(user.name))
      .map((user) => user.name);
    const foreign = [
      ...(live?.attached ?? []).filter((policy) => !attached.has(policy.arn)),
      ...(live?.inline ?? []),
    ].map((policy) => policy.name);
    if (strangers.length > 0)
      keepWithPolicies(study, group, `it has members who are not in the file: ${strangers.join(', ')}`, why);
    else if (foreign.length > 0)
      keepWithPolicies(study, group, `somebody else put policies on it: ${foreign.join(', ')}`, why);
  }
  const holders = [...study.snapshot.users, ...study.snapshot.groups, ...study.snapshot.roles];
  const ourGroups = new Set(groups.map((group) => group.name));
  for (const [key, policy] of Object.entries(policies)) {
    const users = holders.filter(
      (holder) => holder.attached.some((each) => each.arn === policy.arn) && !ourGroups.has(holder.name),
    );
    if (users.length > 0)
      why.set(names.policy(key), `it is in use elsewhere: ${users.map((each) => each.name).join(', ')}`);
  }
}
