import { describe, expect, it } from 'vitest';
import { foldRows } from '../../src/ui/fold-rows.ts';

const bucket = { name: 'audit/bucket', title: 'audit bucket logs' };
const versioning = {
  name: 'audit/versioning',
  title: 'versioning on the audit bucket logs',
  within: { name: 'audit/bucket', as: 'versioning' },
};
const onGroup = (policy: string) => ({
  name: `groups/admins/${policy}`,
  title: `policy ${policy} on group admins`,
  within: { name: 'groups/admins', as: `policy ${policy}` },
});
const inRegion = (setting: string, region: string) => ({
  name: `${setting}/${region}`,
  title: `${setting} in ${region}`,
  inRegion: { setting, region },
});

describe('foldRows', () => {
  it('puts what belongs to a listed thing behind it, whichever comes first', () => {
    expect(foldRows([versioning, bucket, { name: 'trail', title: 'trail main' }])).toEqual([
      'audit bucket logs: versioning',
      'trail main',
    ]);
  });
  it('keeps the whole title where the thing itself is not listed', () => {
    expect(foldRows([versioning])).toEqual(['versioning on the audit bucket logs']);
  });
  it('says the word policies once', () => {
    const group = { name: 'groups/admins', title: 'group admins' };
    expect(foldRows([group, onGroup('RequireMFA'), onGroup('Work')])).toEqual([
      'group admins: policies RequireMFA, Work',
    ]);
    expect(foldRows([group, onGroup('Work')])).toEqual(['group admins: policy Work']);
  });
  it('counts what has no name of its own, and finds the listed thing over two steps', () => {
    const topic = { name: 'topic', title: 'topic alarms' };
    const alarm = (key: string) => ({
      name: `alarm/${key}`,
      title: `alarm ${key}`,
      within: { name: 'topic', as: `alarm ${key}` },
    });
    const filter = (key: string) => ({
      name: `filter/${key}`,
      title: `filter ${key}`,
      within: { name: `alarm/${key}`, as: 'filter' },
    });
    const rows = ['a', 'b'].flatMap((key) => [filter(key), alarm(key)]);
    expect(foldRows([topic, ...rows])).toEqual(['topic alarms: 2 filters, 2 alarms (a; b)']);
    expect(foldRows(rows)).toEqual(['alarm a: filter', 'alarm b: filter']);
  });
  it('names regions once for all settings that they share', () => {
    const rows = ['a', 'b'].flatMap((region) => [inRegion('EBS', region), inRegion('IMDS', region)]);
    expect(foldRows([...rows, inRegion('analyzer', 'a')])).toEqual([
      'in 2 regions: EBS; IMDS (a, b)',
      'analyzer in a',
    ]);
  });
});
