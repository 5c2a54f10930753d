import { chmod, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadAccountFile } from '../../src/config/load.ts';
import { editAccountFile, newAccountFile, saveAccountFile } from '../../src/config/write.ts';
import { contextOf, makeFolder } from './temp-folder.ts';

const text = 'version: 1 # ours\nextends: startup\npeople:\n  - { name: ada, groups: [admins] } # founder\n';
const bucket = [{ path: ['trail', 'bucket'], value: 'acme-audit-1' }];

describe('editing', () => {
  test('writes the edit, keeps comments and mode, leaves nothing beside', async () => {
    const folder = await makeFolder({ 'a.yaml': text });
    await chmod(join(folder, 'a.yaml'), 0o644);
    await editAccountFile(join(folder, 'a.yaml'), bucket);
    expect(await readFile(join(folder, 'a.yaml'), 'utf8')).toBe(`${text}trail:\n  bucket: acme-audit-1\n`);
    expect((await stat(join(folder, 'a.yaml'))).mode & 0o777).toBe(0o644);
    expect(await readdir(folder)).toEqual(['a.yaml']);
  });

  test('an edit that would make the file invalid is refused and changes nothing', async () => {
    const folder = await makeFolder({ 'a.yaml': text });
    await expect(
      editAccountFile(join(folder, 'a.yaml'), [{ path: ['trail', 'bucket'], value: 'No!' }]),
    ).rejects.toMatchObject({ code: 'InvalidFile' });
    expect(await readFile(join(folder, 'a.yaml'), 'utf8')).toBe(text);
  });

  test('a link inside the folder is written through, one that leads out is refused', async () => {
    const outside = await makeFolder({ 'b.yaml': text });
    const folder = await makeFolder({ 'real.yaml': text });
    await symlink('real.yaml', join(folder, 'in.yaml'));
    await symlink(join(outside, 'b.yaml'), join(folder, 'out.yaml'));
    await editAccountFile(join(folder, 'in.yaml'), bucket);
    expect(await readFile(join(folder, 'real.yaml'), 'utf8')).toContain('acme-audit-1');
    await expect(editAccountFile(join(folder, 'out.yaml'), bucket)).rejects.toMatchObject({
      code: 'FileNotWritable',
    });
    expect(await readFile(join(outside, 'b.yaml'), 'utf8')).toBe(text);
  });

  test('a file that is not there, or a folder in its place, is an error and no surprise', async () => {
    const folder = await makeFolder({ 'd/x': '' });
    await expect(editAccountFile(join(folder, 'none.yaml'), bucket)).rejects.toMatchObject({
      code: 'FileNotWritable',
    });
    await expect(editAccountFile(join(folder, 'd'), bucket)).rejects.toMatchObject({
      code: 'FileNotReadable',
    });
  });
});

describe('a new file', () => {
  const own = {
    version: 1 as const,
    extends: 'startup',
    account: { id: '012345678901', region: 'eu-west-1' },
    people: [{ name: 'ada', email: 'ada@acme.example', groups: ['admins'] }],
    roles: {
      bot: {
        purpose: 'Stores: results',
        buckets: [{ name: 'bkt', access: 'read-write' as const, create: true }],
      },
    },
  };

  test('says what it is, is readable by its owner only, and reads back the same', async () => {
    const folder = await makeFolder();
    const path = join(folder, 'bootstrap-account.yaml');
    await newAccountFile(path, own);
    const written = await readFile(path, 'utf8');
    // The schema is nowhere near: an editor is not led to a file that is not there.
    expect(written).toMatch(/^# Editors complete and check this file by a schema/);
    expect(written.match(/^# /gm)?.length).toBeGreaterThanOrEqual(5);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await loadAccountFile(contextOf(folder))).own).toEqual(own);
  });

  test('never takes the place of another, nor follows a link', async () => {
    const folder = await makeFolder({ 'a.yaml': text });
    await symlink(join(folder, 'elsewhere.yaml'), join(folder, 'link.yaml'));
    for (const name of ['a.yaml', 'link.yaml']) {
      await expect(newAccountFile(join(folder, name), own)).rejects.toMatchObject({
        code: 'FileNotWritable',
      });
    }
    expect((await readdir(folder)).sort()).toEqual(['a.yaml', 'link.yaml']);
  });
});

describe('saving answers', () => {
  test('makes the file at first, edits it afterwards', async () => {
    const folder = await makeFolder();
    const first = await loadAccountFile(contextOf(folder));
    expect(first.exists).toBe(false);
    await saveAccountFile(first, { ...first.own, people: [{ name: 'ada', groups: ['admins'] }] });
    await writeFile(
      first.path,
      (await readFile(first.path, 'utf8')).replace('people:', 'people: # all of us'),
    );

    const second = await loadAccountFile(contextOf(folder));
    await saveAccountFile(second, {
      ...second.own,
      people: [...(second.own.people ?? []), { name: 'bob', groups: ['finance'] }],
    });
    const third = await loadAccountFile(contextOf(folder));
    expect(third.own.people?.map(({ name }) => name)).toEqual(['ada', 'bob']);
    expect(await readFile(third.path, 'utf8')).toContain('people: # all of us');
  });

  test('answers that contradict each other are not written', async () => {
    const folder = await makeFolder({ 'bootstrap-account.yaml': text });
    const loaded = await loadAccountFile(contextOf(folder));
    const people = [...(loaded.own.people ?? []), { name: 'ADA', groups: ['finance'] }];
    await expect(saveAccountFile(loaded, { ...loaded.own, people })).rejects.toMatchObject({
      code: 'AnswersDoNotFit',
    });
    expect(await readFile(loaded.path, 'utf8')).toBe(text);
  });
});
