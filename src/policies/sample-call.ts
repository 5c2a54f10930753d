import type { Statement } from '../model/policy.ts';
import type { AccessRequest } from './access.ts';
import { listOf } from './list-of.ts';

/** A call that a statement is about. */
export interface SampleCall {
  readonly action: string;
  readonly resource: string;
  readonly context: AccessRequest['context'];
}

/** The first call that a statement allows; undefined where it denies, or names no action or resource. */
export function sampleCall(
  statement: Statement,
  principal: AccessRequest['principal'],
): SampleCall | undefined {
  const [action] = listOf(statement.Action);
  const [resource] = listOf(statement.Resource);
  if (statement.Effect !== 'Allow' || action === undefined || resource === undefined) return undefined;
  const name = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
  // `*` alone is what actions without a resource are asked with; elsewhere a sample stands in for it.
  const sample =
    resource === '*'
      ? resource
      : resource.replaceAll(`\${aws:username}`, name).replaceAll('*', 'sample').replaceAll('?', 'x');
  const sampled = Object.entries(sampleContext(statement)).filter(
    ([, value]) => !JSON.stringify(value).includes('${'),
  );
  // A value that names the caller, like ${aws:PrincipalAccount}, follows from who asks: it is not made up.
  return { action, resource: sample, context: Object.fromEntries(sampled) };
}

/** Values that meet the plain equalities of a statement; other conditions stay as they are. */
function sampleContext(statement: Statement): AccessRequest['context'] {
  const equal = Object.entries(statement.Condition?.StringEquals ?? {});
  return Object.fromEntries(
    equal.flatMap(([key, values]) =>
      listOf(values)
        .slice(0, 1)
        .map((value) => [key, value]),
    ),
  );
}
