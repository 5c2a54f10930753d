import { describe, expect, test } from 'vitest';
import { byEye, type Step, stepsFor } from '../../bench/verify-real/steps.ts';
import { renderTranscript } from '../../bench/verify-real/transcript.ts';
import { type World, walk } from '../../bench/verify-real/walk.ts';

const account = '123456789012';
const step = (title: string, more: Partial<Step> = {}): Step => ({
  title,
  act: { words: [title] },
  codes: [0],
  says: [],
  ...more,
});
const world = (more: Partial<World> = {}): World => ({
  run: async () => ({ code: 0, output: 'In sync' }),
  plant: async () => 'done',
  clock: () => 0,
  tell: () => undefined,
  ...more,
});

describe('the walk', () => {
  test('judges by exit code and by what is said', async () => {
    const rows = await walk([step('a'), step('b', { codes: [2] }), step('c', { says: ['drift'] })], world());
    expect(rows.map(({ verdict }) => verdict)).toEqual(['as expected', 'NOT as expected', 'NOT as expected']);
  });

  test('stops after an essential step that went wrong, a plant too', async () => {
    const plant = step('p', { act: { plant: 'detach-mfa-policy' }, essential: true });
    const broken = world({
      plant: async () => {
        throw new Error('no such group');
      },
    });
    const rows = await walk([plant, step('a')], broken);
    expect(rows.map(({ verdict }) => verdict)).toEqual(['NOT as expected', 'not reached']);
    expect(rows[0]?.output).toContain('no such group');
  });
});

describe('the transcript', () => {
  test('names no account and no key, and a fence in the output does not end the block', async () => {
    const output = `${account} AKIAABCDEFGHIJKLMNOP\n\`\`\`\n# heading`;
    const rows = await walk([step('a')], world({ run: async () => ({ code: 0, output }) }));
    const text = renderTranscript({ account, facts: [['region', 'eu-west-1']], rows, byEye });
    expect(text).not.toContain(account);
    expect(text).not.toContain('AKIAABCDEFGHIJKLMNOP');
    expect(text).toContain('````text\nACCOUNT');
    expect(text).toContain('**1 of 1 steps as expected.**');
  });
});

test('the steps end with taking everything down again', () => {
  const last = stepsFor(account).at(-1);
  expect(last?.act).toEqual({ words: expect.arrayContaining(['destroy', '--account', account]) });
});
