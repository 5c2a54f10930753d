import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { makeClients } from '../../src/account/clients.ts';
import { cacheRootOf } from '../../src/lib/folders.ts';
import type { AwsCredentials } from '../../src/model/target.ts';
import { ensureEmulator } from '../../src/rehearsal/emulator.ts';

export const accountId = '444455556666';
export const region = 'eu-west-1';

export async function emulatorPython(): Promise<string> {
  const packageRoot = new URL('../..', import.meta.url).pathname;
  return (
    await ensureEmulator({
      packageRoot,
      cacheRoot: cacheRootOf(process.env),
      env: process.env,
      tell: () => undefined,
    })
  ).python;
}

export async function temporaryFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'rehearsal-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

const anyKey: AwsCredentials = { accessKeyId: 'AKIAQQQQQQQQQQQQQQQQ', secretAccessKey: 'x' };

/** Clients that try each call once, so that a fault shows as what it is. */
export function clientsFor(endpoint: string, credentials = anyKey, maxAttempts = 1) {
  const config = { endpoint, region, credentials, maxAttempts };
  return {
    iam: new IAMClient(config),
    sts: new STSClient(config),
    s3: new S3Client({ ...config, forcePathStyle: true }),
    // An account id before an IP address is no host name: the product's own clients know how to go without.
    s3control: makeClients({ endpoint, region, credentials: async () => credentials }).s3control,
    kms: new KMSClient(config),
    cloudtrail: new CloudTrailClient(config),
    ec2: new EC2Client(config),
  };
}
export type Clients = ReturnType<typeof clientsFor>;

export function trailBucketPolicy(bucket: string): string {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: `arn:aws:s3:::${bucket}` },
      {
        Effect: 'Allow',
        Principal,
        Action: 's3:PutObject',
        Resource: `arn:aws:s3:::${bucket}/AWSLogs/${accountId}/*`,
      },
    ],
  });
}
