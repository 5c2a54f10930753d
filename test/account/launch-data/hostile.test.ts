import { expect, test } from 'vitest';
import { findKeyIds } from '../../../src/account/read/launch-data/find-key-ids.ts';
import { unpackUserData } from '../../../src/account/read/launch-data/unpack.ts';

const unpack = (text: string) => unpackUserData(Buffer.from(text));
/** Ids that could be real, each another one. */
const idOf = (n: number): string =>
  `AKIA${n
    .toString(32)
    .padStart(4, '0')
    .replace(/[0189]/g, 'X')
    .toUpperCase()}QWERTZUKLMN4`.slice(0, 20);

test.each(['[', '{a: ', '- '])('YAML that opens %s over and over is said to be unreadable', (open) => {
  const { texts, undecoded } = unpack(`#cloud-config\n${open.repeat(100_000)}`);
  expect(texts.length).toBeGreaterThan(0);
  expect(undecoded).toContain('a cloud-config that is no valid YAML');
});

test('a long list on one line is none of those', () => {
  const packages = Array.from({ length: 400 }, (_, n) => `p${n}`).join(', ');
  const { undecoded } = unpack(`#cloud-config\npackages: [ ${packages} ]\nwrite_files: []\n`);
  expect(undecoded).toEqual([]);
});

test('a text of blank lines below the head of a jinja template ends', () => {
  expect(unpack(`## template: jinja${'\n'.repeat(300_000)}x`).texts).toHaveLength(1);
});

test('many ids on one long line end', () => {
  const ids = Array.from({ length: 30_000 }, (_, n) => idOf(n));
  expect(findKeyIds([{ part: '', text: ids.join(' ') }]).length).toBeGreaterThan(1_000);
});

test('the name of a file forges no line of what is shown', () => {
  const path = `/etc/a\\nDone: nothing found\\e[2J${'x'.repeat(1_000)}`;
  const { texts } = unpack(`#cloud-config\nwrite_files:\n  - path: "${path}"\n    content: a\n`);
  const part = texts.find((each) => each.part.startsWith('/etc/a'))?.part ?? '';
  expect(part).toMatch(/^\/etc\/a Done: nothing foundx+$/);
  expect(part.length).toBeLessThanOrEqual(200);
});
