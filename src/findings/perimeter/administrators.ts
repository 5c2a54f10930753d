import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { GroupFact, RoleFact, UserFact } from '../../model/snapshot.ts';
import type { AdministratorWay } from '../../policies/administrator.ts';
import type { Hanging } from '../../policies/effective.ts';
import { isAwsOwn } from './aws-own.ts';
import { type Fact, factOf, type PerimeterInput } from './fact.ts';
import { plannedNames, plannedRoleNames } from './ours-by-name.ts';
import { judgePower, memberOf, type Power, roleSubject, userSubject } from './power.ts';
import { phraseOutsider } from './roles.ts';
import { outsidersOf } from './trust.ts';

/**
 * Everybody who is an administrator by any path and is not planned as one. Judged by what policies mean; what
 * makes it so is covered, so that one fact is told once, as the gravest that it is.
 */
export function findAdministrators(p: PerimeterInput): readonly Fact[] {
  const power = judgePower(p.plan, p.snapshot);
  const groups = findGroups(p, power);
  const told = new Set(groups.map((fact) => fact.finding.subject));
  return [...groups, ...findUsers(p, power, told), ...findRoles(p, power), ...findUnread(p)];
}

function plannedGroups({ parts }: Plan, names: readonly string[]) {
  return parts.groups.groups.filter((group) => names.includes(group.name));
}

function findGroups(p: PerimeterInput, power: Power): readonly Fact[] {
  const { plan, snapshot } = p;
  const scope = { partition: plan.account.partition, accountId: plan.account.id };
  return snapshot.groups.flatMap((group) => {
    const subject = memberOf(group.name, { scope });
    const way = power.wayOf(subject, [group]);
    const [planned] = plannedGroups(plan, [group.name]);
    if (way === undefined || (planned !== undefined && power.plannedWayOf(subject, [planned]) !== undefined))
      return [];
    const members = snapshot.users.filter((user) => user.groups.includes(group.name)).map(({ name }) => name);
    // Members of a group that nobody planned are told by name, each of them.
    if (planned === undefined && members.length > 0) return [];
    const causes = causesAmong(group, (part) => power.wayOf(subject, [part]) !== undefined);
    return [
      factOf('group-administrator', group.name, {
        what: `The group "${group.name}" gives the rights of an administrator: ${phraseWay(way)}.`,
        expected: planned === undefined ? 'no such group' : 'rights as planned',
        actual: `members: ${members.join(', ') || 'none'}`,
        fix: `Detach ${causes.join(', ') || 'what gives the rights'} from the group.`,
        verdicts: planned === undefined ? ['remove', 'accept'] : ['accept'],
        trace: traceOfGroup(
          group,
          causes,
          new Set(Object.values(plan.parts.groups.policies).map(({ arn }) => arn)),
        ),
        covers: [
          `unknown-group:${group.name}`,
          ...causes.flatMap((name) => [
            `group-foreign-policy:${group.name}/${name}`,
            `policy-changed:${name}`,
          ]),
        ],
      }),
    ];
  });
}

function findUsers(p: PerimeterInput, power: Power, toldGroups: ReadonlySet<string>): readonly Fact[] {
  const { plan, snapshot } = p;
  const { people, machines } = plan.parts;
  const planned = new Map([
    ...people.map(
      (person) => [person.name, { groups: person.groups, boundary: person.boundaryArn }] as const,
    ),
    ...machines.map(
      (machine) => [machine.name, { groups: machine.groups, boundary: machine.boundary.arn }] as const,
    ),
  ]);
  return snapshot.users.flatMap((user) => {
    const groups = snapshot.groups.filter((group) => user.groups.includes(group.name));
    const subject = userSubject(user);
    const way = power.wayOf(subject, [user, ...groups]);
    const wanted = planned.get(user.name);
    if (way === undefined) return [];
    if (wanted !== undefined) {
      const { boundaryArn: _live, ...bare } = subject;
      const asPlanned = wanted.boundary === undefined ? bare : { ...bare, boundaryArn: wanted.boundary };
      if (power.plannedWayOf(asPlanned, plannedGroups(plan, wanted.groups)) !== undefined) return [];
      // The group is told already, and being in it was planned.
      if (wanted.groups.some((group) => user.groups.includes(group) && toldGroups.has(group))) return [];
    }
    return [userFact(user, groups, way, { plan, power, wanted })];
  });
}

interface UserCase {
  readonly plan: Plan;
  readonly power: Power;
  readonly wanted: { readonly groups: readonly string[]; readonly boundary: string | undefined } | undefined;
}

function userFact(
  user: UserFact,
  groups: readonly GroupFact[],
  way: AdministratorWay,
  { plan, power, wanted }: UserCase,
): Fact {
  const subject = userSubject(user);
  const isAdmin = (parts: readonly Hanging[]): boolean => power.wayOf(subject, parts) !== undefined;
  const expected = groups.filter((group) => wanted?.groups.includes(group.name) === true);
  const extra = groups.filter((group) => !expected.includes(group));
  const byOwn = isCause([user], groups, isAdmin);
  const byGroup = extra.filter((group) =>
    isCause([group], [user, ...groups.filter((each) => each !== group)], isAdmin),
  );
  const byBoundary = !byOwn && byGroup.length === 0;
  const known = new Set(plan.parts.groups.groups.map((group) => group.name));
  const through = [
    ...(byOwn ? ['policies of their own'] : []),
    ...byGroup.map((group) => `the group ${group.name}`),
  ].join(' and ');
  return factOf('user-administrator', user.name, {
    what: `The user "${user.name}"${wanted === undefined ? ', who is not in the file,' : ''} is an administrator${through === '' ? '' : ` through ${through}`}: ${phraseWay(way)}.`,
    expected: wanted === undefined ? 'no such user' : 'rights as planned',
    actual: way.action,
    fix: fixFor(user, byOwn, byGroup),
    verdicts:
      wanted === undefined
        ? ['adopt', 'remove', 'accept']
        : byGroup.length > 0
          ? ['repair', 'accept']
          : ['accept'],
    trace: {
      resources: [
        user.name,
        ...user.attached.map((policy) => policy.arn),
        ...byGroup.map(({ name }) => name),
      ],
    },
    covers: [
      ...['unknown-user', 'user-without-group'].map((rule) => `${rule}:${user.name}`),
      ...(byOwn ? [`user-direct-policy:${user.name}`] : []),
      ...(byBoundary ? [`boundary-removed:${user.name}`] : []),
      // What the group gives is told on its members.
      ...byGroup.map(({ name }) =>
        known.has(name) ? `member-extra:${name}/${user.name}` : `unknown-group:${name}`,
      ),
    ],
  });
}

function fixFor(user: UserFact, byOwn: boolean, byGroup: readonly GroupFact[]): string {
  const commands = [
    ...(byOwn
      ? [
          ...user.attached.map(
            ({ arn }) => `aws iam detach-user-policy --user-name ${user.name} --policy-arn ${arn}`,
          ),
          ...user.inline.map(
            ({ name }) => `aws iam delete-user-policy --user-name ${user.name} --policy-name ${name}`,
          ),
        ]
      : []),
    ...byGroup.map(
      ({ name }) => `aws iam remove-user-from-group --group-name ${name} --user-name ${user.name}`,
    ),
  ];
  return commands.length > 0
    ? commands.join(' && ')
    : 'Run `bootstrap-account apply`, or take away what gives the rights.';
}

function findRoles(p: PerimeterInput, power: Power): readonly Fact[] {
  const { plan, snapshot } = p;
  const ours = plannedRoleNames(plan);
  return snapshot.roles
    .filter((role) => !isAwsOwn(role))
    .flatMap((role) => {
      const way = power.wayOf(roleSubject(role), [role]);
      if (way === undefined) return [];
      const planned = ours.has(role.name);
      const outsiders = planned ? [] : outsidersOf(role.trust, snapshot.caller.accountId);
      return outsiders.length === 0
        ? [roleFact(role, way, planned, power)]
        : outsiders.map((outsider) => outsideFact(role, way, outsider));
    });
}

function roleFact(role: RoleFact, way: AdministratorWay, planned: boolean, power: Power): Fact {
  const causes = causesAmong(role, (part) => power.wayOf(roleSubject(role), [part]) !== undefined);
  return factOf('role-administrator', role.name, {
    what: `The role "${role.name}" has the rights of an administrator: ${phraseWay(way)}.`,
    expected: planned ? 'rights as planned' : 'no such role',
    actual: causes.join(', ') || way.action,
    fix: `Detach ${causes.join(', ') || 'what gives the rights'} (IAM > Roles > ${role.name} > Permissions)${planned ? '' : ', or delete the role'}.`,
    verdicts: planned ? ['accept'] : ['remove', 'accept'],
    trace: { resources: [role.name, ...arnsOf(role, causes)] },
    covers: [
      `unknown-role:${role.name}`,
      `role-policy-changed:${role.name}`,
      ...(causes.length === 0 ? [`boundary-removed:${role.name}`] : []),
      ...causes.map((name) => `role-foreign-policy:${role.name}/${name}`),
    ],
  });
}

function outsideFact(
  role: RoleFact,
  way: AdministratorWay,
  outsider: ReturnType<typeof outsidersOf>[number],
): Fact {
  const who = phraseOutsider(outsider);
  const rule = {
    account: 'account',
    organization: 'account',
    provider: 'provider',
    anyone: 'anyone',
  } as const;
  return factOf('outside-administrator', `${role.name}/${outsider.name}`, {
    what: `The role "${role.name}" can be taken on by ${who} and has the rights of an administrator: ${phraseWay(way)}.`,
    expected: 'nobody from outside',
    actual: who,
    fix: `Take it out of the trust policy (IAM > Roles > ${role.name} > Trust relationships), or the rights from the role.`,
    trace: { resources: [role.name] },
    covers: [`role-trusts-${rule[outsider.kind]}:${role.name}/${outsider.name}`],
  });
}

/** Nothing can be said of what a policy grants whose text could not be read: one finding a policy. */
function findUnread({ plan, snapshot }: PerimeterInput): readonly Fact[] {
  // That one of ours is missing is told already.
  const known = new Set([...snapshot.policies.map((policy) => policy.arn), ...plannedNames(plan).policies]);
  const holders = [
    ...snapshot.users,
    ...snapshot.groups,
    ...snapshot.roles.filter((role) => !isAwsOwn(role)),
  ];
  const held = holders.flatMap((holder) => [
    ...holder.attached.map((policy) => [policy.arn, holder.name] as const),
    ...('boundaryArn' in holder && holder.boundaryArn !== undefined
      ? [[holder.boundaryArn, holder.name] as const]
      : []),
  ]);
  const arns = [...new Set(held.map(([arn]) => arn))].filter((arn) => !known.has(arn));
  return arns.map((arn) => {
    const names = held.filter(([each]) => each === arn).map(([, name]) => name);
    return factOf('rights-unknown', arn, {
      what: `What the policy ${arn} grants is not known: its text could not be read.`,
      actual: `held by ${names.join(', ')}`,
      fix: 'Look at it in the console (IAM > Policies), or let check read it: iam:GetAccountAuthorizationDetails.',
      trace: { resources: [arn] },
    });
  });
}

/** A policy of ours that is a cause was rewritten; anything else was hung on the group. */
function traceOfGroup(
  group: GroupFact,
  causes: readonly string[],
  ours: ReadonlySet<string>,
): NonNullable<Finding['trace']> {
  const rewritten = arnsOf(group, causes).filter((arn) => ours.has(arn));
  return rewritten.length > 0
    ? { resources: rewritten, events: ['CreatePolicyVersion', 'SetDefaultPolicyVersion'] }
    : { resources: [group.name] };
}

/** Names of the policies that alone are enough, or without which it is not. */
function causesAmong(holder: Hanging, isAdmin: (part: Hanging) => boolean): readonly string[] {
  const one = holder.attached.map((policy) => ({ attached: [policy], inline: [] }));
  const parts: readonly Hanging[] = [
    ...one,
    ...holder.inline.map((policy) => ({ attached: [], inline: [policy] })),
  ];
  const nameOf = (part: Hanging): string => part.attached[0]?.name ?? part.inline[0]?.name ?? '';
  return parts
    .filter((part) => {
      const rest = {
        attached: holder.attached.filter((policy) => !part.attached.includes(policy)),
        inline: holder.inline.filter((policy) => !part.inline.includes(policy)),
      };
      return isAdmin(part) || !isAdmin(rest);
    })
    .map(nameOf);
}

function isCause(
  parts: readonly Hanging[],
  rest: readonly Hanging[],
  isAdmin: (parts: readonly Hanging[]) => boolean,
): boolean {
  return isAdmin(parts) || !isAdmin(rest);
}

function arnsOf(holder: Hanging, names: readonly string[]): readonly string[] {
  return holder.attached.filter((policy) => names.includes(policy.name)).map((policy) => policy.arn);
}

function phraseWay({ action, reason }: AdministratorWay): string {
  return `${action}, as ${reason}`;
}
