import type { AccountFile, RoleEntry } from '../model/account-file.ts';
import type { Step } from './locate.ts';
import type { Rule, RuleMistake } from './rule.ts';

type BucketEntry = NonNullable<RoleEntry['buckets']>[number];
interface Use {
  readonly role: string;
  readonly bucket: BucketEntry;
  readonly steps: readonly Step[];
}

function usesOf(file: AccountFile): readonly Use[] {
  return Object.entries(file.roles ?? {}).flatMap(([role, entry]) => {
    const count = new Map<string, number>();
    return (entry?.buckets ?? []).map((bucket): Use => {
      const nth = count.get(bucket.name) ?? 0;
      count.set(bucket.name, nth + 1);
      return { role, bucket, steps: ['roles', role, 'buckets', { name: bucket.name, nth }] };
    });
  });
}

/** One role, one bucket, one prefix: asked once. */
const askedOnce: Rule = (file) => {
  const first = new Map<string, BucketEntry>();
  return usesOf(file).flatMap(({ role, bucket, steps }): readonly RuleMistake[] => {
    const key = JSON.stringify([role, bucket.name, bucket.prefix ?? '']);
    const earlier = first.get(key);
    first.set(key, earlier ?? bucket);
    if (earlier === undefined) return [];
    const where = bucket.prefix === undefined ? '' : ` below ${bucket.prefix}`;
    const contradicts =
      earlier.access !== bucket.access || (earlier.delete ?? false) !== (bucket.delete ?? false);
    const how = contradicts
      ? `twice, with ${describeAccess(earlier)} and with ${describeAccess(bucket)}`
      : 'twice';
    return [
      {
        steps,
        at: 'value',
        message: `the bucket "${bucket.name}"${where} is asked ${how} by the role "${role}"; keep one entry.`,
      },
    ];
  });
};
const describeAccess = (bucket: BucketEntry): string =>
  `${bucket.access}${bucket.delete === true ? ' and delete' : ''}`;

/** A bucket has one owner and is made or not, whoever asks for it; who does not say it agrees. */
const oneOwner: Rule = (file) =>
  (['owner', 'create'] as const).flatMap((key) => {
    const first = new Map<string, Use>();
    return usesOf(file).flatMap((use): readonly RuleMistake[] => {
      const { bucket, steps } = use;
      if (bucket[key] === undefined) return [];
      const earlier = first.get(bucket.name) ?? use;
      first.set(bucket.name, earlier);
      if (earlier.bucket[key] === bucket[key]) return [];
      const message = `${bucket[key]} for the bucket "${bucket.name}" contradicts ${earlier.bucket[key]} in the role "${earlier.role}"; both must say the same.`;
      return [{ steps: [...steps, key], at: 'value', message }];
    });
  });

const createOwnOnly: Rule = (file) =>
  usesOf(file)
    .filter(
      ({ bucket }) =>
        bucket.create === true && bucket.owner !== undefined && bucket.owner !== file.account?.id,
    )
    .map(({ bucket, steps }) => ({
      steps: [...steps, 'create'],
      at: 'key',
      message: `the bucket "${bucket.name}" of account ${bucket.owner} cannot be made from here; remove "create" or "owner".`,
    }));

/** The log of what everybody did is nothing a program may read or write. */
const notTheAuditBucket: Rule = (file) =>
  usesOf(file)
    .filter(({ bucket }) => bucket.name === file.trail?.bucket)
    .map(({ bucket, steps }) => ({
      steps: [...steps, 'name'],
      at: 'value',
      message: `"${bucket.name}" is the audit bucket of the trail; no role gets access to it. Name another bucket.`,
    }));

export const bucketRules: readonly Rule[] = [askedOnce, oneOwner, createOwnOnly, notTheAuditBucket];
