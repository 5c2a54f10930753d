import type { RegionFact } from '../../model/snapshot.ts';
import { unreadIn, whereBlind } from './blind-regions.ts';
import { type CisInput, type Judge, settle, unknown } from './verdict.ts';

/** A setting that every region has for itself. */
function judgeSetting(
  input: CisInput,
  pick: (region: RegionFact) => unknown,
  isRight: (region: RegionFact) => boolean,
  words: { readonly needs: readonly string[]; readonly bad: string; readonly good: string },
) {
  const { regions, regionsLeftOut } = input.snapshot;
  const seen = regions.filter((region) => pick(region) !== undefined);
  const lost = regionsLeftOut.filter((region) => region.why === 'unreachable').map((region) => region.name);
  return settle(input, {
    wrong: seen.filter((region) => !isRight(region)).map((region) => region.name),
    blind: [...unreadIn(regions, pick), ...lost.map((name) => `${name}: out of reach`), ...whereBlind(input)],
    ...words,
  });
}

export const judgeEbs: Judge = (input) =>
  judgeSetting(
    input,
    (region) => region.ebsEncryptionByDefault,
    (region) => region.ebsEncryptionByDefault === true,
    {
      needs: ['ec2:GetEbsEncryptionByDefault'],
      bad: 'New disks are not encrypted there.',
      good: 'New disks are encrypted in every region that is switched on.',
    },
  );

export const judgeAnalyzer: Judge = (input) =>
  judgeSetting(
    input,
    (region) => region.analyzers,
    (region) => (region.analyzers ?? []).length > 0,
    {
      needs: ['access-analyzer:ListAnalyzers'],
      bad: 'There is no analyzer for access from outside.',
      good: 'Every region that is switched on has one.',
    },
  );

/** The benchmark asks about instances; the default is asked for too, or the next instance would fall behind. */
export const judgeImds: Judge = (input) => {
  const { instances } = input.snapshot;
  const old = instances.filter((each) => each.metadata && each.httpTokens !== 'required');
  const inRegions = judgeSetting(
    input,
    (region) => region.metadataDefaults,
    (region) => region.metadataDefaults?.httpTokens === 'required',
    {
      needs: ['ec2:GetInstanceMetadataDefaults', 'ec2:DescribeInstances'],
      bad: 'A new instance would answer without a token there.',
      good: 'No instance answers without a token, nor will the next one.',
    },
  );
  const unseen = withoutInstances(input);
  if (old.length === 0)
    return unseen.length === 0 || inRegions.status !== 'done'
      ? inRegions
      : unknown('Not everything could be looked at.', unseen);
  return settle(input, {
    needs: [],
    wrong: old.map((each) => `${each.id} in ${each.region}`),
    bad: 'They answer without a token: aws ec2 modify-instance-metadata-options --http-tokens required.',
    good: '',
  });
};

export const judgeInstanceRoles: Judge = (input) => {
  const { instances } = input.snapshot;
  return settle(input, {
    needs: ['ec2:DescribeInstances'],
    wrong: instances
      .filter((each) => each.profileArn === undefined)
      .map((each) => `${each.id} in ${each.region}`),
    bad: 'Without a role a program on them has keys of its own, or none.',
    good:
      instances.length === 0
        ? 'There is no instance.'
        : 'Every instance has one. Keys in files on them are not seen from here.',
    blind: [...withoutInstances(input), ...whereBlind(input)],
  });
};

/** Regions, the home region apart, that did not show their instances. */
function withoutInstances({ snapshot }: CisInput): readonly string[] {
  return snapshot.regions
    .filter((region) => region.denied.includes('ec2:DescribeInstances'))
    .map((region) => `${region.name}: instances not read`);
}
