import { attachmentsOf } from '../../model/attachments.ts';
import type { Finding } from '../../model/finding.ts';
import type { StepId } from '../../model/steps.ts';
import type { Proposal } from '../propose-member.ts';
import { lastName, pairOf } from '../verdicts/subject.ts';
import type { StepInput } from './step-input.ts';

interface Known {
  readonly input: StepInput;
  readonly proposals: ReadonlyMap<string, Proposal>;
}

/** Rules that are a step's whatever they were found on. */
const byRule: Readonly<Record<string, StepId>> = {
  'root-key': 'root',
  'root-without-mfa': 'root',
  'machine-login-profile': 'programs',
  'instance-without-profile': 'instances',
  'instance-foreign-profile': 'instances',
  'instance-imdsv1': 'instances',
  'unknown-group': 'groups',
  'group-administrator': 'groups',
  'group-foreign-policy': 'groups',
  'unknown-role': 'outside',
  'role-administrator': 'outside',
  'outside-administrator': 'outside',
  'role-trusts-account': 'outside',
  'role-trusts-anyone': 'outside',
  'role-trusts-provider': 'outside',
  'role-foreign-trust': 'outside',
  'role-foreign-policy': 'outside',
  'audit-foreign-statement': 'outside',
  'audit-bucket-policy-public': 'outside',
  'alarm-topic-foreign-statement': 'outside',
  'no-trail': 'trail',
};

/** Rules about one user: where they belong depends on who that is. */
const aboutUser = new Set([
  'user-administrator',
  'user-direct-policy',
  'unknown-user',
  'user-without-group',
  'member-extra',
  'human-without-mfa',
  'password-never-used',
  'human-key-without-mfa',
  'key-old',
  'key-unused',
  'keys-two-active',
]);
const keyRules = new Set(['human-key-without-mfa', 'key-old', 'key-unused', 'keys-two-active']);

/** The step that settles a finding; every finding belongs to one. Pure. */
export function stepOf(finding: Finding, known: Known): StepId {
  const { rule, resources = [] } = finding;
  const fixed = byRule[rule];
  if (fixed !== undefined) return fixed;
  if (rule === 'second-trail') return hasOwnTrail(known.input) ? 'old-trails' : 'trail';
  if (aboutUser.has(rule)) return stepOfUser(finding, known);
  // The file says it in another spelling than the account.
  if (rule === 'group-missing' || rule === 'user-missing' || rule === 'role-missing')
    return resources.length === 0 ? 'people' : 'prepare';
  if (rule === 'mfa-policy-detached') return 'enforce';
  return resources.length > 0 ? 'prepare' : 'check';
}

function stepOfUser({ rule, subject }: Finding, { input, proposals }: Known): StepId {
  const name = rule === 'member-extra' ? pairOf(subject)[1] : userOf(rule, subject);
  const proposal = proposals.get(name);
  if (proposal !== undefined)
    return (['person', 'program', 'unused'] as const).includes(proposal.kind)
      ? strangerSteps[proposal.kind]
      : 'check';
  if (rule === 'member-extra') return 'people';
  if (rule === 'human-without-mfa' || rule === 'password-never-used') return 'devices';
  if (!keyRules.has(rule)) return 'direct-rights';
  const isPerson = input.plan.parts.people.some((person) => person.name === name);
  return isPerson && !isUnderDeny(input, name) ? 'personal-keys' : 'keys';
}

const strangerSteps = { person: 'people', program: 'programs', unused: 'leavers' } as const;

/** Keys are named `user/end`, all other subjects end in the name. */
function userOf(rule: string, subject: string): string {
  return rule === 'key-old' || rule === 'key-unused' ? pairOf(subject)[0] : lastName(subject);
}

export function hasOwnTrail({ plan, snapshot }: StepInput): boolean {
  const planned = plan.parts['audit-trail'];
  return planned === null || snapshot.trails.some((trail) => trail.arn === planned.trail.arn);
}

/** True when a group that somebody is in carries the MFA policy in the account. */
export function isUnderDeny({ plan, snapshot }: StepInput, name: string): boolean {
  const arn = plan.parts.groups.policies['require-mfa']?.arn;
  const groups = snapshot.users.find((user) => user.name === name)?.groups ?? [];
  return snapshot.groups.some(
    (group) => groups.includes(group.name) && group.attached.some((policy) => policy.arn === arn),
  );
}

/** Policies that a planned group lacks in the account. */
export function lackingOn({ plan, snapshot }: StepInput, name: string): readonly string[] {
  const planned = plan.parts.groups.groups.find((group) => group.name === name);
  const live = snapshot.groups.find((group) => group.name === name);
  if (planned === undefined) return [];
  return attachmentsOf(planned, plan.parts.groups.policies)
    .filter(({ arn }) => live?.attached.some((policy) => policy.arn === arn) !== true)
    .map((policy) => policy.name);
}
