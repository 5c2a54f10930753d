import type { PolicyDocument, Statement } from '../model/policy.ts';
import { type AccessRequest, every, type NamedPolicy, not, some, type Verdict, verdictOf } from './access.ts';
import { meetsConditions } from './conditions.ts';
import { listOf } from './list-of.ts';
import { actionMatches, resourceMatches } from './match.ts';
import { matchPrincipal, type PrincipalMatch } from './principals.ts';
import { type RequestContext, requestContext } from './request-context.ts';
import { hasOpenVariable } from './variables.ts';

/** One statement of one policy, judged: does it apply to the request? */
export interface Judged {
  readonly policy: string;
  readonly index: number;
  readonly statement: Statement;
  readonly applies: Verdict;
  /** Only for policies of resources. */
  readonly principal?: PrincipalMatch;
}

/** Judges every statement of policies that belong to the principal. */
export function judgeIdentity(policies: readonly NamedPolicy[], request: AccessRequest): readonly Judged[] {
  return policies.flatMap((policy) =>
    policy.document.Statement.map((statement, index) => ({
      policy: policy.name,
      index,
      statement,
      applies: applies(statement, policy, request),
    })),
  );
}

/** Judges every statement of a resource's policy: here the principal counts as well. */
export function judgeResource(policy: NamedPolicy, request: AccessRequest): readonly Judged[] {
  return policy.document.Statement.map((statement, index) => {
    const principal = matchPrincipal(statement, request.principal);
    const reaches: Verdict = principal === 'unknown' ? 'unknown' : verdictOf(principal !== 'no');
    return {
      policy: policy.name,
      index,
      statement,
      principal,
      applies: every([reaches, applies(statement, policy, request)]),
    };
  });
}

function applies(statement: Statement, policy: NamedPolicy, request: AccessRequest): Verdict {
  const context = requestContext(request);
  const { Version: version } = policy.document;
  return every([
    coversAction(statement, request.action),
    coversResource(statement, request.resource, context, version),
    meetsConditions(statement.Condition, context, version),
  ]);
}

function coversAction(statement: Statement, action: string): Verdict {
  const covered = (entries: Statement['Action']): boolean =>
    listOf(entries).some((entry) => actionMatches(entry, action));
  if (statement.Action !== undefined) return verdictOf(covered(statement.Action));
  return statement.NotAction === undefined ? 'unknown' : verdictOf(!covered(statement.NotAction));
}

function coversResource(
  statement: Statement,
  resource: string,
  context: RequestContext,
  version: PolicyDocument['Version'],
): Verdict {
  const matches = (entry: string): Verdict => resourceMatches(entry, resource, context, version);
  if (statement.Resource !== undefined) {
    // An entry whose variable has no value matches nothing; whether it has one must be known for that.
    const entries = listOf(statement.Resource);
    return some(
      entries.map((entry) =>
        hasOpenVariable(entry, context, version) ? 'unknown' : verdictOf(matches(entry) === 'yes'),
      ),
    );
  }
  if (statement.NotResource !== undefined) return not(some(listOf(statement.NotResource).map(matches)));
  // Only trust policies leave the resource out: it is the role itself.
  return statement.Principal === undefined ? 'unknown' : 'yes';
}
