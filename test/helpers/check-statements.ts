import type { Finding } from '../../src/model/finding.ts';
import type { Statement } from '../../src/model/policy.ts';
import { lintPolicy } from '../../src/policies/lint/lint.ts';

interface StatementsToCheck {
  /** What they belong to, for people: «group developers». */
  readonly where: string;
  readonly kind: 'human' | 'machine';
  readonly statements: readonly Statement[];
}

/** The linter's findings on statements of a group, without their places. */
export async function checkStatements(p: StatementsToCheck): Promise<readonly Finding[]> {
  const { where, kind, statements } = p;
  const found = await lintPolicy({
    where,
    name: where.replace(' ', '/'),
    holder: kind,
    use: 'managed',
    statements,
  });
  return found.map(({ finding }) => finding);
}
