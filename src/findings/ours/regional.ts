import { regionalNames } from '../../lib/logical-names.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan, RegionPlan } from '../../model/plan.ts';
import type { RegionFact, Snapshot } from '../../model/snapshot.ts';
import { drift } from './drift.ts';

/** Settings that each region has for itself. What could not be read in a region is not judged there. */
export function compareRegions(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const facts = new Map(snapshot.regions.map((fact) => [fact.name, fact]));
  return plan.parts['account-defaults'].regions.flatMap((region) => {
    const fact = facts.get(region.name);
    return [
      ...ebs(region, region.home ? snapshot.ebsEncryptionByDefault : fact?.ebsEncryptionByDefault),
      ...(fact === undefined ? [] : [...metadata(region, fact), ...analyzer(region, fact)]),
    ];
  });
}

function ebs(region: RegionPlan, live: boolean | undefined): readonly Finding[] {
  if (!region.encryptEbs || live !== false) return [];
  return [
    drift('ebs-encryption-off', region.name, {
      what: `New volumes in ${region.name} are not encrypted by default.`,
      expected: 'on',
      actual: 'off',
      why: 'A snapshot that leaves the account would be readable.',
      resources: [regionalNames(region).ebs],
    }),
  ];
}

function metadata(region: RegionPlan, { metadataDefaults: live }: RegionFact): readonly Finding[] {
  if (region.metadataDefaults === undefined || live === undefined || live.httpTokens === 'required')
    return [];
  return [
    drift('imdsv2-not-required', region.name, {
      what: `New instances in ${region.name} may answer metadata requests without a session token.`,
      expected: 'httpTokens required',
      actual: live.httpTokens === undefined ? 'no default' : `httpTokens ${live.httpTokens}`,
      why: 'A program that can be made to fetch an address would hand out the keys of its role.',
      resources: [regionalNames(region).metadata],
    }),
  ];
}

/** Any analyzer of the account will do, whoever made it: there can be one only. */
function analyzer(region: RegionPlan, { analyzers }: RegionFact): readonly Finding[] {
  if (region.analyzer === undefined || analyzers === undefined || analyzers.length > 0) return [];
  return [
    drift('analyzer-missing', region.name, {
      what: `Nothing watches in ${region.name} for what is shared with the outside.`,
      expected: `analyzer ${region.analyzer.name}`,
      actual: 'none',
      why: 'A bucket, key or role that a stranger may use would not be noticed.',
      resources: [regionalNames(region).analyzer],
    }),
  ];
}
