/** One row of the price table: what AWS asks for one unit. */
export interface Price {
  readonly item: string;
  /** What one unit is. */
  readonly unit: string;
  readonly usd: number;
  /** For which regions it holds. */
  readonly regions: string;
  /** Month in which it was read from the page. */
  readonly read: string;
  readonly source: string;
}

const everywhere = 'all commercial regions';
const irelandAndVirginia = 'eu-west-1 and us-east-1';
const read = '2026-11';

/** List prices in USD, without tax and without what is free in an account's first months. */
export const prices = {
  kmsKey: {
    item: 'customer-managed KMS key',
    unit: 'key and month',
    usd: 1,
    regions: everywhere,
    read,
    source: 'https://aws.amazon.com/kms/pricing/',
  },
  storage: {
    item: 'S3 Standard storage',
    unit: 'GB and month',
    usd: 0.023,
    regions: irelandAndVirginia,
    read,
    source: 'https://aws.amazon.com/s3/pricing/',
  },
  secondTrail: {
    item: 'further copies of management events',
    unit: '100,000 events',
    usd: 2,
    regions: everywhere,
    read,
    source: 'https://aws.amazon.com/cloudtrail/pricing/',
  },
  alarm: {
    item: 'standard CloudWatch alarm',
    unit: 'alarm and month',
    usd: 0.1,
    regions: irelandAndVirginia,
    read,
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  metric: {
    item: 'custom CloudWatch metric',
    unit: 'metric and month full of data',
    usd: 0.3,
    regions: irelandAndVirginia,
    read,
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  logIntake: {
    item: 'events taken in by CloudWatch Logs',
    unit: 'GB',
    usd: 0.57,
    regions: 'eu-west-1; 0.50 in us-east-1',
    read,
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  logStorage: {
    item: 'events kept by CloudWatch Logs',
    unit: 'GB and month',
    usd: 0.03,
    regions: irelandAndVirginia,
    read,
    source: 'https://aws.amazon.com/cloudwatch/pricing/',
  },
  alarmMail: {
    item: 'e-mail from an SNS topic, after 1,000 a month',
    unit: '100,000 mails',
    usd: 2,
    regions: everywhere,
    read,
    source: 'https://aws.amazon.com/sns/pricing/',
  },
  budget: {
    item: 'budget without actions',
    unit: 'budget and month',
    usd: 0,
    regions: everywhere,
    read,
    source: 'https://aws.amazon.com/aws-cost-management/aws-budgets/pricing/',
  },
} as const satisfies Readonly<Record<string, Price>>;

/** Month in which the oldest row was read. */
export const pricesDated: string =
  Object.values(prices)
    .map((price) => price.read)
    .sort()[0] ?? read;

/** How much of it a small account uses a month; estimates. */
export const usage = {
  /** GB of log files in the audit bucket, over the whole retention. */
  auditGb: 1,
  /** GB of events that a trail writes to CloudWatch Logs a month. */
  eventsGb: 0.5,
  /** Part of the hours in which a filter counts anything: a metric costs by the hour with data. */
  busyHours: 0.1,
} as const;
