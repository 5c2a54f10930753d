import type { ArnScope } from '../lib/arn.ts';
import { bucketArn } from '../lib/arn.ts';
import { logicalNames as names } from '../lib/logical-names.ts';
import type { Finding } from '../model/finding.ts';
import { type Plan, recordedGroups, type StateIndex } from '../model/plan.ts';
import type { Snapshot, UserFact } from '../model/snapshot.ts';
import { effectivePolicies } from '../policies/effective.ts';
import { type AccessRequest, type Decision, evaluateAccess, type PolicySet } from '../policies/evaluate.ts';
import { effectivePoliciesAfter, groupsAfter } from './after-state.ts';

/** How somebody comes in; a bare access key carries no MFA key at all. */
const sessions = {
  withMfa: { 'aws:MultiFactorAuthPresent': 'true' },
  withoutMfa: { 'aws:MultiFactorAuthPresent': 'false' },
  bareKey: {},
} as const;
type Session = keyof typeof sessions;

/**
 * Who would be cut off by carrying a plan out: present members of the groups that get the MFA deny, judged by
 * evaluating their policies before and after. They need consent by name; the operator's own lockout refuses.
 */
export function findLockouts(plan: Plan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  const planned = new Set(plan.parts.groups.groups.map((group) => group.name));
  const concerned = snapshot.users.filter((user) =>
    groupsAfter(plan, state, user, 'after').some((group) => planned.has(group)),
  );
  return [
    ...concerned.flatMap((user) => findLoss(plan, snapshot, state, user)),
    ...findMachineLimits(plan, snapshot, state),
    ...findOperatorLockout(plan, snapshot, state),
  ];
}

/** Who stood under the deny by our own record: putting it back takes nothing that was given. */
function wasUnderDeny(plan: Plan, state: StateIndex, user: UserFact): boolean {
  const mfa = plan.parts.groups.policies['require-mfa']?.name ?? '';
  const recorded = recordedGroups(state, names.personGroups(user.name));
  return recorded.some((group) => state.has(names.groupPolicy(group, mfa)));
}

/** A boundary on a program that runs already may stop it: its owner has to know beforehand. */
function findMachineLimits(plan: Plan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  return plan.parts.machines.flatMap((machine): readonly Finding[] => {
    const live = snapshot.users.find((user) => user.name === machine.name);
    if (
      live === undefined ||
      state.has(names.machine(machine.name)) ||
      live.boundaryArn === machine.boundary.arn
    )
      return [];
    const taken = live.boundaryArn !== undefined;
    return [
      {
        id: `lockout:${machine.name}`,
        rule: 'lockout',
        severity: 'high',
        subject: machine.name,
        what: taken
          ? `${machine.name} has the permissions boundary ${live.boundaryArn}, which ours would replace.`
          : `${machine.name} exists already and would get a permissions boundary: whatever is not in its groups' statements stops working.`,
        why: 'A program that runs today would meet denials it did not have.',
        fix: taken
          ? 'Give the machine in the file another name, or take the boundary off by hand first.'
          : `Compare what it may do today with its groups in the file, then consent with --allow-cutoff ${machine.name}.`,
        stops: taken ? 'refuse' : 'consent',
      },
    ];
  });
}

function findLoss(plan: Plan, snapshot: Snapshot, state: StateIndex, user: UserFact): readonly Finding[] {
  if (wasUnderDeny(plan, state, user)) return [];
  const before = effectivePolicies(snapshot, user.name);
  const after = effectivePoliciesAfter(plan, state, snapshot, user, 'after');
  const cutOff = (session: Session): boolean =>
    everydayCalls.some(
      (call) =>
        ask(plan, user.arn, session, before, call).kind !== 'explicit-deny' &&
        ask(plan, user.arn, session, after, call).kind === 'explicit-deny',
    );
  const hasDevice = user.mfaDevices.length > 0;
  const keys = user.accessKeys.filter((key) => key.active);
  const losesSignIn = user.loginProfile !== undefined && !hasDevice && cutOff('withoutMfa');
  const losesKeys = keys.length > 0 && cutOff('bareKey');
  if (!losesSignIn && !losesKeys) return [];
  const what = [
    ...(losesSignIn
      ? [`${user.name} has no MFA device: until one is enrolled, everything else is denied`]
      : []),
    ...(losesKeys
      ? [
          phraseKeys(
            user.name,
            keys.map((key) => key.idEnd),
            hasDevice,
          ),
        ]
      : []),
  ].join('; ');
  return [
    {
      id: `lockout:${user.name}`,
      rule: 'lockout',
      severity: 'high',
      subject: user.name,
      what: `${what}.`,
      why: `${nameGroups(plan, state, user)} gets the policy RequireMFA, which denies every session without MFA.`,
      fix: losesSignIn
        ? `Let ${user.name} enrol an MFA device first, or consent with --allow-cutoff ${user.name}.`
        : `Find out what uses the key and move that to a machine user or a role, or consent with --allow-cutoff ${user.name}.`,
      stops: 'consent',
    },
  ];
}

function phraseKeys(name: string, ends: readonly string[], hasDevice: boolean): string {
  const which = ends.map((end) => `…${end}`).join(' and ');
  const subject =
    ends.length === 1
      ? `the active access key ${which} of ${name} stops`
      : `the active access keys ${which} of ${name} stop`;
  return `${subject} working${hasDevice ? ', but for opening a session with an MFA code' : ''}`;
}

function nameGroups(plan: Plan, state: StateIndex, user: UserFact): string {
  const after = groupsAfter(plan, state, user, 'after');
  const deny = plan.parts.groups.groups.filter(
    (group) => group.kind === 'human' && after.includes(group.name),
  );
  return deny.length === 0 ? 'A group' : `Group ${deny.map((group) => group.name).join(', ')}`;
}

interface Call {
  readonly action: string;
  readonly resource: string;
}
/** Calls that the deny does not spare; several, because somebody may be denied one of them already. */
const everydayCalls: readonly Call[] = [
  { action: 's3:ListAllMyBuckets', resource: '*' },
  { action: 'ec2:DescribeInstances', resource: '*' },
  { action: 'iam:ListUsers', resource: '*' },
];

/** What the operator needs to finish this run, and to take a mistake back. */
function operatorCalls(plan: Plan): readonly Call[] {
  const { groups } = plan.parts.groups;
  const trail = plan.parts['audit-trail'];
  return [
    ...groups
      .slice(0, 1)
      .flatMap(({ arn }) =>
        [
          'iam:DetachGroupPolicy',
          'iam:AttachGroupPolicy',
          'iam:AddUserToGroup',
          'iam:RemoveUserFromGroup',
        ].map((action) => ({ action, resource: arn })),
      ),
    ...(trail === null
      ? []
      : [{ action: 's3:CreateBucket', resource: bucketArn(plan.account.partition, trail.bucket.name) }]),
  ];
}

function findOperatorLockout(plan: Plan, snapshot: Snapshot, state: StateIndex): readonly Finding[] {
  const { caller } = snapshot;
  const user = snapshot.users.find((candidate) => candidate.name === caller.name);
  if (caller.kind !== 'user' || user === undefined) return [];
  const known = [...plan.parts.people, ...plan.parts.machines].some((each) => each.name === user.name);
  if (!known && state.has(names.person(user.name))) return [operatorRemoved(user)];
  const session = operatorSession(snapshot, user);
  const before = effectivePolicies(snapshot, user.name);
  const moments = (['between', 'after'] as const).map((moment) =>
    effectivePoliciesAfter(plan, state, snapshot, user, moment),
  );
  const lost = operatorCalls(plan).filter(
    (call) =>
      ask(plan, user.arn, session, before, call).decision !== 'denied' &&
      moments.some((policies) => ask(plan, user.arn, session, policies, call).decision === 'denied'),
  );
  if (lost.length === 0) return [];
  const bare = caller.credentialKind === 'long-lived';
  return [
    {
      id: `operator-lockout:${user.name}`,
      rule: 'operator-lockout',
      severity: 'critical',
      subject: user.name,
      what: `This run would cut off ${user.name}, who runs it: ${lost.map((call) => call.action).join(', ')} would be denied.`,
      actual: bare ? 'an access key, which carries no MFA' : 'the session this runs with',
      expected: 'the same rights at every moment of the run',
      why: 'The run would end halfway (a deny without MFA, or a membership taken away before another is given), and nobody could take it back with these credentials.',
      fix: operatorFix(user),
      stops: 'refuse',
    },
  ];
}

function operatorRemoved(user: UserFact): Finding {
  return {
    id: `operator-lockout:${user.name}`,
    rule: 'operator-lockout',
    severity: 'critical',
    subject: user.name,
    what: `The file no longer names ${user.name}, who runs this: the run would delete its own user.`,
    why: 'It would end halfway, and perhaps nobody else could finish it.',
    fix: `Let another administrator run it, or put ${user.name} back into the file.`,
    stops: 'refuse',
  };
}

/** A session of a user with a device is taken as opened with its code; whether it was, AWS does not tell. */
function operatorSession(snapshot: Snapshot, user: UserFact): Session {
  if (snapshot.caller.credentialKind === 'long-lived') return 'bareKey';
  return user.mfaDevices.length > 0 ? 'withMfa' : 'withoutMfa';
}

function operatorFix(user: UserFact): string {
  const [device] = user.mfaDevices;
  const open = `aws sts get-session-token --serial-number ${device ?? '<ARN of the device>'} --token-code <code>`;
  const enrol =
    device === undefined ? `Enrol an MFA device for ${user.name} in the console, then open` : 'Open';
  return `${enrol} a session with its code (${open}) and run this again with that session. Or run it with a role, or as an administrator made by "bootstrap-account first-admin".`;
}

function ask(plan: Plan, arn: string, session: Session, policies: PolicySet, call: Call): Decision {
  const scope: ArnScope = { partition: plan.account.partition, accountId: plan.account.id };
  const request: AccessRequest = {
    principal: { arn, accountId: scope.accountId, kind: 'user' },
    action: call.action,
    resource: call.resource,
    resourceAccount: scope.accountId,
    context: {
      ...sessions[session],
      'aws:SecureTransport': 'true',
      'aws:RequestedRegion': plan.account.region,
    },
  };
  return evaluateAccess(request, policies);
}
