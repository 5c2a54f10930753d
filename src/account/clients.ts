import type { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer';
import type { AccountClient } from '@aws-sdk/client-account';
import type { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import type { BudgetsClient } from '@aws-sdk/client-budgets';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { EC2Client } from '@aws-sdk/client-ec2';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { S3ControlClient, type S3ControlClientConfig } from '@aws-sdk/client-s3-control';
import type { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { ourUserAgent } from '../lib/user-agent.ts';
import type { Target } from '../model/target.ts';
import { limitInFlight } from './in-flight.ts';

/** Every AWS client of a run, made on first use. Nothing else makes one. */
export interface Clients {
  readonly region: string;
  readonly credentials: Target['credentials'];
  readonly keysBehind?: Target['keysBehind'];
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly s3: S3Client;
  readonly s3control: S3ControlClient;
  readonly kms: KMSClient;
  readonly cloudtrail: CloudTrailClient;
  /** Loaded when asked for: this client alone costs half a second. */
  readonly ec2: () => Promise<EC2Client>;
  readonly account: () => Promise<AccountClient>;
  readonly accessAnalyzer: () => Promise<AccessAnalyzerClient>;
  readonly autoScaling: () => Promise<AutoScalingClient>;
  /** These too: only accounts with alarms or a budget need them. */
  readonly logs: () => Promise<CloudWatchLogsClient>;
  readonly cloudwatch: () => Promise<CloudWatchClient>;
  readonly sns: () => Promise<SNSClient>;
  readonly budgets: () => Promise<BudgetsClient>;
  /** The same account and credentials in another region. */
  readonly forRegion: (region: string) => Clients;
  /** Closes every socket; the process cannot end before. */
  readonly close: () => void;
}

/** Calls to IAM at once: it throttles at a few dozen a second for the whole account. */
export const iamConcurrency = 5;

/** Tries for one call, the first included; back-off with jitter is the SDK's. */
const maxAttempts = 8;

/** Milliseconds; without them a lost network hangs a run for ever. */
const timeouts = { connectionTimeout: 5_000, requestTimeout: 60_000 };

/** What every client is made with. */
interface ClientSettings {
  readonly region: string;
  readonly credentials: Target['credentials'];
  readonly maxAttempts: number;
  readonly requestHandler: typeof timeouts;
  readonly ignoreConfiguredEndpointUrls: boolean;
  readonly customUserAgent: string;
  readonly endpoint?: string;
}

/**
 * Makes the clients for a target. Endpoints from environment variables and profiles are ignored: only the
 * target says where signed calls go.
 * @param userAgent what CloudTrail tells of our calls beside the SDK's own words
 */
export function makeClients(
  target: Pick<Target, 'region' | 'endpoint' | 'credentials' | 'keysBehind'>,
  userAgent: string = ourUserAgent,
): Clients {
  const shared: ClientSettings = {
    region: target.region,
    credentials: target.credentials,
    maxAttempts,
    requestHandler: timeouts,
    ignoreConfiguredEndpointUrls: true,
    customUserAgent: userAgent,
    ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
  };
  const local = target.endpoint !== undefined;
  const made = new Map<string, { destroy(): void }>();
  const others = new Map<string, Clients>();
  const once = <C extends { destroy(): void }>(key: string, make: () => C): C => {
    const known = made.get(key);
    if (known !== undefined) return known as C;
    const client = make();
    made.set(key, client);
    return client;
  };
  const clients: Clients = {
    region: target.region,
    credentials: target.credentials,
    ...(target.keysBehind === undefined ? {} : { keysBehind: target.keysBehind }),
    get iam() {
      return once('iam', () => {
        const client = new IAMClient({ ...shared, retryMode: 'adaptive' });
        limitInFlight(client, iamConcurrency);
        return client;
      });
    },
    get sts() {
      return once('sts', () => new STSClient(shared));
    },
    get s3() {
      return once(
        's3',
        () => new S3Client({ ...shared, forcePathStyle: local, followRegionRedirects: true }),
      );
    },
    get s3control() {
      return once('s3control', () => new S3ControlClient({ ...shared, ...plainHost(target.endpoint) }));
    },
    get kms() {
      return once('kms', () => new KMSClient(shared));
    },
    get cloudtrail() {
      return once('cloudtrail', () => new CloudTrailClient(shared));
    },
    ...lateClients(shared, once),
    forRegion: (region) => {
      if (region === target.region) return clients;
      const other = others.get(region) ?? makeClients({ ...target, region }, userAgent);
      others.set(region, other);
      return other;
    },
    close: () => {
      for (const client of [...made.values(), ...others.values()])
        'close' in client ? client.close() : client.destroy();
      made.clear();
      others.clear();
    },
  };
  return clients;
}

type LateClients = Pick<
  Clients,
  'ec2' | 'account' | 'accessAnalyzer' | 'autoScaling' | 'logs' | 'cloudwatch' | 'sns' | 'budgets'
>;

/** Clients whose package is loaded when it is asked for. */
function lateClients(
  shared: ClientSettings,
  once: <C extends { destroy(): void }>(key: string, make: () => C) => C,
): LateClients {
  return {
    ec2: async () => {
      const { EC2Client: Client } = await import('./late/ec2.ts');
      return once('ec2', () => new Client(shared));
    },
    account: async () => {
      const { AccountClient: Client } = await import('./late/account.ts');
      return once('account', () => new Client(shared));
    },
    accessAnalyzer: async () => {
      const { AccessAnalyzerClient: Client } = await import('./late/access-analyzer.ts');
      return once('accessanalyzer', () => new Client(shared));
    },
    autoScaling: async () => {
      const { AutoScalingClient: Client } = await import('./late/auto-scaling.ts');
      return once('autoscaling', () => new Client(shared));
    },
    logs: async () => {
      const { CloudWatchLogsClient: Client } = await import('./late/cloudwatch-logs.ts');
      return once('logs', () => new Client(shared));
    },
    cloudwatch: async () => {
      const { CloudWatchClient: Client } = await import('./late/cloudwatch.ts');
      return once('cloudwatch', () => new Client(shared));
    },
    sns: async () => {
      const { SNSClient: Client } = await import('./late/sns.ts');
      return once('sns', () => new Client(shared));
    },
    budgets: async () => {
      const { BudgetsClient: Client } = await import('./late/budgets.ts');
      return once('budgets', () => new Client(shared));
    },
  };
}

/** The rules of S3 Control put the account id in front of the host name, which no loopback address has. */
function plainHost(endpoint: string | undefined): Partial<S3ControlClientConfig> {
  return endpoint === undefined
    ? {}
    : { disableHostPrefix: true, endpointProvider: () => ({ url: new URL(endpoint) }) };
}
