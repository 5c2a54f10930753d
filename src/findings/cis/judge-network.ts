import type { CisRegionFact, NetworkAclFact, OpenRule } from '../../model/cis.ts';
import { unreadIn, whereBlind } from './blind-regions.ts';
import { type CisInput, type Judge, settle } from './verdict.ts';

/** Ports of SSH and of Windows’ remote desktop. */
const administration = [22, 3389] as const;
/** File sharing of Windows. */
const cifs = [445] as const;

function judgeRegions<T>(
  input: CisInput,
  needs: string,
  pick: (region: CisRegionFact) => readonly T[] | undefined,
  isWrong: (thing: T) => string | undefined,
  words: { readonly bad: string; readonly good: string },
) {
  const { regions } = input.facts;
  const wrong = regions.flatMap((region) =>
    (pick(region) ?? []).flatMap((thing) => {
      const name = isWrong(thing);
      return name === undefined ? [] : [`${name} in ${region.name}`];
    }),
  );
  return settle(input, {
    needs: [needs],
    wrong,
    blind: [...unreadIn(regions, pick), ...whereBlind(input)],
    ...words,
  });
}

function opens({ ports }: OpenRule, wanted: readonly number[]): boolean {
  return ports === undefined || wanted.some((port) => ports.from <= port && port <= ports.to);
}

function judgeGroups(
  input: CisInput,
  ports: readonly number[],
  sources: readonly OpenRule['source'][],
  words: { readonly bad: string; readonly good: string },
) {
  return judgeRegions(
    input,
    'ec2:DescribeSecurityGroups',
    (region) => region.securityGroups,
    ({ id, name, openIn }) =>
      openIn.some((rule) => sources.includes(rule.source) && opens(rule, ports))
        ? `${id} (${name})`
        : undefined,
    words,
  );
}

export const judgeCifs: Judge = (input) =>
  judgeGroups(input, cifs, ['0.0.0.0/0', '::/0'], {
    bad: 'They let the whole internet in on port 445.',
    good: 'No security group lets the whole internet in on port 445.',
  });

export const judgeOpenGroups: Judge = (input) =>
  judgeGroups(input, administration, ['0.0.0.0/0'], {
    bad: 'They let the whole internet in on port 22 or 3389: use Session Manager, or name the addresses.',
    good: 'No security group lets 0.0.0.0/0 in on port 22 or 3389.',
  });

export const judgeOpenGroups6: Judge = (input) =>
  judgeGroups(input, administration, ['::/0'], {
    bad: 'They let the whole internet in on port 22 or 3389, by IPv6.',
    good: 'No security group lets ::/0 in on port 22 or 3389.',
  });

export const judgeOpenAcls: Judge = (input) =>
  judgeRegions(
    input,
    'ec2:DescribeNetworkAcls',
    (region) => region.networkAcls,
    (acl) => (isOpenAcl(acl) ? acl.id : undefined),
    {
      bad: 'They let the whole internet through to port 22 or 3389, as those that AWS makes do. Deny both, or delete default VPCs that nobody uses.',
      good: 'No network ACL lets the whole internet through to port 22 or 3389.',
    },
  );

/** The first entry that fits decides. */
function isOpenAcl({ entries }: NetworkAclFact): boolean {
  return (['0.0.0.0/0', '::/0'] as const).some((source) =>
    administration.some(
      (port) => entries.find((entry) => entry.source === source && opens(entry, [port]))?.allows === true,
    ),
  );
}

export const judgeDefaultGroups: Judge = (input) =>
  judgeRegions(
    input,
    'ec2:DescribeSecurityGroups',
    (region) => region.securityGroups,
    (group) => (group.isDefault && group.rules > 0 ? `${group.id} of ${group.vpc}` : undefined),
    {
      bad: 'Whatever is started without a group gets them: take their rules away, or delete VPCs that nobody uses.',
      good: 'No default security group has a rule.',
    },
  );

export const judgeFlowLogs: Judge = (input) =>
  judgeRegions(
    input,
    'ec2:DescribeFlowLogs',
    (region) => region.vpcs,
    (vpc) => (vpc.flowLogs ? undefined : `${vpc.id}${vpc.isDefault ? ' (default)' : ''}`),
    {
      bad: 'Rejected traffic is not recorded. It costs money by volume; delete default VPCs that nobody uses.',
      good: 'Every VPC records at least what it rejects.',
    },
  );
