import { rmSync } from 'node:fs';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { IAMClient, ListAccessKeysCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { deleteCredentials } from '../../src/account/write/delete-credentials.ts';
import { carryOutRemoval } from '../../src/account/write/remove.ts';
import { stripUser } from '../../src/account/write/strip-user.ts';
import { deleteKey, setKeyActive } from '../../src/account/write/switch-key.ts';
import type { Context } from '../../src/context.ts';
import { keyOffSince } from '../../src/flow/key-off-since.ts';
import { guardMember, refuseSelf } from '../../src/flow/member-guards.ts';
import type { Place } from '../../src/flow/place.ts';
import { findOwnKeysOf, refuseOwnKeys } from '../../src/flow/refuse-own-keys.ts';
import { guardRoles, noteLift } from '../../src/flow/role-guards.ts';
import { changeNotes, noteKey, readNotes } from '../../src/handover/account-notes.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { AccessKeyFact } from '../../src/model/snapshot.ts';
import type { KeysBehind } from '../../src/model/target.ts';
import { makeFolder } from '../config/temp-folder.ts';
import { makeFinding } from '../helpers/check-example.ts';

const own = { accessKeyId: 'AKIAQWERTZUIOPAAWXYZ', secretAccessKey: 'only-for-tests' };
const clients = makeClients({ region: 'eu-west-1', credentials: async () => own });
const cloudtrail = mockClient(CloudTrailClient);
const iam = mockClient(IAMClient);
const now = '2026-11-26T10:00:00.000Z';
const told: string[] = [];
const context = {
  now: () => new Date(now),
  host: { tell: ({ text }: { text: string }) => told.push(text) },
  interrupts: { signal: new AbortController().signal },
} as unknown as Context;
const key = (more: Partial<AccessKeyFact> = {}): AccessKeyFact => ({
  ...{ idEnd: 'WXYZ', active: false, createdAt: '2026-01-01T00:00:00.000Z' },
  ...more,
});

let folder: string;
beforeEach(async () => {
  folder = await makeFolder();
  told.length = 0;
  cloudtrail.on(LookupEventsCommand).resolves({ Events: [] });
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  cloudtrail.reset();
  iam.reset();
});

const placeOf = (caller: Partial<Place['caller']>) => ({ clients, caller }) as unknown as Place;
const others = (name: string, idEnd: string, more: Partial<AccessKeyFact> = {}) => ({
  name,
  accessKeys: [key({ idEnd, active: true, ...more })],
});
const usedAt = (hours: number) => new Date(Date.parse(now) - hours * 3_600_000).toISOString();
const refused = { code: 'OwnKey', exitCode: 3 };

test('the key that the run works with is never retired, nor one that may have opened its session', async () => {
  listKeys({ alice: own.accessKeyId, bob: 'AKIAQWERTZUIOPAAXXYZ' });
  const alice = placeOf({ kind: 'user', name: 'alice', credentialKind: 'long-lived' });
  const session = placeOf({ kind: 'user', name: 'alice', credentialKind: 'session' });
  await expect(refuseOwnKeys(context, alice, others('alice', 'WXYZ'), {})).rejects.toMatchObject(refused);
  await expect(refuseOwnKeys(context, session, others('alice', 'ABCD'), {})).rejects.toMatchObject(refused);
  await refuseOwnKeys(context, alice, others('alice', 'ABCD'), {});
  await refuseOwnKeys(context, alice, others('bob', 'ABCD'), {});
  await refuseOwnKeys(context, session, others('bob', 'WXYZ', { lastUsedAt: usedAt(1) }), {});
});

const sessionOf = (keysBehind: KeysBehind | undefined) =>
  makeClients({
    region: 'eu-west-1',
    credentials: async () => ({ ...own, accessKeyId: 'ASIAOFTHESESSIONXXXX', sessionToken: 't' }),
    ...(keysBehind === undefined ? {} : { keysBehind }),
  });
const roleOn = (keysBehind: KeysBehind | undefined) => ({
  ...placeOf({ kind: 'role', name: 'admin', credentialKind: 'session' }),
  clients: sessionOf(keysBehind),
});

test('the key that a role was assumed with is not retired, and every other one is free', async () => {
  listKeys({ carol: 'AKIACAROLSOURCEXWXYZ', bob: 'AKIABOBENDSALIKEWXYZ' });
  const role = roleOn({ ids: ['AKIACAROLSOURCEXWXYZ'], isComplete: true });
  const used = { lastUsedAt: usedAt(1) };
  await expect(
    refuseOwnKeys(context, role, others('carol', 'WXYZ'), { iUnderstand: ['own-key:carol/WXYZ'] }),
  ).rejects.toMatchObject(refused);
  await refuseOwnKeys(context, role, others('bob', 'WXYZ', used), {});
  await refuseOwnKeys(context, role, others('carol', 'ABCD', used), {});
  const session = { ...role, caller: { ...role.caller, kind: 'user' as const, name: 'carol' } };
  await refuseOwnKeys(context, session, others('carol', 'ABCD', used), {});
});

test('a session that came ready-made needs consent, by name, for a key that was in use of late', async () => {
  for (const behind of [undefined, { ids: [], isComplete: false }])
    for (const kind of ['role', 'federated'] as const) {
      const role = roleOn(behind);
      const place = { ...role, caller: { ...role.caller, kind } };
      const recent = others('bob', 'WXYZ', { lastUsedAt: usedAt(30) });
      const fresh = others('bob', 'WXYZ', { createdAt: usedAt(1) });
      await expect(refuseOwnKeys(context, place, recent, {})).rejects.toMatchObject({
        ...refused,
        message: expect.stringContaining('--i-understand own-key:bob/WXYZ'),
      });
      await expect(refuseOwnKeys(context, place, fresh, {})).rejects.toMatchObject(refused);
      await refuseOwnKeys(context, place, recent, { iUnderstand: ['own-key:bob/WXYZ'] });
      await refuseOwnKeys(context, place, others('bob', 'WXYZ', { lastUsedAt: usedAt(60) }), {});
      const off = { lastUsedAt: usedAt(1), active: false };
      await refuseOwnKeys(context, place, others('bob', 'WXYZ', off), {});
    }
});

test('of users whom a run deletes every key counts, and only theirs', async () => {
  listKeys({ carol: 'AKIACAROLSOURCEXWXYZ', alice: 'AKIAALICEXXXXXXXABCD' });
  const role = roleOn({ ids: ['AKIACAROLSOURCEXWXYZ'], isComplete: true });
  const users = [others('carol', 'WXYZ'), others('alice', 'ABCD')];
  const found = async (...names: string[]) =>
    (await findOwnKeysOf(context, role, users, names)).map(({ id, stops }) => [id, stops]);
  expect(await found('alice')).toEqual([]);
  expect(await found('alice', 'carol')).toEqual([['own-key:carol/WXYZ', 'refuse']]);
});

function listKeys(ids: Readonly<Record<string, string>>): void {
  for (const [UserName, AccessKeyId] of Object.entries(ids))
    iam.on(ListAccessKeysCommand, { UserName }).resolves({
      AccessKeyMetadata: [{ UserName, AccessKeyId, Status: 'Active' }],
    });
}

test('the writes themselves refuse it once more: the own key, and the one behind the session', async () => {
  listKeys({ alice: own.accessKeyId });
  const behind = sessionOf({ ids: [own.accessKeyId], isComplete: true });
  for (const each of [clients, behind]) {
    await expect(setKeyActive(each, 'alice', 'WXYZ', false)).rejects.toMatchObject(refused);
    await expect(deleteKey(each, 'alice', 'WXYZ')).rejects.toMatchObject(refused);
    await expect(stripUser(each, 'alice')).rejects.toMatchObject(refused);
    await expect(deleteCredentials(each, 'alice')).rejects.toMatchObject(refused);
    const off = { kind: 'switch-off-key', user: 'alice', idEnd: 'WXYZ' } as const;
    await expect(carryOutRemoval(each, off)).rejects.toMatchObject(refused);
  }
  expect(iam.calls().every(({ args }) => args[0] instanceof ListAccessKeysCommand)).toBe(true);
  iam.on(UpdateAccessKeyCommand).resolves({});
  await setKeyActive(behind, 'alice', 'WXYZ', true);
});

test('nobody removes themselves, however the name is spelt', () => {
  const alice = placeOf({ kind: 'user', name: 'alice' });
  for (const name of ['alice', 'Alice'])
    expect(() => refuseSelf(alice, name)).toThrow(expect.objectContaining({ code: 'RemovesYourself' }));
  refuseSelf(alice, 'bob');
  refuseSelf(placeOf({ kind: 'role', name: 'alice' }), 'alice');
});

const stops = (rule: string): Finding => ({ ...makeFinding(rule, 'root', 'critical'), stops: 'refuse' });

test('a reason and a day lift the root gate, and nothing else', async () => {
  const lift = { despiteRoot: 'root is in the safe', until: '2026-11-26' };
  expect(() => guardRoles(context, [stops('root-key')], {})).toThrow(
    expect.objectContaining({ code: 'RootKey', exitCode: 3 }),
  );
  const lifted = guardRoles(context, [stops('root-key'), stops('root-without-mfa')], lift);
  expect(lifted).toEqual({ reason: 'root is in the safe', until: '2026-11-26' });
  expect(told.filter((text) => text.includes('Going on until 2026-11-26'))).toHaveLength(2);
  for (const rule of ['root-caller', 'wrong-account', 'unknown-inventory'])
    expect(() => guardRoles(context, [stops('root-key'), stops(rule)], lift)).toThrow();
  expect(guardRoles(context, [], lift)).toBeUndefined();
  await noteLift(context, folder, lifted);
  await noteLift(context, folder, undefined);
  expect((await readNotes(folder)).lifts).toEqual([{ ...lifted, at: now }]);
});

test.each([
  { despiteRoot: 'why' },
  { until: '2026-12-01' },
  { despiteRoot: ' ', until: '2026-12-01' },
  { despiteRoot: 'why', until: '2026-11-25' },
  { despiteRoot: 'why', until: 'soon' },
])('half a lift, or one that is over, is none: %o', (flags) => {
  expect(() => guardRoles(context, [], flags)).toThrow(expect.objectContaining({ code: 'LiftIncomplete' }));
});

test('a lift lasts 90 days at most', () => {
  const lift = (until: string) => guardRoles(context, [], { despiteRoot: 'why', until });
  expect(lift('2027-02-24')).toBeUndefined();
  for (const until of ['2027-02-25', '9999-12-31'])
    expect(() => lift(until)).toThrow(
      expect.objectContaining({
        ...{ code: 'LiftTooLong', exitCode: 4, message: expect.stringContaining(until) },
        fix: expect.stringContaining('2027-02-24'),
      }),
    );
});

test('an account that another state runs is left alone by every small run, too', () => {
  const findings = [stops('state-of-another')];
  const refused = expect.objectContaining({ code: 'StateOfAnother', exitCode: 3 });
  expect(() => guardMember({ findings }, 'alice')).toThrow(refused);
  expect(() => guardRoles(context, findings, {})).toThrow(refused);
});

const offEvent = (at: string) => ({
  EventId: 'e1',
  EventName: 'UpdateAccessKey',
  EventTime: new Date(at),
  ReadOnly: 'false',
  Resources: [{ ResourceType: 'AWS::IAM::User', ResourceName: 'alice' }],
  CloudTrailEvent: JSON.stringify({
    requestParameters: { userName: 'alice', accessKeyId: own.accessKeyId, status: 'Inactive' },
  }),
});
const since = (more: Partial<AccessKeyFact> = {}) =>
  keyOffSince(context, { clients, partition: 'aws', folder, user: 'alice', key: key(more), waitDays: 7 });

test('where the note was lost the event history says since when a key is off, and else it is now', async () => {
  cloudtrail.on(LookupEventsCommand).resolves({ Events: [offEvent('2026-11-10T08:00:00Z')] });
  const found = await since();
  expect(found).toMatchObject({ offAt: '2026-11-10T08:00:00Z', because: 'event e1', waitDays: 7 });
  expect((await readNotes(folder)).keys).toEqual([found]);
  await changeNotes(folder, (notes) => ({ ...notes, keys: [] }));
  cloudtrail.on(LookupEventsCommand).resolves({ Events: [] });
  expect(await since()).toMatchObject({ offAt: now, because: 'found off' });
});

test('a key that was used after it was noted as off waits anew', async () => {
  const of = { user: 'alice', idEnd: 'WXYZ' };
  await changeNotes(folder, (notes) =>
    noteKey(notes, of, { offAt: '2026-11-01T00:00:00.000Z', waitDays: 7 }),
  );
  expect((await since({ lastUsedAt: '2026-10-30T00:00:00.000Z' })).offAt).toBe('2026-11-01T00:00:00.000Z');
  cloudtrail.on(LookupEventsCommand).resolves({ Events: [offEvent('2026-11-10T08:00:00Z')] });
  expect((await since({ lastUsedAt: '2026-11-20T00:00:00.000Z' })).offAt).toBe(now);
});
