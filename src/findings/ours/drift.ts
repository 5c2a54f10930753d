import type { Finding } from '../../model/finding.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { equalDocuments } from '../../policies/documents/merge.ts';
import { findingOf, type RuleId } from '../rules.ts';

interface Told {
  readonly what: string;
  readonly expected?: string;
  readonly actual?: string;
  readonly why: string;
  /** Needed where no repair settles it. */
  readonly fix?: string;
  /** Logical names whose targeted repair settles it. */
  readonly resources: readonly string[];
}

const repair = 'Run `bootstrap-account apply`: it shows the change before it makes it.';

/** A difference between plan and account. */
export function drift(rule: RuleId, subject: string, told: Told): Finding {
  return findingOf(rule, subject, { ...told, fix: told.fix ?? repair });
}

/** The same name in another case, if the account has that: for IAM it is the same name. */
export function otherSpelling<T extends { readonly name: string }>(
  name: string,
  present: readonly T[],
): T | undefined {
  return present.find((each) => each.name !== name && each.name.toLowerCase() === name.toLowerCase());
}

/** Told in place of «missing»: it cannot be made as long as the other is there. */
export function spelledOtherwise(kind: string, name: string, live: string) {
  return {
    what: `The file says ${kind} "${name}", the account has "${live}".`,
    expected: name,
    actual: live,
    why: 'For IAM the two are one name: it cannot be made, and which of the two is meant is yours to say.',
    fix: `Write "${live}" into the file in place of "${name}" (\`bootstrap-account check --repair\` offers to), or choose another name.`,
    resources: [],
  };
}

/** True when one of these reads was denied: what it shows is then unknown, and nothing is said about it. */
export function isUnread(snapshot: Snapshot, ...actions: readonly string[]): boolean {
  return snapshot.notRead.some((read) => actions.includes(read.action));
}

/** Tags that the plan wants and the thing does not carry, as `key=value`; others are nobody's business here. */
export function missingTags(
  wanted: Readonly<Record<string, string>>,
  live: Readonly<Record<string, string>>,
): readonly string[] {
  return Object.entries(wanted)
    .filter(([key, value]) => live[key] !== value)
    .map(([key, value]) => `${key}=${value}`);
}

/**
 * Statements of the planned document that the live one does not say, by Sid or by number. Statements that only
 * the live one has are other people's, and kept.
 */
/** Statements that somebody else wrote into a policy of ours: they stay, and whom they let in is said each time. */
export function foreignStatements(
  what: string,
  subject: string,
  statements: readonly Statement[],
): readonly Finding[] {
  return statements
    .filter((statement) => statement.Effect === 'Allow')
    .map((statement, index) => {
      const who = JSON.stringify(statement.Principal ?? statement.NotPrincipal ?? 'nobody named');
      const sid = statement.Sid ?? `statement ${index + 1}`;
      return drift('audit-foreign-statement', `${subject}/${sid}`, {
        what: `The policy of the ${what} lets in ${who} by ${sid}, which is not in the plan.`,
        expected: 'our statements only',
        actual: JSON.stringify(statement.Action ?? statement.NotAction ?? ''),
        why: 'Whoever reads or writes log files can learn what happens in the account, or hide it.',
        fix: 'Remove the statement in the console if nobody of yours wrote it; it is left alone otherwise.',
        resources: [],
      });
    });
}

export function missingStatements(
  planned: PolicyDocument,
  live: PolicyDocument | undefined,
): readonly string[] {
  const present = (live?.Statement ?? []).map((statement) =>
    alone(statement, live?.Version ?? planned.Version),
  );
  return planned.Statement.flatMap((statement, index) => {
    const wanted = alone(statement, planned.Version);
    if (present.some((candidate) => equalDocuments(wanted, candidate))) return [];
    return [statement.Sid ?? `statement ${index + 1}`];
  });
}

/** The Sid permits nothing, so it is left out of the comparison. */
function alone({ Sid: _, ...statement }: Statement, version: PolicyDocument['Version']): PolicyDocument {
  return { Version: version, Statement: [statement] };
}

/** Sids (or numbers) in which two documents differ, for people. */
export function describeDifference(planned: PolicyDocument, live: PolicyDocument): string {
  const missing = missingStatements(planned, live);
  const extra = missingStatements(live, planned);
  const parts = [
    ...(missing.length === 0 ? [] : [`not as planned: ${missing.join(', ')}`]),
    ...(extra.length === 0 ? [] : [`not planned: ${extra.join(', ')}`]),
  ];
  return parts.length === 0 ? 'other Sids or version' : parts.join('; ');
}
