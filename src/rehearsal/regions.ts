import { type AwsError, errorReply } from './error-reply.ts';
import type { Operation } from './operation-name.ts';
import type { WireReply } from './wire.ts';

/** What account:ListRegions says of a region. */
export type RegionStatus = 'ENABLED' | 'ENABLED_BY_DEFAULT' | 'DISABLED';
export type RegionTable = Readonly<Record<string, RegionStatus>>;

const always = [
  'ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1',
  'eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2',
];
const onRequest = [
  'af-south-1 ap-east-1 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ca-west-1 eu-central-2',
  'eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1',
];
const named = (lines: readonly string[], status: RegionStatus) =>
  lines.flatMap((line) => line.split(' ')).map((region) => [region, status] as const);

/**
 * The regions of a new account of the partition aws.
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export const newAccountRegions: RegionTable = Object.fromEntries([
  ...named(always, 'ENABLED_BY_DEFAULT'),
  ...named(onRequest, 'DISABLED'),
]);

/** account:ListRegions, which the emulator lacks; all in one page. */
export function listRegions(table: RegionTable): WireReply {
  const Regions = Object.entries(table).map(([RegionName, RegionOptStatus]) => ({
    RegionName,
    RegionOptStatus,
  }));
  return {
    status: 200,
    rawHeaders: ['Content-Type', 'application/json'],
    body: Buffer.from(JSON.stringify({ Regions })),
  };
}

const ec2Words: Readonly<Record<RegionStatus, string>> = {
  ENABLED: 'opted-in',
  ENABLED_BY_DEFAULT: 'opt-in-not-required',
  DISABLED: 'not-opted-in',
};

/** The items of ec2:DescribeRegions: the emulator knows no account whose regions are switched off. */
export function describeRegionItems(table: RegionTable, all: boolean): string {
  return Object.entries(table)
    .filter(([, status]) => all || status !== 'DISABLED')
    .map(
      ([name, status]) =>
        `<item><regionName>${name}</regionName><regionEndpoint>ec2.${name}.amazonaws.com</regionEndpoint><optInStatus>${ec2Words[status]}</optInStatus></item>`,
    )
    .join('');
}

/** A region that is switched off does not know the account's keys; each protocol has its own word for that. */
export function refuseDisabled(operation: Operation, table: RegionTable): WireReply | undefined {
  if (table[operation.region] !== 'DISABLED') return undefined;
  const message = `The security token included in the request is invalid in ${operation.region}.`;
  const code =
    operation.protocol === 'ec2'
      ? 'AuthFailure'
      : operation.protocol === 'query'
        ? 'InvalidClientTokenId'
        : 'UnrecognizedClientException';
  const error: AwsError = { status: operation.protocol === 'ec2' ? 401 : 403, code, message };
  return errorReply(operation, error);
}
