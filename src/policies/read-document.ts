import type { PolicyDocument, Statement } from '../model/policy.ts';
import { type Condition, readConditions } from './conditions.ts';
import { listOf } from './list-of.ts';
import { type ArnPattern, actionMatches, isEverything, readArnPattern } from './match.ts';
import { type Pattern, readTemplate, type Template } from './variables.ts';

/** One `Resource` entry, read once; `fixed` where it is the same for every request. */
export interface ResourceEntry {
  readonly template: Template;
  /** An ARN with parts left out: what a NotResource means by it, AWS does not say. */
  readonly short: boolean;
  /** What a resource has to begin with: the characters before the first wildcard or variable. */
  readonly beginning: string;
  readonly fixed?: ArnPattern | 'everything';
}
/** One statement, read once for all requests. */
export interface ReadStatement {
  readonly index: number;
  readonly statement: Statement;
  /** Undefined: it has neither Action nor NotAction, so nobody knows what it covers. */
  readonly covers: ((action: string) => boolean) | undefined;
  readonly resource: readonly ResourceEntry[] | undefined;
  readonly notResource: readonly ResourceEntry[] | undefined;
  readonly conditions: readonly Condition[];
}

const documents = new WeakMap<PolicyDocument, (action: string) => readonly ReadStatement[]>();

/**
 * The statements of a document that have a say in an action. A document is read once, and once for each
 * action: the same few documents are asked about every person of an account.
 */
export function statementsOn(document: PolicyDocument, action: string): readonly ReadStatement[] {
  const known = documents.get(document);
  if (known !== undefined) return known(action);
  const statements = document.Statement.map((statement, index) =>
    readStatement(statement, index, document.Version),
  );
  const byAction = new Map<string, readonly ReadStatement[]>();
  const covering = (asked: string): readonly ReadStatement[] => {
    const found = byAction.get(asked);
    if (found !== undefined) return found;
    const fitting = statements.filter(({ covers }) => covers === undefined || covers(asked));
    byAction.set(asked, fitting);
    return fitting;
  };
  documents.set(document, covering);
  return covering(action);
}

function readStatement(
  statement: Statement,
  index: number,
  version: PolicyDocument['Version'],
): ReadStatement {
  const entries = (values: Statement['Resource']): readonly ResourceEntry[] | undefined =>
    values === undefined ? undefined : listOf(values).map((entry) => readResource(entry, version));
  return {
    index,
    statement,
    covers: coversAction(statement),
    resource: entries(statement.Resource),
    notResource: entries(statement.NotResource),
    conditions: readConditions(statement.Condition, version),
  };
}

function coversAction(statement: Statement): ReadStatement['covers'] {
  const named = (entries: Statement['Action'], action: string): boolean =>
    listOf(entries).some((entry) => actionMatches(entry, action));
  if (statement.Action !== undefined) return (action) => named(statement.Action, action);
  return statement.NotAction === undefined ? undefined : (action) => !named(statement.NotAction, action);
}

function readResource(entry: string, version: PolicyDocument['Version']): ResourceEntry {
  const template = readTemplate(entry, version);
  const short = entry.split(':').length < 6;
  const wild = template.pieces.findIndex((piece) => typeof piece !== 'string');
  const beginning = template.pieces.slice(0, wild === -1 ? undefined : wild).join('');
  if (template.variables.length > 0) return { template, short, beginning };
  return { template, short, beginning, fixed: readEntry(template.pieces as Pattern) };
}

export function readEntry(pattern: Pattern): ArnPattern | 'everything' {
  return isEverything(pattern) ? 'everything' : readArnPattern(pattern);
}
