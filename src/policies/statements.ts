import type { Statement } from '../model/policy.ts';
import { type AccessRequest, every, type NamedPolicy, not, some, type Verdict, verdictOf } from './access.ts';
import { meetsConditions } from './conditions.ts';
import { arnFits } from './match.ts';
import { matchNotPrincipal, matchPrincipal, type PrincipalMatch, reachOf } from './principals.ts';
import { type ReadStatement, type ResourceEntry, readEntry, statementsOn } from './read-document.ts';
import type { RequestContext } from './request-context.ts';
import { fillTemplate } from './variables.ts';

/** A request with its condition keys, which every statement is held against. */
export interface Asked {
  readonly request: AccessRequest;
  readonly context: RequestContext;
}

/** One statement of one policy that covers the action, judged: does it apply to the request? */
export interface Judged {
  readonly policy: string;
  readonly index: number;
  readonly statement: Statement;
  readonly applies: Verdict;
  /** Only for policies of resources. */
  readonly principal?: PrincipalMatch;
}

/** Judges the statements of policies that belong to the principal. */
export function judgeIdentity(policies: readonly NamedPolicy[], asked: Asked): readonly Judged[] {
  const judged: Judged[] = [];
  for (const { name, document } of policies)
    for (const read of statementsOn(document, asked.request.action))
      judged.push({
        policy: name,
        index: read.index,
        statement: read.statement,
        applies: applies(read, asked),
      });
  return judged;
}

/** Judges the statements of a resource's policy: here the principal counts as well. */
export function judgeResource(policy: NamedPolicy, asked: Asked, bounded: boolean): readonly Judged[] {
  const { action, principal } = asked.request;
  return statementsOn(policy.document, action).map((read) => {
    const match = matchPrincipal(read.statement, principal);
    const reaches =
      match === undefined ? matchNotPrincipal(read.statement, principal, bounded) : reachOf(match);
    return {
      policy: policy.name,
      index: read.index,
      statement: read.statement,
      principal: match ?? 'unknown',
      applies: every([reaches, applies(read, asked)]),
    };
  });
}

function applies(read: ReadStatement, { request, context }: Asked): Verdict {
  const resource = coversResource(read, request.resource, context);
  if (resource === 'no') return 'no';
  const action: Verdict = read.covers === undefined ? 'unknown' : 'yes';
  return every([action, resource, meetsConditions(read.conditions, context)]);
}

function coversResource(read: ReadStatement, resource: string, context: RequestContext): Verdict {
  const fits = (entry: ResourceEntry): Verdict => fitsResource(entry, resource, context);
  if (read.resource !== undefined) return some(read.resource.map(fits));
  if (read.notResource !== undefined) {
    // Whether a string without a value, or half an ARN, is «not the resource» AWS does not say.
    const isVague = (entry: ResourceEntry): boolean =>
      entry.short || fillTemplate(entry.template, context) === 'none';
    const verdicts = read.notResource.map((entry) =>
      fits(entry) === 'no' && isVague(entry) ? 'unknown' : fits(entry),
    );
    return not(some(verdicts));
  }
  // Only trust policies leave the resource out: it is the role itself.
  return read.statement.Principal === undefined ? 'unknown' : 'yes';
}

/** An entry whose variable has no value matches nothing; whether it has one must be known for that. */
function fitsResource(entry: ResourceEntry, resource: string, context: RequestContext): Verdict {
  if (entry.beginning !== '' && !resource.startsWith(entry.beginning)) return 'no';
  const wanted = entry.fixed ?? fillEntry(entry, context);
  if (wanted === 'everything') return 'yes';
  if (wanted === 'open') return 'unknown';
  if (wanted === 'none' || resource === '*') return 'no';
  return verdictOf(arnFits(wanted, resource));
}

function fillEntry(
  entry: ResourceEntry,
  context: RequestContext,
): NonNullable<ResourceEntry['fixed']> | 'open' | 'none' {
  const pattern = fillTemplate(entry.template, context);
  return pattern === 'open' || pattern === 'none' ? pattern : readEntry(pattern);
}
