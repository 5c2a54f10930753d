import { readdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { accountFileJsonSchema, accountFileSchemaText } from '../../src/config/json-schema.ts';
import { accountFileSchema } from '../../src/model/account-file.ts';
import { shapeCases } from '../cases/bad-files/shape-cases.ts';
import { packageRoot } from './temp-folder.ts';

const accepts = new Ajv({ allErrors: true }).compile(accountFileJsonSchema());

test('the committed schema is the generated one (npm run schema)', async () => {
  expect(await readFile(join(packageRoot, 'templates/schema.json'), 'utf8')).toBe(accountFileSchemaText());
});

test('every key is described', () => {
  const undescribed: string[] = [];
  const look = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    for (const [key, value] of Object.entries(schema)) {
      if (key === 'properties') {
        for (const [name, property] of Object.entries(value as Record<string, object>)) {
          if (!('description' in property)) undescribed.push(`${path}/${name}`);
        }
      }
      look(value, `${path}/${key}`);
    }
  };
  look(accountFileJsonSchema(), '');
  expect(undescribed).toEqual([]);
});

describe('the JSON Schema and zod judge alike', () => {
  const good = ['templates', 'examples'].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => join(folder, name)),
  );
  test('every built-in and example template is among those', () => expect(good.length).toBeGreaterThan(11));
  test.each(good)('%s is accepted by both', async (path) => {
    const value: unknown = parse(await readFile(join(packageRoot, path), 'utf8'));
    expect(accountFileSchema.safeParse(value).success).toBe(true);
    expect(accepts(value), JSON.stringify(accepts.errors)).toBe(true);
    // The same, broken: a key that is none, a value of the wrong kind, one out of range.
    for (const broken of [{ acount: {} }, { people: 'ada' }, { trail: { retentionDays: 1 } }]) {
      const wrong = { ...Object(value), ...broken };
      expect(accountFileSchema.safeParse(wrong).success).toBe(false);
      expect(accepts(wrong)).toBe(false);
    }
  });

  // The last case is refused by a rule, too; its shape is wrong all the same.
  test.each(shapeCases)('$name is refused by both', ({ text }) => {
    const value: unknown = parse(text.replace(/^\uFEFF/, ''));
    expect(accountFileSchema.safeParse(value).success).toBe(false);
    expect(accepts(value)).toBe(false);
  });

  const one = (part: object): object => ({ version: 1, ...part });
  test.each([
    one({ groups: { a: null } }),
    one({ groups: { a: { access: 'none' } } }),
    one({ groups: { 'a b': { access: 'none' } } }),
    one({ groups: { [`${'g'.repeat(100)}`]: {} } }),
    one({ groups: { [`${'g'.repeat(101)}`]: {} } }),
    one({ account: { alias: 'a--b' } }),
    one({ account: { alias: 'acme-1' } }),
    one({ account: { alias: '123456789012' } }),
    one({ trail: { name: 'my--trail' } }),
    one({ trail: { name: 'my-trail', retentionDays: 365 } }),
    one({ trail: { retentionDays: 364 } }),
    one({ trail: { retentionDays: 400.5 } }),
    one({ roles: { r: { buckets: [] } } }),
    one({ roles: { r: { buckets: [{ name: 'bkt', access: 'read', prefix: 'a/*' }] } } }),
    one({ roles: { r: { buckets: [{ name: 'bkt', access: 'read', prefix: 'a/' }] } } }),
    one({ roles: { r: null } }),
    one({ people: null }),
    one({ people: [{ name: 'ada', groups: null }] }),
    one({ people: [{ name: 'ada' }] }),
    one({ roles: { r: { buckets: [{ name: 'bkt', access: null }] } } }),
    one({ roles: { r: { policies: ['p'], path: '/a/', tags: { A: 'b' } } } }),
    one({ roles: { r: { path: 'a/' } } }),
    one({ groups: { g: { path: '/a' } } }),
    one({ tags: { CostCenter: null, Team: 'data' } }),
    one({ tags: { 'a*': 'b' } }),
    one({ tags: { Team: 7 } }),
    one({ policies: { p: null } }),
    one({ policies: { p: { statements: [] } } }),
    one({ policies: { p: { statements: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }] } } }),
  ])('%j', (value) => {
    expect(accepts(value)).toBe(accountFileSchema.safeParse(value).success);
  });
});
