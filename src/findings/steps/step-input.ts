import type { AccountFile } from '../../model/account-file.ts';
import type { Finding } from '../../model/finding.ts';
import type { PersonPlan, Plan, StateIndex } from '../../model/plan.ts';
import type { PowerChange } from '../../model/power.ts';
import type { Snapshot, UserFact } from '../../model/snapshot.ts';
import type { Step, StepId, StepItem } from '../../model/steps.ts';
import type { Proposal } from '../propose-member.ts';

/** What the steps are made of: plan, account, and what was found between and around them. */
export interface StepInput {
  readonly plan: Plan;
  readonly snapshot: Snapshot;
  readonly state: StateIndex;
  /** Groups of the file, templates included. */
  readonly groups: NonNullable<AccountFile['groups']>;
  /** All that `check` has to say, in any state. */
  readonly findings: readonly Finding[];
  /** Preflight and lockout guard. */
  readonly guards: readonly Finding[];
}

/** The same with what every step needs of it. */
export interface StepFacts extends StepInput {
  /** Users that the file does not know, with where they most likely belong. */
  readonly strangers: readonly { readonly user: UserFact; readonly proposal: Proposal }[];
  /** Planned people who are in the account. */
  readonly present: readonly { readonly person: PersonPlan; readonly user: UserFact }[];
  /** Open and accepted findings of a step. */
  readonly of: (step: StepId) => readonly Finding[];
  readonly power: StepPower;
}

/** What the steps that touch rights change, one after the other. */
export interface StepPower {
  /** From today to everything in place but the MFA policy. */
  readonly prepare: readonly PowerChange[];
  /** What the MFA policy takes then, until a session carries MFA. */
  readonly enforce: readonly PowerChange[];
  /** What goes with the policies of single people. */
  readonly direct: readonly PowerChange[];
  /** What goes with the groups that nobody planned. */
  readonly groups: readonly PowerChange[];
  /** Users who may enrol a device of their own today, signed in without one. */
  readonly canEnrol: ReadonlySet<string>;
}

/** A step before it is known whether its turn has come. */
export interface StepDraft
  extends Pick<Step, 'id' | 'title' | 'why' | 'items' | 'seen' | 'back'>,
    Partial<Pick<Step, 'affects' | 'power' | 'before' | 'commands' | 'otherwise' | 'fileLines'>> {
  /** What has to be done before. */
  readonly needs: readonly StepId[];
}

export const dayOf = (iso: string) => iso.slice(0, 10);

/** One command for all of them; what has a blank in it is quoted. */
export function decideCommand(findings: readonly Finding[]): readonly string[] {
  const ids = [
    ...new Set(findings.filter(isOpen).map(({ id }) => (/^[\w:/.@+=,-]+$/.test(id) ? id : `'${id}'`))),
  ];
  return ids.length === 0 ? [] : [`bootstrap-account check --repair --only ${ids.join(' ')}`];
}

/** Rules by which a user whom the file does not know is told; removing goes by each of them. */
export const userRules: ReadonlySet<string> = new Set([
  'user-administrator',
  'user-direct-policy',
  'unknown-user',
  'user-without-group',
]);

/** Policies of somebody's own, by name. */
export function policiesOf({ attached, inline }: Pick<UserFact, 'attached' | 'inline'>): readonly string[] {
  return [...attached.map(({ name }) => name), ...inline.map(({ name }) => `the inline policy ${name}`)];
}

/** What somebody has today, by name. */
export function rightsOf({ attached, inline, groups }: UserFact): string {
  return (
    [...policiesOf({ attached, inline }), ...groups.map((group) => `the group ${group}`)].join(', ') ||
    'nothing'
  );
}

export const isOpen = (finding: Finding) => finding.state === undefined;

/** A finding as an item: its words while it is open, the exception once it is accepted. */
export function itemOf(finding: Finding, text: string = finding.what): StepItem {
  const { subject, state, until, id } = finding;
  const accepted = state === 'accepted';
  return {
    subject,
    done: accepted,
    text: accepted ? `${text} Accepted until ${until ?? 'a date'}.` : text,
    findings: accepted ? [] : [id],
  };
}

/** A name as YAML reads it back: plain where it can be. */
export function yamlName(name: string): string {
  return /^[A-Za-z][A-Za-z0-9_.@+-]*$/.test(name) && !/^(null|true|false|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name);
}

/** `ann, bob and cy`. */
export function andList(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}
