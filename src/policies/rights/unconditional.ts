import type { Statement } from '../../model/policy.ts';
import type { NamedPolicy, PolicySet } from '../access.ts';

/**
 * The most that policies may allow, whatever a request carries: conditions of an allow are taken for met,
 * denies under a condition for not. What is still denied is denied for certain.
 */
export function unconditional(policies: PolicySet): PolicySet {
  return {
    ...policies,
    identity: policies.identity.map(lift),
    ...(policies.boundary === undefined ? {} : { boundary: policies.boundary.map(lift) }),
  };
}

function lift({ name, document }: NamedPolicy): NamedPolicy {
  const statements = document.Statement.flatMap((statement): readonly Statement[] => {
    const { Condition, ...rest } = statement;
    if (Condition === undefined) return [statement];
    return statement.Effect === 'Allow' ? [rest] : [];
  });
  return { name, document: { ...document, Statement: statements } };
}
