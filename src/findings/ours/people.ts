import { logicalNames as names } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { Snapshot, UserFact } from '../../model/snapshot.ts';
import { drift, missingTags, otherSpelling, spelledOtherwise } from './drift.ts';

/** A planned IAM user, of a person or of a machine. */
interface PlannedUser {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly groups: readonly string[];
  readonly boundaryArn?: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly resource: string;
  readonly membership: string;
}

/** People and machines. */
export function comparePeople(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const people = plan.parts.people.map(
    (person): PlannedUser => ({
      ...person,
      resource: names.person(person.name),
      membership: names.personGroups(person.name),
    }),
  );
  const machines = plan.parts.machines.map(
    (machine): PlannedUser => ({
      ...machine,
      boundaryArn: machine.boundary.arn,
      resource: names.machine(machine.name),
      membership: names.machineGroups(machine.name),
    }),
  );
  const byName = new Map(snapshot.users.map((user) => [user.name, user]));
  return [...people, ...machines].flatMap((user) => {
    const live = byName.get(user.name);
    if (live === undefined) {
      const other = otherSpelling(user.name, snapshot.users);
      return [
        other === undefined
          ? missing(user)
          : drift('user-missing', user.name, spelledOtherwise('user', user.name, other.name)),
      ];
    }
    return [
      ...memberships(user, live),
      ...boundary(user, live),
      ...pathAndTags(user, live),
      ...directPolicies(user, live),
    ];
  });
}

function missing(user: PlannedUser): Finding {
  return drift('user-missing', user.name, {
    what: `The user "${user.name}" is missing.`,
    expected: user.arn,
    actual: 'absent',
    why: 'The file names this user. Perhaps the person has left: then the file is to be changed.',
    fix: `Remove "${user.name}" from the file or make the user again with \`bootstrap-account apply\`.`,
    resources: [user.resource, user.membership],
  });
}

function memberships(user: PlannedUser, live: UserFact): readonly Finding[] {
  return user.groups
    .filter((group) => !live.groups.includes(group))
    .map((group) =>
      drift('member-missing', `${group}/${user.name}`, {
        what: `The user "${user.name}" is not in the group "${group}".`,
        expected: 'member',
        actual: 'not a member',
        why: 'The rights of that group are missing, its MFA rule with them.',
        resources: [user.membership],
      }),
    );
}

function boundary(user: PlannedUser, live: UserFact): readonly Finding[] {
  if (user.boundaryArn === undefined || live.boundaryArn === user.boundaryArn) return [];
  return [
    drift('boundary-removed', user.name, {
      what: `The user "${user.name}" does not have the planned permissions boundary.`,
      expected: user.boundaryArn,
      actual: live.boundaryArn ?? 'none',
      why: 'The boundary is the most that a user can do, whatever is attached.',
      resources: [user.resource],
    }),
  ];
}

function pathAndTags(user: PlannedUser, live: UserFact): readonly Finding[] {
  const tags = missingTags(user.tags, live.tags);
  const path =
    live.path === user.path
      ? []
      : [
          drift('user-path-changed', user.name, {
            what: `The user "${user.name}" has another path.`,
            expected: user.path,
            actual: live.path,
            why: 'The path is part of the ARN that policies name.',
            resources: [user.resource],
          }),
        ];
  if (tags.length === 0) return path;
  const changed = drift('user-tags-changed', user.name, {
    what: `Tags of the user "${user.name}" differ.`,
    expected: tags.join(', '),
    actual: 'absent or another value',
    why: 'They tell what this tool made and what it only adopted.',
    resources: [user.resource],
  });
  return [...path, changed];
}

function directPolicies(user: PlannedUser, live: UserFact): readonly Finding[] {
  const direct = [...live.attached, ...live.inline].map((policy) => policy.name);
  if (direct.length === 0) return [];
  return [
    drift('user-direct-policy', user.name, {
      what: `The user "${user.name}" carries policies of their own: ${direct.join(', ')}.`,
      expected: 'none',
      actual: direct.join(', '),
      why: 'Rights come from groups only; what hangs on one user is forgotten when the groups are reviewed.',
      fix: 'Move what is needed to a group in the file, then detach it in the console (IAM > Users > Permissions).',
      resources: [],
    }),
  ];
}
