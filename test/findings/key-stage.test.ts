import { describe, expect, test } from 'vitest';
import { deletableFrom, judgeStage, type StageFacts, weighEvidence } from '../../src/findings/key-stage.ts';
import { uncoveredPlaces } from '../../src/findings/uncovered-places.ts';
import type { KeyPlace } from '../../src/model/keys.ts';
import type { AccessKeyFact, InstanceFact } from '../../src/model/snapshot.ts';

const now = new Date('2026-11-26T12:00:00Z');
const ago = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString();
const key = (more: Partial<AccessKeyFact> = {}): AccessKeyFact => ({
  idEnd: 'ABCD',
  active: true,
  createdAt: ago(200),
  lastUsedAt: ago(0),
  ...more,
});
const role = (lastUsedAt?: string) => ({
  name: 'uploads',
  ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
});
const note = { user: 'bot', idEnd: 'ABCD', role: 'uploads', attachedAt: ago(3) };
const facts = (more: Partial<StageFacts> = {}): StageFacts & { key: AccessKeyFact } => ({
  user: 'bot',
  now,
  ...more,
  key: more.key ?? key(),
});

describe('the stage of a key', () => {
  test.each<readonly [string, StageFacts, string]>([
    ['nothing done', facts(), 'found'],
    ['a role, not seen', facts({ note, role: role() }), 'role-attached'],
    ['a role, used before it was attached', facts({ note, role: role(ago(5)) }), 'role-attached'],
    ['a role in use, key too', facts({ note, role: role(ago(1)) }), 'role-in-use'],
    [
      'a role in use, key quiet',
      facts({ note, role: role(ago(1)), key: key({ lastUsedAt: ago(8) }) }),
      'quiet',
    ],
    [
      'a role in use, key quiet too short',
      facts({ note, role: role(ago(1)), key: key({ lastUsedAt: ago(6) }) }),
      'role-in-use',
    ],
    ['off', facts({ key: key({ active: false }) }), 'inactive'],
    ['gone', { user: 'bot', now, note }, 'deleted'],
    [
      'without a note, the role of the machine',
      facts({ role: role(ago(30)), key: key({ lastUsedAt: ago(20) }) }),
      'quiet',
    ],
  ])('%s', (_, given, expected) => {
    expect(judgeStage(given).stage).toBe(expected);
  });

  test('off: told how long it waits, then that it may go', () => {
    const off = (days: number) =>
      judgeStage(facts({ key: key({ active: false }), note: { ...note, offAt: ago(days), waitDays: 7 } }));
    expect(off(6).next).toContain('keys undo ABCD --user bot');
    expect(off(7).next).toBe('bootstrap-account keys retire ABCD --user bot');
    expect(off(6).detail).toContain('may be deleted from 2026-11-27 on');
  });

  test('a stated time is kept, and a lost note is no leave to delete', () => {
    expect(deletableFrom({ ...note, offAt: ago(0), waitDays: 30 })?.toISOString()).toBe(
      '2026-12-26T12:00:00.000Z',
    );
    expect(deletableFrom(note)).toBeUndefined();
    expect(deletableFrom(undefined)).toBeUndefined();
  });
});

describe('evidence for switching off', () => {
  const quiet = key({ lastUsedAt: ago(9) });
  const weigh = (more: Parameters<typeof facts>[0], calls?: number, uncovered: readonly string[] = []) =>
    weighEvidence({ ...facts(more), days: 7, uncovered, ...(calls === undefined ? {} : { calls }) }).enough;
  test.each<readonly [string, boolean, boolean]>([
    ['quiet, no call, role seen', weigh({ key: quiet, note, role: role(ago(1)) }, 0), true],
    ['quiet, no call, no role', weigh({ key: quiet }, 0), true],
    ['a place without it', weigh({ key: quiet, note, role: role(ago(1)) }, 0, ['instance i-1']), false],
    ['a place, and no role', weigh({ key: quiet }, 0, ['instance i-1']), false],
    ['used lately', weigh({ note, role: role(ago(1)) }, 0), false],
    ['a call in the history', weigh({ key: quiet, note, role: role(ago(1)) }, 1), false],
    ['the history was not asked', weigh({ key: quiet, note, role: role(ago(1)) }), false],
    ['the role was not seen', weigh({ key: quiet, note, role: role() }, 0), false],
    [
      'made yesterday and never used',
      weigh({ key: key({ createdAt: ago(1), lastUsedAt: undefined as never }) }, 0),
      false,
    ],
  ])('%s', (_, enough, expected) => {
    expect(enough).toBe(expected);
  });
});

test('places without a role: instances with none or another one, and what machines are made of', () => {
  const place = (kind: KeyPlace['kind'], id: string): KeyPlace => ({
    ...{ kind, id, region: 'eu-west-1', part: '', line: 2, withSecret: true },
  });
  const instance = (id: string, profile?: string): InstanceFact => ({
    ...{ id, region: 'eu-west-1', state: 'running', httpTokens: 'required', metadata: true },
    ...(profile === undefined ? {} : { profileArn: `arn:aws:iam::123456789012:instance-profile/${profile}` }),
  });
  const instances = [instance('i-ours', 'uploads'), instance('i-other', 'web'), instance('i-bare')];
  const places = [...instances.map(({ id }) => place('instance', id)), place('launch-configuration', 'old')];
  expect(uncoveredPlaces(places, instances, 'uploads')).toEqual([
    ...['instance i-other in eu-west-1', 'instance i-bare in eu-west-1'],
    'launch configuration old in eu-west-1',
  ]);
  expect(uncoveredPlaces(places, instances, undefined)).toHaveLength(4);
  expect(uncoveredPlaces([place('instance', 'i-ours')], instances, 'uploads')).toEqual([]);
});
