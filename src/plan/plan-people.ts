import { type ArnScope, iamArn } from '../lib/arn.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers } from '../model/answers.ts';
import { statementsOf } from '../model/attachments.ts';
import type { GroupsPlan, MachinePlan, PersonPlan, TrailPlan } from '../model/plan.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';
import { machineBoundary } from '../policies/documents/machine-boundary.ts';
import type { Adoption } from './adoption.ts';
import { planManagedPolicy } from './plan-policy.ts';

/**
 * Plans one IAM user a person. Passwords are none of the engine's business: they are made after the run. Who has
 * left and is kept is in no group.
 * @param plans.closed groups that nobody joins yet
 */
export function planPeople(
  answers: Answers,
  plans: { readonly closed: ReadonlySet<string> },
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): readonly PersonPlan[] {
  return answers.people.map((person): PersonPlan => {
    const live = findUser(snapshot, person.name);
    adoption.foundTagged(names.person(person.name), live?.name, live?.tags);
    const wanted = person.keptUntil === undefined ? person.groups : [];
    const waitsFor = wanted.filter(
      (group) => plans.closed.has(group) && live?.groups.includes(group) !== true,
    );
    const groups = wanted.filter((group) => !waitsFor.includes(group));
    adoptMemberships(names.personGroups(person.name), live, groups, adoption, names.person(person.name));
    const path = live?.path ?? '/';
    return {
      name: person.name,
      path,
      arn: live?.arn ?? iamArn(scope, 'user', path, person.name),
      ...(person.email === undefined ? {} : { email: person.email }),
      groups,
      ...(waitsFor.length === 0 ? {} : { waitsFor }),
      ...(person.ageRecipient === undefined ? {} : { ageRecipient: person.ageRecipient }),
      ...(person.keptUntil === undefined ? {} : { keptUntil: person.keptUntil }),
      ...(live?.boundaryArn === undefined ? {} : { boundaryArn: live.boundaryArn }),
      tags: adoption.tags(names.person(person.name), live?.tags, {}),
      operator: snapshot.caller.kind === 'user' && snapshot.caller.name === person.name,
    };
  });
}

/** Plans the users of programs outside AWS, each behind a boundary that allows its groups' statements and no more. */
export function planMachines(
  answers: Answers,
  plans: { readonly groups: GroupsPlan; readonly trail: TrailPlan | null },
  scope: ArnScope,
  snapshot: Snapshot,
  adoption: Adoption,
): readonly MachinePlan[] {
  return answers.machines.map((machine): MachinePlan => {
    const live = findUser(snapshot, machine.name);
    adoption.foundTagged(names.machine(machine.name), live?.name, live?.tags);
    adoptMemberships(
      names.machineGroups(machine.name),
      live,
      machine.groups,
      adoption,
      names.machine(machine.name),
    );
    const statements = statementsOf(plans.groups, machine.groups);
    const document = machineBoundary({ scope, statements, ...auditParts(plans.trail) });
    const path = live?.path ?? '/machine/';
    const boundary = planManagedPolicy(
      {
        logicalName: names.machineBoundary(machine.name),
        name: `${machine.name}-boundary`,
        description: `The most that ${machine.name} can ever do.`,
        document,
      },
      scope,
      snapshot,
      adoption,
    );
    return {
      name: machine.name,
      path,
      arn: live?.arn ?? iamArn(scope, 'user', path, machine.name),
      ...(machine.purpose === undefined ? {} : { purpose: machine.purpose }),
      ...(machine.owner === undefined ? {} : { owner: machine.owner }),
      groups: machine.groups,
      boundary,
      tags: adoption.tags(names.machine(machine.name), live?.tags, { Purpose: tagValue(machine.purpose) }),
    };
  });
}

/** Tag values take fewer characters than a purpose does; https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
export function tagValue(purpose: string | undefined): string | undefined {
  return purpose?.replace(/[^A-Za-z0-9 _.:/=+@-]/g, '-');
}

function auditParts(trail: TrailPlan | null): Pick<Parameters<typeof machineBoundary>[0], 'audit'> {
  if (trail === null) return {};
  const keyAlias = trail.key === undefined ? {} : { keyAlias: trail.key.alias };
  return { audit: { bucket: trail.bucket.name, trailArn: trail.trail.arn, ...keyAlias } };
}

function findUser(snapshot: Snapshot, name: string): UserFact | undefined {
  return snapshot.users.find((user) => user.name === name);
}

function adoptMemberships(
  name: string,
  live: UserFact | undefined,
  groups: readonly string[],
  adoption: Adoption,
  owner: string,
): void {
  const present = live === undefined ? [] : groups.filter((group) => live.groups.includes(group));
  adoption.found(
    name,
    present.length === 0 || live === undefined ? undefined : [live.name, ...present].join('/'),
    adoption.isRetained(owner),
  );
}
