/** Stack settings of the default `aws` provider: the account is pinned here a second time. */
export interface ProviderWish {
  readonly accountId: string;
  readonly region: string;
  /** Loopback only; absent for AWS itself. */
  readonly endpoint?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Services that the program's resources talk to; each needs its own entry where an endpoint is given. */
const services = [
  'account',
  'accessanalyzer',
  'budgets',
  'cloudtrail',
  'cloudwatch',
  'configservice',
  'ec2',
  'guardduty',
  'iam',
  'kms',
  'logs',
  'organizations',
  's3',
  's3control',
  'sns',
  'ssm',
  'sts',
] as const;

/**
 * Values for `Pulumi.<stack>.yaml`. The engine hands lists and objects to the plug-in as JSON text.
 * Source: configuration of the AWS provider, https://www.pulumi.com/registry/packages/aws/installation-configuration/
 */
export function providerSettings(wish: ProviderWish): Readonly<Record<string, unknown>> {
  return {
    'aws:region': wish.region,
    'aws:allowedAccountIds': [wish.accountId],
    'aws:defaultTags': { tags: wish.tags },
    // IAM throttles a whole account at a few calls a second: patience instead of a failed run.
    'aws:maxRetries': '25',
    ...(wish.endpoint === undefined ? {} : endpointSettings(wish.endpoint)),
  };
}

function endpointSettings(endpoint: string): Readonly<Record<string, unknown>> {
  return {
    'aws:endpoints': [Object.fromEntries(services.map((service) => [service, endpoint]))],
    'aws:s3UsePathStyle': 'true',
    'aws:skipCredentialsValidation': 'true',
    'aws:skipMetadataApiCheck': 'true',
    'aws:skipRegionValidation': 'true',
  };
}
