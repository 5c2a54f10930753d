import { EngineError } from '../../errors.ts';
import type { PolicyDocument, Statement } from '../../model/policy.ts';

/**
 * Reads a policy document: plain JSON, or URL-encoded as most of IAM's answers are. One statement alone
 * becomes a list of one.
 * @throws EngineError `UnreadableDocument`
 */
export function parseDocument(text: string, subject: string): PolicyDocument {
  const json = text.startsWith('%') ? decodeURIComponent(text) : text;
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    const fix = 'Look at it in the console, put it right there, then run again.';
    throw new EngineError('UnreadableDocument', `The policy document of ${subject} is no JSON.`, {
      cause,
      fix,
    });
  }
  const raw = parsed as Partial<Omit<PolicyDocument, 'Statement'>> & {
    Statement?: Statement | readonly Statement[];
  };
  const statements = raw.Statement ?? [];
  return {
    // A document without a version counts as the old one, in which variables are literal text.
    Version: raw.Version ?? '2008-10-17',
    ...(raw.Id === undefined ? {} : { Id: raw.Id }),
    Statement: isList(statements) ? statements : [statements],
  };
}

function isList(statements: Statement | readonly Statement[]): statements is readonly Statement[] {
  return Array.isArray(statements);
}
