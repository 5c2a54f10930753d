import type { IpPermission, NetworkAclEntry, SecurityGroup } from '@aws-sdk/client-ec2';
import type {
  CisRegionFact,
  NetworkAclFact,
  OpenRule,
  PortRange,
  SecurityGroupFact,
  VpcFact,
} from '../../model/cis.ts';
import type { Clients } from '../clients.ts';
import { readCisKeys } from './cis-keys.ts';
import type { Gather } from './gather.ts';

/** Networks and keys of one region, in pages of a thousand. */
export async function readCisRegion(clients: Clients, gather: Gather): Promise<CisRegionFact> {
  const [securityGroups, networkAcls, vpcs, keys] = await Promise.all([
    readGroups(clients, gather),
    readAcls(clients, gather),
    readVpcs(clients, gather),
    readCisKeys(clients, gather),
  ]);
  return {
    name: clients.region,
    ...(securityGroups === undefined ? {} : { securityGroups }),
    ...(networkAcls === undefined ? {} : { networkAcls }),
    ...(vpcs === undefined ? {} : { vpcs }),
    ...keys,
  };
}

async function readGroups(
  clients: Clients,
  gather: Gather,
): Promise<readonly SecurityGroupFact[] | undefined> {
  const { paginateDescribeSecurityGroups } = await import('../late/ec2.ts');
  const client = await clients.ec2();
  return gather.attempt(
    'ec2:DescribeSecurityGroups',
    async () => {
      const found: SecurityGroupFact[] = [];
      for await (const page of paginateDescribeSecurityGroups({ client, pageSize: 1000 }, {}))
        found.push(...(page.SecurityGroups ?? []).map(groupFact));
      return byId(found);
    },
    { subject: clients.region },
  );
}

function groupFact(group: SecurityGroup): SecurityGroupFact {
  const into = group.IpPermissions ?? [];
  return {
    id: group.GroupId ?? '',
    name: group.GroupName ?? '',
    vpc: group.VpcId ?? '',
    isDefault: group.GroupName === 'default',
    rules: into.length + (group.IpPermissionsEgress ?? []).length,
    openIn: into.filter(carriesTcp).flatMap((rule) =>
      sourcesOf(rule).map((source) => ({
        source,
        ...portsOf(rule.IpProtocol, rule.FromPort, rule.ToPort),
      })),
    ),
  };
}

function sourcesOf({ IpRanges, Ipv6Ranges }: IpPermission): readonly OpenRule['source'][] {
  return [
    ...((IpRanges ?? []).some((range) => range.CidrIp === '0.0.0.0/0') ? (['0.0.0.0/0'] as const) : []),
    ...((Ipv6Ranges ?? []).some((range) => range.CidrIpv6 === '::/0') ? (['::/0'] as const) : []),
  ];
}

/** Ports mean something for TCP and UDP; remote desktop uses both. -1 is every protocol. */
function carriesTcp({ IpProtocol }: { readonly IpProtocol?: string | undefined }): boolean {
  return ['-1', 'tcp', 'udp', '6', '17'].includes(IpProtocol ?? '');
}

function portsOf(
  protocol: string | undefined,
  from: number | undefined,
  to: number | undefined,
): { readonly ports?: PortRange } {
  if (protocol === '-1' || from === undefined || to === undefined || from < 0) return {};
  return { ports: { from, to } };
}

async function readAcls(clients: Clients, gather: Gather): Promise<readonly NetworkAclFact[] | undefined> {
  const { paginateDescribeNetworkAcls } = await import('../late/ec2.ts');
  const client = await clients.ec2();
  return gather.attempt(
    'ec2:DescribeNetworkAcls',
    async () => {
      const found: NetworkAclFact[] = [];
      for await (const page of paginateDescribeNetworkAcls({ client, pageSize: 1000 }, {})) {
        for (const { NetworkAclId: id = '', IsDefault, Entries } of page.NetworkAcls ?? [])
          found.push({ id, isDefault: IsDefault === true, entries: entriesOf(Entries ?? []) });
      }
      return byId(found);
    },
    { subject: clients.region },
  );
}

/** AWS asks the entries by their numbers, and the first that fits decides. */
function entriesOf(entries: readonly NetworkAclEntry[]): NetworkAclFact['entries'] {
  return [...entries]
    .sort((a, b) => (a.RuleNumber ?? 0) - (b.RuleNumber ?? 0))
    .filter((entry) => entry.Egress !== true && carriesTcp({ IpProtocol: entry.Protocol }))
    .flatMap((entry) => {
      const source =
        entry.CidrBlock === '0.0.0.0/0' ? '0.0.0.0/0' : entry.Ipv6CidrBlock === '::/0' ? '::/0' : undefined;
      const { From, To } = entry.PortRange ?? {};
      return source === undefined
        ? []
        : [{ source, allows: entry.RuleAction === 'allow', ...portsOf(entry.Protocol, From, To) }];
    });
}

async function readVpcs(clients: Clients, gather: Gather): Promise<readonly VpcFact[] | undefined> {
  const { paginateDescribeFlowLogs, paginateDescribeVpcs } = await import('../late/ec2.ts');
  const client = await clients.ec2();
  const about = { subject: clients.region };
  const [logged, vpcs] = await Promise.all([
    gather.attempt(
      'ec2:DescribeFlowLogs',
      async () => {
        const found = new Set<string>();
        for await (const page of paginateDescribeFlowLogs({ client, pageSize: 1000 }, {})) {
          // Accepted traffic alone hides who knocked in vain.
          for (const log of page.FlowLogs ?? [])
            if (log.FlowLogStatus === 'ACTIVE' && log.TrafficType !== 'ACCEPT')
              found.add(log.ResourceId ?? '');
        }
        return found;
      },
      about,
    ),
    gather.attempt(
      'ec2:DescribeVpcs',
      async () => {
        const found: { readonly id: string; readonly isDefault: boolean }[] = [];
        for await (const page of paginateDescribeVpcs({ client, pageSize: 1000 }, {})) {
          for (const { VpcId: id = '', IsDefault } of page.Vpcs ?? [])
            found.push({ id, isDefault: IsDefault === true });
        }
        return byId(found);
      },
      about,
    ),
  ]);
  if (logged === undefined) return undefined;
  return vpcs?.map((vpc) => ({ ...vpc, flowLogs: logged.has(vpc.id) }));
}

function byId<T extends { readonly id: string }>(things: readonly T[]): readonly T[] {
  return [...things].sort((a, b) => (a.id < b.id ? -1 : 1));
}
