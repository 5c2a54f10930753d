import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { RegionFact, Snapshot } from '../../src/model/snapshot.ts';
import { accountAsPlanned, exampleContact, having } from './account-as-planned.ts';

const settled = accountAsPlanned();
const withRegion = (name: string, change: Partial<RegionFact>): Snapshot =>
  having({
    regions: settled.regions.map((region) => (region.name === name ? { ...region, ...change } : region)),
  });

/** Planted differences in what each region has for itself, and in the contacts. */
export const plantedRegional: readonly (readonly [string, Snapshot, readonly string[]])[] = [
  [
    'ebs-encryption-off:us-east-1',
    withRegion('us-east-1', { ebsEncryptionByDefault: false }),
    [names.ebsEncryptionIn('us-east-1')],
  ],
  [
    'imdsv2-not-required:eu-west-1',
    withRegion('eu-west-1', { metadataDefaults: { httpTokens: 'optional' } }),
    [names.metadataDefaults],
  ],
  [
    'imdsv2-not-required:us-east-1',
    withRegion('us-east-1', { metadataDefaults: {} }),
    [names.metadataDefaultsIn('us-east-1')],
  ],
  ['analyzer-missing:eu-west-1', withRegion('eu-west-1', { analyzers: [] }), [names.accessAnalyzer]],
  [
    'analyzer-missing:us-east-1',
    withRegion('us-east-1', { analyzers: [] }),
    [names.accessAnalyzerIn('us-east-1')],
  ],
  ['contact-missing:security', having({ contacts: {} }), [names.contact('security')]],
  [
    'contact-changed:security',
    having({ contacts: { security: { ...exampleContact, phone: '+1' } } }),
    [names.contact('security')],
  ],
];

const { analyzers: _, metadataDefaults: __, ebsEncryptionByDefault: ___, ...unread } = settled.regions[1]!;

/** No drift: stronger, somebody else's, or not looked at. */
export const quietRegional: readonly (readonly [string, Snapshot])[] = [
  [
    "somebody else's analyzer",
    withRegion('us-east-1', { analyzers: [{ name: 'theirs', arn: 'arn:theirs', tags: {} }] }),
  ],
  [
    'a hop limit beside IMDSv2',
    withRegion('us-east-1', { metadataDefaults: { httpTokens: 'required', httpPutResponseHopLimit: 2 } }),
  ],
  [
    'a contact that the file does not name',
    having({ contacts: { security: exampleContact, billing: exampleContact } }),
  ],
  ['a region that could not be read', having({ regions: settled.regions.slice(0, 1) })],
  ['a region of which nothing could be read', having({ regions: [settled.regions[0]!, unread] })],
];
