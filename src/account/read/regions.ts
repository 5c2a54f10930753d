import { paginateListAnalyzers } from '@aws-sdk/client-accessanalyzer';
import { ListRegionsCommand } from '@aws-sdk/client-account';
import type { RegionsAnswer } from '../../model/answers.ts';
import type {
  AnalyzerFact,
  MetadataDefaultsFact,
  RegionFact,
  RegionLeftOut,
  Snapshot,
} from '../../model/snapshot.ts';
import { isRegionSwitchedOff, isUnreachable } from '../aws-error.ts';
import { mapBounded } from '../bounded.ts';
import type { Clients } from '../clients.ts';
import { byName } from './facts.ts';
import { type Gather, makeGather } from './gather.ts';
import { readInstances } from './instances.ts';

/** Regions read at a time; each makes four calls side by side. */
const regionConcurrency = 6;

type Regional = Pick<Snapshot, 'regions' | 'regionsLeftOut' | 'instances'>;

/** One region: its settings, and the instances that run there. */
interface Region {
  readonly fact: RegionFact;
  readonly instances: Snapshot['instances'];
}

/**
 * What each region has for itself: its settings and its instances. The home region is read like everything else:
 * what is denied there stands in `notRead`. Of the others one may be switched off, denied or out of reach without
 * harm to the rest: it is named.
 */
export async function readRegions(
  clients: Clients,
  gather: Gather,
  wanted: RegionsAnswer,
  signal?: AbortSignal,
): Promise<Regional> {
  const [home, { names, leftOut }] = await Promise.all([
    readRegion(clients, gather),
    chooseRegions(clients, gather, wanted),
  ]);
  const others = await mapBounded(names, regionConcurrency, async (name) => readOther(clients, name, signal));
  const lost = others.filter((each): each is RegionLeftOut => 'why' in each);
  const read = others.filter((each): each is Region => !('why' in each));
  return {
    regions: [home.fact, ...byName(read.map((each) => each.fact))],
    regionsLeftOut: byName([...leftOut, ...lost]),
    instances: [home, ...read]
      .flatMap((each) => each.instances)
      .toSorted((a, b) => (`${a.region} ${a.id}` < `${b.region} ${b.id}` ? -1 : 1)),
  };
}

async function readOther(
  clients: Clients,
  name: string,
  signal: AbortSignal | undefined,
): Promise<Region | RegionLeftOut> {
  const gather = makeGather(name, signal);
  try {
    const { fact, instances } = await readRegion(clients.forRegion(name), gather);
    const denied = [...new Set(gather.notRead.map((each) => each.action))].sort();
    return { fact: { ...fact, denied }, instances };
  } catch (error) {
    if (isRegionSwitchedOff(error)) return { name, why: 'disabled' };
    if (isUnreachable(error)) return { name, why: 'unreachable' };
    throw error;
  }
}

async function readRegion(clients: Clients, gather: Gather): Promise<Region> {
  const ec2 = await clients.ec2();
  const { GetEbsEncryptionByDefaultCommand, GetInstanceMetadataDefaultsCommand } = await import(
    '../late/ec2.ts'
  );
  const [ebs, metadata, analyzers, instances] = await Promise.all([
    gather.attempt('ec2:GetEbsEncryptionByDefault', () => ec2.send(new GetEbsEncryptionByDefaultCommand({}))),
    gather.attempt('ec2:GetInstanceMetadataDefaults', () =>
      ec2.send(new GetInstanceMetadataDefaultsCommand({})),
    ),
    gather.attempt('access-analyzer:ListAnalyzers', () => readAnalyzers(clients)),
    readInstances(clients, gather),
  ]);
  const fact: RegionFact = {
    name: clients.region,
    ...(ebs?.EbsEncryptionByDefault === undefined
      ? {}
      : { ebsEncryptionByDefault: ebs.EbsEncryptionByDefault }),
    ...(metadata === undefined ? {} : { metadataDefaults: metadataFact(metadata.AccountLevel ?? {}) }),
    ...(analyzers === undefined ? {} : { analyzers }),
    denied: [],
  };
  return { fact, instances };
}

/** The type ACCOUNT is external access with the account as its zone; one that is being deleted is none. */
async function readAnalyzers(clients: Clients): Promise<readonly AnalyzerFact[]> {
  const found: AnalyzerFact[] = [];
  const client = await clients.accessAnalyzer();
  for await (const page of paginateListAnalyzers({ client }, { type: 'ACCOUNT' })) {
    for (const { name = '', arn = '', tags = {}, type, status } of page.analyzers ?? []) {
      if (type === 'ACCOUNT' && status !== 'DISABLED' && status !== 'FAILED') found.push({ name, arn, tags });
    }
  }
  return byName(found);
}

function metadataFact(live: {
  readonly HttpTokens?: string | undefined;
  readonly HttpEndpoint?: string | undefined;
  readonly HttpPutResponseHopLimit?: number | undefined;
  readonly InstanceMetadataTags?: string | undefined;
}): MetadataDefaultsFact {
  const { HttpTokens, HttpEndpoint, HttpPutResponseHopLimit, InstanceMetadataTags } = live;
  return {
    ...(isSet(HttpTokens) ? { httpTokens: HttpTokens } : {}),
    ...(isSet(HttpEndpoint) ? { httpEndpoint: HttpEndpoint } : {}),
    ...(HttpPutResponseHopLimit === undefined || HttpPutResponseHopLimit < 1
      ? {}
      : { httpPutResponseHopLimit: HttpPutResponseHopLimit }),
    ...(isSet(InstanceMetadataTags) ? { instanceMetadataTags: InstanceMetadataTags } : {}),
  };
}

const isSet = (value: string | undefined): value is string =>
  value !== undefined && value !== 'no-preference';

interface Chosen {
  /** Without the home region. */
  readonly names: readonly string[];
  readonly leftOut: readonly RegionLeftOut[];
}

async function chooseRegions(clients: Clients, gather: Gather, wanted: RegionsAnswer): Promise<Chosen> {
  if (wanted.kind === 'home' || (wanted.kind === 'list' && wanted.others.length === 0))
    return { names: [], leftOut: [] };
  // Of a list each can be tried: that the list of all regions is denied is then no loss.
  const known = await listRegions(clients, wanted.kind === 'list' ? makeGather(clients.region) : gather);
  const isOn = (name: string) => known?.get(name) === true;
  if (wanted.kind === 'list') {
    if (known === undefined) return { names: wanted.others, leftOut: [] };
    const leftOut = wanted.others
      .filter((name) => !isOn(name))
      .map((name) => ({ name, why: known.has(name) ? ('disabled' as const) : ('unknown' as const) }));
    return { names: wanted.others.filter(isOn), leftOut };
  }
  const others = [...(known?.keys() ?? [])].filter((name) => name !== clients.region);
  return {
    names: others.filter(isOn),
    leftOut: others.filter((name) => !isOn(name)).map((name) => ({ name, why: 'disabled' })),
  };
}

/** Every region of the partition and whether it is switched on; a denied first way is no loss, a denied second is. */
export async function listRegions(
  clients: Clients,
  gather: Gather,
): Promise<ReadonlyMap<string, boolean> | undefined> {
  const quiet = makeGather(clients.region);
  const first = await quiet.attempt('account:ListRegions', async () => {
    const client = await clients.account();
    const found = new Map<string, boolean>();
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListRegionsCommand({ MaxResults: 50, NextToken }));
      for (const { RegionName = '', RegionOptStatus = '' } of page.Regions ?? [])
        found.set(RegionName, RegionOptStatus === 'ENABLED' || RegionOptStatus === 'ENABLED_BY_DEFAULT');
      NextToken = page.NextToken;
    } while (NextToken !== undefined);
    return found;
  });
  if (first !== undefined) return first;
  return gather.attempt('ec2:DescribeRegions', async () => {
    const { DescribeRegionsCommand } = await import('../late/ec2.ts');
    const answer = await (await clients.ec2()).send(new DescribeRegionsCommand({ AllRegions: true }));
    return new Map(
      (answer.Regions ?? []).map(({ RegionName = '', OptInStatus }) => [
        RegionName,
        OptInStatus !== 'not-opted-in',
      ]),
    );
  });
}
