import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Context } from '../../src/context.ts';
import { prepareRehearsalFile } from '../../src/flow/rehearsal-file.ts';
import { contextOf, makeFolder } from '../config/temp-folder.ts';

const own = 'version: 1\nextends: team.yaml\naccount: { id: "123456789012", region: eu-west-1 }\n';
async function world() {
  const folder = await makeFolder({
    'bootstrap-account.yaml': own,
    'team.yaml': 'version: 1\nextends: startup\n',
  });
  const context = { ...contextOf(folder), host: { interactive: false } } as unknown as Context;
  const home = join(folder, 'rehearsal');
  mkdirSync(home);
  const prepare = (fresh = false) => prepareRehearsalFile(context, { home, fresh, mainJob: false });
  const { path } = await prepare();
  // As `person add` does in a rehearsal.
  appendFileSync(path, 'people: [ { name: eve, groups: [admins] } ]\n');
  return { folder, prepare, text: () => readFileSync(path, 'utf8') };
}

test('what a rehearsed command wrote into the copy stays while the file is the same', async () => {
  const { prepare, text, folder } = await world();
  await prepare();
  expect(text()).toContain('eve');
  expect(readFileSync(join(folder, 'bootstrap-account.yaml'), 'utf8')).toBe(own);
});

test.each([
  ['the file', 'bootstrap-account.yaml'],
  ['its template', 'team.yaml'],
])('when %s has changed it is taken again', async (_, name) => {
  const { prepare, text, folder } = await world();
  appendFileSync(join(folder, name), '# later\n');
  await prepare();
  expect(text()).not.toContain('eve');
});

test('--fresh takes it again, too', async () => {
  const { prepare, text } = await world();
  await prepare(true);
  expect(text()).not.toContain('eve');
});
