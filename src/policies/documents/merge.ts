import type { PolicyDocument, Statement } from '../../model/policy.ts';
import { canonicalStatement, equalStatements } from './canonical.ts';

export interface MergedDocument {
  readonly document: PolicyDocument;
  /** Statements of the present document that are not ours, and stay. */
  readonly foreign: readonly Statement[];
  /** Statements of the present document that carry one of our Sids, say something else, and go. */
  readonly replaced: readonly Statement[];
}

/**
 * Our statements and everybody else's in one document: ours replace theirs of the same Sid, foreign ones stay
 * (a log bucket may serve a load balancer too). A present statement that says under another Sid, or under
 * none, just what one of ours says is ours.
 */
export function mergeDocuments(ours: PolicyDocument, present: PolicyDocument | undefined): MergedDocument {
  const theirs = (present?.Statement ?? []).map((statement) => asCurrentVersion(statement, present?.Version));
  const sids = new Set(ours.Statement.flatMap((statement) => statement.Sid ?? []));
  const isOurs = (statement: Statement): boolean =>
    ours.Statement.some((own) => equalStatements(own, statement, { sids: false }));
  const hasOurSid = (statement: Statement): boolean => statement.Sid !== undefined && sids.has(statement.Sid);
  const foreign = theirs.filter((statement) => !isOurs(statement) && !hasOurSid(statement));
  const replaced = theirs.filter((statement) => !isOurs(statement) && hasOurSid(statement));
  const id = ours.Id ?? present?.Id;
  return {
    document: {
      Version: '2012-10-17',
      ...(id === undefined ? {} : { Id: id }),
      Statement: [...ours.Statement, ...foreign],
    },
    foreign,
    replaced,
  };
}

/** True when two documents say the same: order, one-element lists, letter case of actions do not count. */
export function equalDocuments(a: PolicyDocument, b: PolicyDocument): boolean {
  const said = (document: PolicyDocument): string => {
    const statements = document.Statement.map((statement) =>
      JSON.stringify(canonicalStatement(asCurrentVersion(statement, document.Version), { sids: true })),
    );
    return statements.sort().join('\n');
  };
  return said(a) === said(b);
}

/**
 * Documents of the 2008 version know no variables. Where one becomes part of a 2012 document, its `${…}` has
 * to stay the literal text that it is.
 */
function asCurrentVersion(statement: Statement, version: PolicyDocument['Version'] | undefined): Statement {
  if (version !== '2008-10-17') return statement;
  const { Resource, NotResource, Condition, ...rest } = statement;
  const kept = { Resource, NotResource, Condition };
  const text = JSON.stringify(kept).replaceAll('$' + '{', `\${$}{`);
  return { ...rest, ...(JSON.parse(text) as Pick<Statement, 'Resource' | 'NotResource' | 'Condition'>) };
}
