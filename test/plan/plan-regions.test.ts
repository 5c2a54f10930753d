import { describe, expect, it } from 'vitest';
import { checkRegions } from '../../src/findings/preflight/regions.ts';
import type { Answers } from '../../src/model/answers.ts';
import type { Plan, StateEntry, StateIndex } from '../../src/model/plan.ts';
import type { RegionFact, Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { exampleContact } from '../findings/account-as-planned.ts';
import { emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const bare = { ebsEncryptionByDefault: false, metadataDefaults: {}, analyzers: [], denied: [] } as const;
const home: RegionFact = { name: 'eu-west-1', ...bare };
const other: RegionFact = { name: 'us-east-1', ...bare };
const everywhere: Answers = { ...exampleAnswers, regions: { kind: 'all-enabled' } };
const noState: StateIndex = new Map();

const plan = (regions: readonly RegionFact[], state = noState, more: Partial<Snapshot> = {}) =>
  assemblePlan(everywhere, { ...emptySnapshot, regions, ...more }, state);
const inRegions = (of: Plan) => of.parts['account-defaults'].regions;
const stateOf = (properties: Readonly<Record<string, Readonly<Record<string, unknown>>>>): StateIndex =>
  new Map(
    Object.entries(properties).map(([name, each]): [string, StateEntry] => [
      name,
      { urn: `urn:${name}`, type: 'x', name, id: name, retained: false, properties: each },
    ]),
  );
const tags = { ManagedBy: 'bootstrap-account', Origin: 'made' };
const names = {
  ebs: 'account-defaults/ebs-encryption/us-east-1',
  metadata: 'account-defaults/instance-metadata-defaults/us-east-1',
  analyzer: 'account-defaults/access-analyzer/us-east-1',
};
const allThree = stateOf({
  [names.ebs]: { enabled: true },
  [names.metadata]: { httpTokens: 'required', httpPutResponseHopLimit: -1 },
  [names.analyzer]: { analyzerName: 'bootstrap-account', tags },
});

describe('settings of regions', () => {
  it('are made in home and in every other region; names of home are those of yesterday', () => {
    const made = plan([home, other]);
    const rows = plannedResources(made).filter((each) => each.inRegion !== undefined);
    expect(rows.map((each) => [each.name, each.title, each.kept])).toEqual([
      ['account-defaults/ebs-encryption', 'EBS volumes encrypted by default in eu-west-1', true],
      ['account-defaults/instance-metadata-defaults', 'IMDSv2 required of new instances in eu-west-1', true],
      ['account-defaults/access-analyzer', 'analyzer of access from outside in eu-west-1', false],
      [names.ebs, 'EBS volumes encrypted by default in us-east-1', true],
      [names.metadata, 'IMDSv2 required of new instances in us-east-1', true],
      [names.analyzer, 'analyzer of access from outside in us-east-1', false],
    ]);
    expect(made.adopt).toEqual({});
  });

  it('are imported with their region where they are there; an analyzer of others is kept and never renamed', () => {
    const theirs = { name: 'theirs', arn: 'arn:theirs', tags: { Team: 'audit' } };
    const made = plan([home, { ...other, ebsEncryptionByDefault: true, analyzers: [theirs] }]);
    expect(made.adopt).toEqual({ [names.ebs]: 'default@us-east-1', [names.analyzer]: 'theirs@us-east-1' });
    expect(made.retain).toEqual([names.analyzer]);
    expect(inRegions(made)[1]?.analyzer).toEqual({
      name: 'theirs',
      tags: { Team: 'audit', ManagedBy: 'bootstrap-account', Origin: 'adopted' },
    });
  });

  it('adopt an analyzer of ours after a lost state, to be deleted with its switch', () => {
    const ours = { name: 'bootstrap-account', arn: 'arn:ours', tags };
    const made = plan([{ ...home, analyzers: [ours] }]);
    expect(made.adopt).toEqual({ 'account-defaults/access-analyzer': 'bootstrap-account' });
    expect(made.retain).toEqual([]);
  });

  it('keep what a recorded analyzer is called, though somebody put another in its place', () => {
    const theirs = { name: 'theirs', arn: 'arn:theirs', tags: {} };
    const made = plan([home, { ...other, analyzers: [theirs] }], allThree);
    expect(inRegions(made)[1]?.analyzer).toEqual({ name: 'bootstrap-account', tags });
    expect(made.adopt).toEqual({});
  });
});

describe('metadata defaults, which cannot be imported', () => {
  const metadata = (live: RegionFact['metadataDefaults'], state = noState) =>
    inRegions(plan([home, { ...other, metadataDefaults: live ?? {} }], state))[1]?.metadataDefaults;

  it('are left alone where the account has them as wanted and no run of ours recorded them', () => {
    expect(metadata({ httpTokens: 'required', httpPutResponseHopLimit: 2 })).toBeUndefined();
  });
  it('keep what stands beside them, for AWS takes all four at once', () => {
    expect(
      metadata({ httpTokens: 'optional', httpPutResponseHopLimit: 2, instanceMetadataTags: 'enabled' }),
    ).toEqual({ httpTokens: 'required', httpPutResponseHopLimit: 2, instanceMetadataTags: 'enabled' });
  });
  it('are as recorded while they hold: a hop limit that somebody added is no change of ours', () => {
    expect(metadata({ httpTokens: 'required', httpPutResponseHopLimit: 2 }, allThree)).toEqual({
      httpTokens: 'required',
    });
  });
  it('take it in when they have to be put again', () => {
    expect(metadata({ httpTokens: 'optional', httpPutResponseHopLimit: 2 }, allThree)).toEqual({
      httpTokens: 'required',
      httpPutResponseHopLimit: 2,
    });
  });
});

describe('a region that cannot be read', () => {
  const unread: RegionFact = { name: 'us-east-1', denied: ['access-analyzer:ListAnalyzers'] };

  it('gets nothing where nothing is known of it', () => {
    expect(inRegions(plan([home, unread])).map((region) => region.name)).toEqual(['eu-west-1']);
    const part: RegionFact = { ...unread, ebsEncryptionByDefault: false };
    expect(inRegions(plan([home, part]))[1]).toEqual({ name: 'us-east-1', home: false, encryptEbs: true });
  });
  it.each([
    ['denied', plan([home, unread], allThree)],
    [
      'switched off since',
      plan([home], allThree, { regionsLeftOut: [{ name: 'us-east-1', why: 'disabled' }] }),
    ],
    [
      'not even listed',
      plan([home], allThree, { notRead: [{ action: 'ec2:DescribeRegions', why: 'AccessDenied' }] }),
    ],
  ])('keeps what an earlier run recorded: %s', (_, made) => {
    expect(inRegions(made)[1]).toEqual({
      name: 'us-east-1',
      home: false,
      encryptEbs: true,
      metadataDefaults: { httpTokens: 'required' },
      analyzer: { name: 'bootstrap-account', tags },
    });
  });
  it('is told, one finding a cause, and stops nothing', () => {
    const third: RegionFact = { ...unread, name: 'us-west-2' };
    const snapshot: Snapshot = {
      ...emptySnapshot,
      regions: [home, unread, third],
      regionsLeftOut: [
        { name: 'af-south-1', why: 'disabled' },
        { name: 'eu-west-9', why: 'unknown' },
        { name: 'me-south-1', why: 'disabled' },
        { name: 'sa-east-1', why: 'unreachable' },
      ],
    };
    const found = checkRegions(snapshot, ['me-south-1', 'eu-west-9']);
    expect(found.map((each) => each.id)).toEqual([
      'region-not-read:access-analyzer:ListAnalyzers us-east-1,us-west-2',
      'region-left-out:unreachable sa-east-1',
      'region-left-out:disabled me-south-1',
      'region-left-out:unknown eu-west-9',
    ]);
    expect(found.filter((each) => each.stops !== undefined)).toEqual([]);
    // Nobody named it: a region that is switched off is as it should be.
    expect(checkRegions({ ...snapshot, regions: [home] }).map((each) => each.id)).not.toContain(
      'region-left-out:disabled af-south-1',
    );
  });
});

describe('contacts', () => {
  const wanted: Answers = {
    ...exampleAnswers,
    account: { ...exampleAnswers.account, contacts: { billing: exampleContact } },
  };
  it('are made, or taken over by their type alone; others are left alone', () => {
    const made = assemblePlan(wanted, emptySnapshot, noState);
    expect(made.parts['account-defaults'].contacts).toEqual([{ type: 'billing', ...exampleContact }]);
    expect(made.adopt).toEqual({});
    const contacts = { security: exampleContact, billing: { ...exampleContact, name: 'Old' } };
    expect(assemblePlan(wanted, { ...emptySnapshot, contacts }, noState).adopt).toEqual({
      'account-defaults/contacts/billing': 'BILLING',
    });
  });
});
