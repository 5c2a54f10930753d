import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadAccountFile, validateAccountFile } from '../../src/config/load.ts';
import { listTemplates, readTemplate } from '../../src/config/templates.ts';
import { UserError } from '../../src/errors.ts';
import { contextOf, makeFolder, packageRoot } from './temp-folder.ts';

const messageOf = async (folder: string): Promise<string> =>
  loadAccountFile(contextOf(folder)).then(
    () => 'valid',
    (error: unknown) =>
      error instanceof UserError ? (error.message.split('\n')[0] ?? '') : `surprise: ${String(error)}`,
  );

test('the built-in templates are listed with a summary and can be read', async () => {
  const templates = await listTemplates(packageRoot);
  expect(templates.map(({ name }) => name)).toContain('startup');
  for (const { name, summary } of templates) {
    expect(summary.length).toBeGreaterThan(20);
    expect(await readTemplate(packageRoot, name)).toContain('version: 1');
  }
});

test.each(['startp', '../package', '/etc/passwd', ''])('%j is no built-in template', async (name) => {
  await expect(readTemplate(packageRoot, name)).rejects.toMatchObject({ code: 'TemplateNotFound' });
});

describe('a chain of templates', () => {
  test('is followed through folders, the nearest wins', async () => {
    const folder = await makeFolder({
      'bootstrap-account.yaml': 'version: 1\nextends: team/base.yaml\ntrail: { retentionDays: 500 }\n',
      'team/base.yaml':
        'version: 1\nextends: deeper/root.yaml\ntrail: { retentionDays: 600, encryption: sse-s3 }\n',
      'team/deeper/root.yaml':
        'version: 1\nextends: startup\ntrail: { retentionDays: 700, encryption: kms, name: team-trail }\n',
    });
    const loaded = await loadAccountFile(contextOf(folder));
    expect(loaded.merged.trail).toMatchObject({
      retentionDays: 500,
      encryption: 'sse-s3',
      name: 'team-trail',
    });
    expect(loaded.merged.groups?.admins?.access).toBe('administrator');
    expect(loaded.template).toBe('team/base.yaml');
    expect(loaded.own.trail).toEqual({ retentionDays: 500 });
  });

  test('a cycle is told where it closes', async () => {
    const folder = await makeFolder({
      'bootstrap-account.yaml': 'version: 1\nextends: a.yaml\n',
      'a.yaml': 'version: 1\n# why\nextends: b.yaml\n',
      'b.yaml': 'version: 1\nextends: a.yaml\n',
    });
    expect(await messageOf(folder)).toBe(
      'b.yaml:2:10 extends: "a.yaml" leads back to a.yaml; a file cannot extend itself.',
    );
  });

  test('is at most eight files long', async () => {
    const chain = Array.from(
      { length: 8 },
      (_, index) => [`t${index}.yaml`, `version: 1\nextends: t${index + 1}.yaml\n`] as const,
    );
    const folder = await makeFolder({
      ...Object.fromEntries(chain),
      't8.yaml': 'version: 1\n',
      'bootstrap-account.yaml': 'version: 1\nextends: t0.yaml\n',
    });
    expect(await messageOf(folder)).toBe(
      't6.yaml:2:10 extends: the chain of templates is longer than 8 files; shorten it.',
    );
  });

  test('mistakes of every file in it are told at once', async () => {
    const folder = await makeFolder({
      'bootstrap-account.yaml': 'version: 1\nextends: a.yaml\ntrail: { retentionDays: 1 }\n',
      'a.yaml': 'version: 1\nextends: b.yaml\npeople: [{ name: ada, groups: [nope] }]\n',
      'b.yaml':
        'version: 1\naccount: { id: "123456789012", alias: acme }\ntrail: { bucket: acme-audit }\nmachine: []\n',
    });
    const error = await loadAccountFile(contextOf(folder)).catch((cause: unknown) => cause as UserError);
    const places = (error as UserError).details.map((detail) => {
      const { file, line, column, path } = detail as Record<string, unknown>;
      return `${file}:${line}:${column} ${path}`;
    });
    expect(places).toEqual([
      'bootstrap-account.yaml:3:25 trail.retentionDays',
      'a.yaml:3:1 people',
      'a.yaml:3:32 people.0.groups.0',
      'b.yaml:2:12 account.id',
      'b.yaml:2:32 account.alias',
      'b.yaml:3:10 trail.bucket',
      'b.yaml:4:1 machine',
    ]);
  });
});

describe('a template stays beside the file', () => {
  test('a link that leads out is refused, one that stays is followed', async () => {
    const outside = await makeFolder({ 'secret.yaml': 'version: 1\n' });
    const folder = await makeFolder({
      'bootstrap-account.yaml': 'version: 1\nextends: link.yaml\n',
      'real.yaml': 'version: 1\n',
    });
    await symlink(join(outside, 'secret.yaml'), join(folder, 'link.yaml'));
    expect(await messageOf(folder)).toContain('"link.yaml" is not allowed: the link leads to');

    const good = await makeFolder({
      'bootstrap-account.yaml': 'version: 1\nextends: link.yaml\n',
      'real.yaml': 'version: 1\n',
    });
    await symlink('real.yaml', join(good, 'link.yaml'));
    expect(await messageOf(good)).toBe('valid');
  });

  test('a folder that leads out is refused too', async () => {
    const outside = await makeFolder({ 'base.yaml': 'version: 1\n' });
    const folder = await makeFolder({ 'bootstrap-account.yaml': 'version: 1\nextends: team/base.yaml\n' });
    await symlink(outside, join(folder, 'team'));
    expect(await messageOf(folder)).toContain('outside');
  });

  test('a folder in place of a file is refused', async () => {
    const folder = await makeFolder({
      'bootstrap-account.yaml': 'version: 1\nextends: base.yaml\n',
      'base.yaml/x': '',
    });
    expect(await messageOf(folder)).toContain('not a regular file');
  });

  test('no name of any kind reaches a file outside', async () => {
    const folder = await makeFolder({
      'outside.yaml': 'version: 1\ntrail: { name: from-outside }\n',
      'inner/x': '',
    });
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      'inner',
      'outside.yaml',
      '~',
      'C:',
      '\\',
      '%2e%2e',
      '\0',
      '//',
      '\u2024\u2024',
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('/', '\\', ''),
        async (parts, glue) => {
          const name = `${parts.join(glue)}/outside.yaml`;
          const text = `version: 1\nextends: ${JSON.stringify(name)}\n`;
          const inner = await makeInner(folder, text);
          const loaded = await loadAccountFile(contextOf(inner)).catch((error: unknown) => error);
          expect(loaded).toBeInstanceOf(UserError);
        },
      ),
      { numRuns: 100 },
    );
  });
});

async function makeInner(folder: string, text: string): Promise<string> {
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(folder, 'inner', 'bootstrap-account.yaml'), text);
  return join(folder, 'inner');
}

test('validate takes a built-in name, a path, or nothing', async () => {
  const folder = await makeFolder({
    'bootstrap-account.yaml': 'version: 1\n',
    'base.yaml': 'version: 1\ntrails: {}\n',
  });
  expect((await validateAccountFile(contextOf(folder), 'startup')).path).toContain('startup.yaml');
  expect((await validateAccountFile(contextOf(folder), '')).path).toBe(
    join(folder, 'bootstrap-account.yaml'),
  );
  await expect(validateAccountFile(contextOf(folder), 'base.yaml')).rejects.toMatchObject({
    code: 'InvalidFile',
  });
  await expect(validateAccountFile(contextOf(folder), 'none.yaml')).rejects.toMatchObject({
    code: 'FileNotReadable',
  });
});
