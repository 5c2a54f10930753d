import { rmSync } from 'node:fs';
import {
  CreateAccessKeyCommand,
  GetAccessKeyLastUsedCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { handOutKey, unseenKey } from '../../src/flow/hand-out-key.ts';
import type { Place } from '../../src/flow/place.ts';
import { openHandOverLog } from '../../src/handover/hand-over-log.ts';
import { makeFolder } from '../config/temp-folder.ts';

const now = () => new Date('2026-11-26T10:00:00.000Z');
const context = { now } as unknown as Context;
const iam = new IAMClient({ region: 'eu-west-1' });
const mock = mockClient(iam);
const place = { clients: { iam, region: 'eu-west-1' } } as unknown as Place;
const machine = { name: 'ci' };
const key = { idEnd: 'WXYZ', active: true, createdAt: '2026-11-26T10:00:01.000Z' };

let folder: string;
beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mock.reset();
});

test('a key made after a run that was broken off is that run’s, unless it was used', async () => {
  await (await openHandOverLog(folder, now)).begin('key of ci');
  expect(await unseenKey(context, { folder, machine }, [key])).toBe(key);
  const used = { ...key, lastUsedAt: '2026-11-27T10:00:00.000Z' };
  expect(await unseenKey(context, { folder, machine }, [used])).toBeUndefined();
});

test('a call that was denied leaves nothing for the next run to delete', async () => {
  mock.on(ListAccessKeysCommand).resolves({ AccessKeyMetadata: [] });
  mock.on(CreateAccessKeyCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDenied' }));
  const wish = { machine, folder, way: 'file' as const, keyFolder: folder };
  await expect(handOutKey(context, place, wish)).rejects.toMatchObject({ code: 'AccessDenied' });
  expect(await unseenKey(context, { folder, machine }, [key])).toBeUndefined();
});

test('a key that was left alone because it may be somebody else’s is not deleted by the next run either', async () => {
  const listed = (id: string) => ({ UserName: 'ci', AccessKeyId: id, CreateDate: now() });
  mock
    .on(ListAccessKeysCommand)
    .resolvesOnce({ AccessKeyMetadata: [] })
    .resolves({ AccessKeyMetadata: [listed('AKIATHEIRS'), listed('AKIAORTHIS')] as never });
  mock
    .on(CreateAccessKeyCommand)
    .rejects(
      Object.assign(new Error('full'), { name: 'LimitExceededException', $metadata: { attempts: 2 } }),
    );
  mock.on(GetAccessKeyLastUsedCommand).resolves({});
  const wish = { machine, folder, way: 'file' as const, keyFolder: folder };
  await expect(handOutKey(context, place, wish)).rejects.toMatchObject({ code: 'KeyNotMade' });
  expect(await unseenKey(context, { folder, machine }, [key])).toBeUndefined();
});
