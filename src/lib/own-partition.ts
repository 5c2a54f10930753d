import type { ConditionBlock, OneOrMany, Statement } from '../model/policy.ts';
import type { Partition } from '../model/target.ts';

/** What a file writes for the partition of its account, as AWS's own reference does. */
const written = /^arn:\$\{Partition\}:/;

/**
 * Statements of a file as they are for an account: `arn:${Partition}:…` in Resource, NotResource and the values of
 * Condition becomes `arn:aws:…`, `arn:aws-cn:…` or `arn:aws-us-gov:…`. IAM knows no such variable, and refuses ARNs
 * of another partition, so that a template could else serve one of the three only. Anywhere else it stays, and the
 * linter says that AWS knows it not.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function inPartition<T extends Statement>(
  statements: readonly T[],
  partition: Partition,
): readonly T[] {
  const one = (text: string): string => text.replace(written, `arn:${partition}:`);
  const all = (texts: OneOrMany): OneOrMany => (typeof texts === 'string' ? one(texts) : texts.map(one));
  return statements.map((statement) => {
    const { Resource, NotResource, Condition } = statement;
    return {
      ...statement,
      ...(Resource === undefined ? {} : { Resource: all(Resource) }),
      ...(NotResource === undefined ? {} : { NotResource: all(NotResource) }),
      ...(Condition === undefined ? {} : { Condition: mapValues(Condition, all) }),
    };
  });
}

function mapValues(block: ConditionBlock, change: (texts: OneOrMany) => OneOrMany): ConditionBlock {
  return Object.fromEntries(
    Object.entries(block).map(([operator, keys]) => [
      operator,
      Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [
          key,
          typeof value === 'boolean' || typeof value === 'number' ? value : change(value),
        ]),
      ),
    ]),
  );
}
