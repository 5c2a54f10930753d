interface Wish {
  readonly bucket: string;
  readonly prefix?: string;
  readonly accountId: string;
  readonly trailArn: string;
}

/**
 * Whether a bucket policy lets CloudTrail look at the bucket and write the account's log files. Conditions
 * other than `aws:SourceArn` are taken as met.
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html
 */
export function letsCloudTrailWrite(policy: string, wish: Wish): boolean {
  let statements: readonly unknown[];
  try {
    statements = listOf((JSON.parse(policy) as { Statement?: unknown }).Statement);
  } catch {
    return false;
  }
  const prefix = wish.prefix === undefined || wish.prefix === '' ? '' : `${wish.prefix}/`;
  const bucket = `:s3:::${wish.bucket}`;
  const files = `${bucket}/${prefix}AWSLogs/${wish.accountId}/CloudTrail/file`;
  const allows = (action: string, resource: string) =>
    statements.some((statement) => isAllowed(statement, action, resource, wish.trailArn));
  return allows('s3:GetBucketAcl', bucket) && allows('s3:PutObject', files);
}

function isAllowed(statement: unknown, action: string, resource: string, trailArn: string): boolean {
  if (typeof statement !== 'object' || statement === null) return false;
  const { Effect, Principal, Action, Resource, Condition } = statement as Readonly<Record<string, unknown>>;
  const service =
    typeof Principal === 'object' && Principal !== null
      ? (Principal as { Service?: unknown }).Service
      : undefined;
  const isForTrail = Principal === '*' || textsOf(service).includes('cloudtrail.amazonaws.com');
  return (
    Effect === 'Allow' &&
    isForTrail &&
    textsOf(Action).some((pattern) => matchesPattern(pattern.toLowerCase(), action.toLowerCase())) &&
    // Whatever the partition.
    textsOf(Resource).some((pattern) => matchesPattern(pattern.replace(/^arn:[^:]*/, ''), resource)) &&
    sourceArns(Condition).every((patterns) => patterns.some((pattern) => matchesPattern(pattern, trailArn)))
  );
}

/** Each `aws:SourceArn` under any operator, as its list of patterns. */
function sourceArns(condition: unknown): readonly (readonly string[])[] {
  if (typeof condition !== 'object' || condition === null) return [];
  return Object.values(condition).flatMap((keys: unknown) =>
    typeof keys !== 'object' || keys === null
      ? []
      : Object.entries(keys)
          .filter(([key]) => key.toLowerCase() === 'aws:sourcearn')
          .map(([, value]) => textsOf(value)),
  );
}

function matchesPattern(pattern: string, text: string): boolean {
  const source = pattern
    .split('*')
    .map((part) => part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('?', '.'))
    .join('.*');
  return new RegExp(`^${source}$`).test(text);
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
function textsOf(value: unknown): readonly string[] {
  return listOf(value).filter((item): item is string => typeof item === 'string');
}
