import { describe, expect, test } from 'vitest';
import { nextStep } from '../../src/findings/rotation.ts';
import type { AccessKeyFact } from '../../src/model/snapshot.ts';

const now = new Date('2026-11-20T00:00:00Z');
const old: AccessKeyFact = { idEnd: 'OLD1', active: true, createdAt: '2026-01-01T00:00:00Z' };
const young: AccessKeyFact = { idEnd: 'NEW1', active: true, createdAt: '2026-11-01T00:00:00Z' };
const off = { ...old, active: false };
const facts = { name: 'ci', now };
const since = (at: string) => ({ ...facts, offSince: () => at });

describe('the next step of a rotation', () => {
  test('a new key goes beside one, never beside two', () => {
    expect(nextStep('begin', [], facts).kind).toBe('make');
    expect(nextStep('begin', [old], facts).kind).toBe('make');
    expect(nextStep('begin', [young, old], facts).kind).toBe('refused');
  });
  test('the older of two goes off, whichever AWS lists first', () => {
    expect(nextStep('finish', [young, old], facts)).toMatchObject({
      kind: 'switch-off',
      old: { idEnd: 'OLD1' },
    });
  });
  test('never while the newer one is off: the program would stop', () => {
    expect(nextStep('finish', [old, { ...young, active: false }], facts).kind).toBe('refused');
  });
  test('one that is off is deleted after a week, counted from when that is known', () => {
    const keys = [off, young];
    expect(nextStep('finish', keys, facts).kind).toBe('count');
    expect(nextStep('finish', keys, since('2026-11-13T00:00:01Z'))).toMatchObject({
      kind: 'wait',
      from: '2026-11-20',
    });
    expect(nextStep('finish', keys, since('2026-11-13T00:00:00Z')).kind).toBe('delete');
    expect(nextStep('finish', keys, { ...facts, atOnce: true }).kind).toBe('delete');
  });
  test('back as long as it is only off', () => {
    expect(nextStep('undo', [off, young], facts)).toMatchObject({
      kind: 'switch-on',
      old: { idEnd: 'OLD1' },
    });
    expect(nextStep('undo', [old, young], facts).kind).toBe('nothing');
    expect(nextStep('finish', [old], facts).kind).toBe('nothing');
  });
});
