import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import { AccountClient } from '@aws-sdk/client-account';
import { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';

/** AWS as the stand-in sees it: one loopback endpoint, credentials from the environment. */
export interface Aws {
  readonly region: string;
  readonly accountId: string;
  readonly iam: IAMClient;
  readonly s3: S3Client;
  readonly s3control: S3ControlClient;
  readonly kms: KMSClient;
  readonly cloudtrail: CloudTrailClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly sns: SNSClient;
  readonly budgets: BudgetsClient;
  readonly ec2: EC2Client;
  readonly sts: STSClient;
  readonly account: AccountClient;
  readonly accessanalyzer: AccessAnalyzerClient;
}

/** @throws Error unless the endpoint is on this machine: the stand-in never meets AWS */
export function connectAws(endpoint: string, region: string): Omit<Aws, 'accountId'> {
  const { hostname } = new URL(endpoint);
  if (hostname !== '[::1]' && hostname !== 'localhost' && !/^127(\.\d{1,3}){3}$/.test(hostname)) {
    throw new Error(`the stand-in plug-in works on a loopback endpoint only, not on ${hostname}`);
  }
  // Retries are those of the official plug-in in kind, not in number: an emulator answers at once.
  // The official plug-in appends that variable to its user agent.
  const appended = process.env.TF_APPEND_USER_AGENT;
  const config = {
    endpoint,
    region,
    maxAttempts: 8,
    ...(appended === undefined ? {} : { customUserAgent: appended }),
  };
  return {
    region,
    iam: new IAMClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    // S3 Control puts the account id in front of the host name, which no loopback address has.
    s3control: new S3ControlClient({
      ...config,
      disableHostPrefix: true,
      endpointProvider: () => ({ url: new URL(endpoint) }),
    }),
    kms: new KMSClient(config),
    cloudtrail: new CloudTrailClient(config),
    logs: new CloudWatchLogsClient(config),
    cloudwatch: new CloudWatchClient(config),
    sns: new SNSClient(config),
    budgets: new BudgetsClient(config),
    ec2: new EC2Client(config),
    sts: new STSClient(config),
    account: new AccountClient(config),
    accessanalyzer: new AccessAnalyzerClient(config),
  };
}

/** Undefined where AWS says that the thing is not there; every other error goes on. */
export async function unlessGone<T>(ask: Promise<T>, ...codes: readonly string[]): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (
      isNamed(
        error,
        'NoSuchEntity',
        'NoSuchEntityException',
        'NoSuchBucket',
        'NotFound',
        'NotFoundException',
        ...codes,
      )
    )
      return undefined;
    throw error;
  }
}

export function isNamed(error: unknown, ...codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    (codes.includes(error.name) || codes.includes((error as { Code?: string }).Code ?? ''))
  );
}
