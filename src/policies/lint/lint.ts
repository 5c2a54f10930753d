import type { Finding } from '../../model/finding.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';
import { isFarTooLarge } from './limits.ts';
import type { PolicyToLint } from './policy-to-lint.ts';
import { type ReadPolicy, readPolicy, type Spot } from './read-policy.ts';
import { meaningRules, textRules } from './registry.ts';
import type { Said } from './rule.ts';
import { isMalformed } from './shape.ts';

/** A finding, and where in the statements it is. */
export interface LintFinding {
  readonly finding: Finding;
  /** Absent: the document as a whole. */
  readonly statement?: number;
  readonly spot: Spot;
  readonly at: 'key' | 'value';
}

/**
 * Reads statements that somebody wrote as AWS would, and says what is wrong with them: what AWS refuses, what it
 * takes without a word and ignores, and what gives more than anybody wants to give. Documents that AWS manages
 * are not for it: nobody here can change them.
 */
export async function lintPolicy(policy: PolicyToLint): Promise<readonly LintFinding[]> {
  const whole = await readPolicy(policy);
  const sound = withoutMalformed(whole);
  const said = [
    ...textRules.flatMap(({ check }) => check(whole)),
    ...(isFarTooLarge(policy) ? [] : meaningRules.flatMap(({ check }) => check(sound))),
  ];
  return said.map((each) => ({
    finding: findingOf(whole, each),
    ...(each.statement === undefined ? {} : { statement: each.statement }),
    spot: each.spot,
    at: each.at ?? 'value',
  }));
}

/** A document as it comes from outside, possibly without its version. */
export interface DocumentToLint extends Omit<PolicyToLint, 'statements' | 'version'> {
  readonly document: {
    readonly Version?: string;
    readonly Statement?: Statement | readonly Statement[];
  };
  /** ARN of a managed policy. */
  readonly arn?: string;
}

/** The same for a whole document, its version included. */
export async function lintDocument({
  document,
  arn,
  ...rest
}: DocumentToLint): Promise<readonly LintFinding[]> {
  if (arn !== undefined && /^arn:[^:]+:iam::aws:policy\//.test(arn)) return [];
  const { Version, Statement } = document;
  const statements = Statement === undefined ? [] : isList(Statement) ? Statement : [Statement];
  return lintPolicy({ ...rest, statements, version: Version ?? null });
}

function isList(value: PolicyDocument['Statement'] | Statement): value is readonly Statement[] {
  return Array.isArray(value);
}

/** Malformed statements are replaced by ones that say nothing, so that positions stay. */
function withoutMalformed(policy: ReadPolicy): ReadPolicy {
  const sound = policy.read.filter(({ statement }) => !isMalformed(statement, policy.use));
  if (sound.length === policy.read.length) return policy;
  const indexes = new Set(sound.map(({ index }) => index));
  const silent: Statement = { Effect: 'Deny', Action: [], Resource: [] };
  return {
    ...policy,
    read: sound,
    statements: policy.statements.map((statement, index) => (indexes.has(index) ? statement : silent)),
  };
}

function findingOf(policy: ReadPolicy, said: Said): Finding {
  const { rule, severity, stops, what, why, expected, actual } = said;
  const statement = policy.read.find(({ index }) => index === said.statement);
  const subject =
    statement === undefined
      ? `${policy.where}${said.detail ?? ''}`
      : `${policy.where}: statement ${statement.name}${said.detail ?? ''}`;
  const consent = `${rule}:${policy.name}${statement === undefined ? '' : `/${statement.name}`}`;
  return {
    id: `${rule}:${subject}`,
    rule,
    severity,
    subject,
    what,
    why,
    fix: stops === 'consent' ? `${said.fix} Or consent with --i-understand ${consent}` : said.fix,
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(stops === undefined ? {} : { stops }),
    ...(stops === 'consent' ? { consent } : {}),
  };
}
