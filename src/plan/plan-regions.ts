import { logicalNames as names, regionalNames } from '../lib/logical-names.ts';
import type { Answers } from '../model/answers.ts';
import type { MetadataDefaultsPlan, RegionPlan, Tags } from '../model/plan.ts';
import type { MetadataDefaultsFact, RegionFact, Snapshot } from '../model/snapshot.ts';
import type { Adoption } from './adoption.ts';

/** Name of an analyzer of ours; it is unique in its region only. */
export const analyzerName = 'bootstrap-account';

/**
 * Settings that each region has for itself: for the home region, and for the others that the account holds and
 * the file wants. Where a region, or one setting of it, cannot be read, what an earlier run recorded stays.
 */
export function planRegions(answers: Answers, snapshot: Snapshot, adoption: Adoption): readonly RegionPlan[] {
  const home = answers.account.region;
  const facts = new Map(snapshot.regions.map((fact) => [fact.name, fact]));
  const isUnknown = snapshot.notRead.some((read) => read.action === 'ec2:DescribeRegions');
  const settings = [names.ebsEncryptionIn(''), names.metadataDefaultsIn(''), names.accessAnalyzerIn('')];
  const recorded =
    isUnknown && answers.regions.kind === 'all-enabled'
      ? settings.flatMap((each) => adoption.endings(each))
      : [];
  const others = [...facts.keys(), ...snapshot.regionsLeftOut.map((each) => each.name), ...recorded];
  const sorted = [...new Set(others)].filter((name) => name !== home).sort();
  return [home, ...sorted]
    .map((name) => planRegion(name, { answers, snapshot, fact: facts.get(name), adoption }))
    .filter((region) => region.home || isWorthMaking(region));
}

function isWorthMaking({ encryptEbs, metadataDefaults, analyzer }: RegionPlan): boolean {
  return encryptEbs || metadataDefaults !== undefined || analyzer !== undefined;
}

interface Known {
  readonly answers: Answers;
  readonly snapshot: Snapshot;
  /** Undefined for a region that was not read. */
  readonly fact: RegionFact | undefined;
  readonly adoption: Adoption;
}

function planRegion(name: string, { answers, snapshot, fact, adoption }: Known): RegionPlan {
  const { encryptEbs, requireImdsv2, accessAnalyzer } = answers.defaults;
  const home = name === answers.account.region;
  const logical = regionalNames({ name, home });
  const importId = (id: string) => (home ? id : `${id}@${name}`);
  // The home region is always judged: what is denied there stops the run before it.
  const isKnown = (setting: unknown, resource: string) =>
    home || setting !== undefined || adoption.knows(resource);
  const ebs = home ? snapshot.ebsEncryptionByDefault : fact?.ebsEncryptionByDefault;
  if (encryptEbs && ebs === true) adoption.found(logical.ebs, importId('default'), false);
  const metadataDefaults =
    requireImdsv2 && isKnown(fact?.metadataDefaults, logical.metadata)
      ? planMetadata(fact?.metadataDefaults, adoption.recorded(logical.metadata))
      : undefined;
  const analyzer =
    accessAnalyzer && isKnown(fact?.analyzers, logical.analyzer)
      ? planAnalyzer(fact, { logicalName: logical.analyzer, importId }, adoption)
      : undefined;
  return {
    name,
    home,
    encryptEbs: encryptEbs && isKnown(ebs, logical.ebs),
    ...(metadataDefaults === undefined ? {} : { metadataDefaults }),
    ...(analyzer === undefined ? {} : { analyzer }),
  };
}

/**
 * The official plug-in has no import for these. So where the account has them as wanted already and no run of
 * ours recorded them, there is nothing to register: made anew, they would be one needless change on each new machine.
 */
function planMetadata(
  live: MetadataDefaultsFact | undefined,
  recorded: Readonly<Record<string, unknown>> | undefined,
): MetadataDefaultsPlan | undefined {
  const isAsWanted = live?.httpTokens === 'required';
  if (recorded === undefined) return isAsWanted ? undefined : keepRest(live);
  // What somebody set beside it since then is theirs, and no change of ours, until all four have to be put anyway.
  return live === undefined || isAsWanted ? keepRest(recorded) : keepRest(live);
}

function keepRest(from: Readonly<Record<string, unknown>> | MetadataDefaultsFact = {}): MetadataDefaultsPlan {
  const { httpEndpoint, httpPutResponseHopLimit: hops, instanceMetadataTags } = from;
  return {
    httpTokens: 'required',
    ...(isChosen(httpEndpoint) ? { httpEndpoint } : {}),
    ...(typeof hops === 'number' && hops > 0 ? { httpPutResponseHopLimit: hops } : {}),
    ...(isChosen(instanceMetadataTags) ? { instanceMetadataTags } : {}),
  };
}

const isChosen = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && value !== 'no-preference';

/**
 * AWS takes one analyzer for external access in an account and region: one that is there is taken over, whoever
 * made it. The name of a recorded one stays: another would replace it.
 */
function planAnalyzer(
  fact: RegionFact | undefined,
  about: { readonly logicalName: string; readonly importId: (id: string) => string },
  adoption: Adoption,
): { readonly name: string; readonly tags: Tags } {
  const { logicalName } = about;
  const record = adoption.recorded(logicalName);
  const recorded = record?.analyzerName;
  const all = fact?.analyzers ?? [];
  const live = all.find((each) => each.name === recorded) ?? (recorded === undefined ? all[0] : undefined);
  adoption.foundTagged(logicalName, live === undefined ? undefined : about.importId(live.name), live?.tags);
  return {
    name: live?.name ?? (typeof recorded === 'string' ? recorded : analyzerName),
    tags: adoption.tags(logicalName, live?.tags ?? (record?.tags as Tags | undefined), {}),
  };
}
