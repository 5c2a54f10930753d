import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { generateBucketName, generateNames } from '../../src/config/bucket-name.ts';
import { completeAnswers } from '../../src/config/complete-answers.ts';
import { accountFilePath, loadAccountFile, withAnswers } from '../../src/config/load.ts';
import { inPartition } from '../../src/lib/own-partition.ts';
import { bucketName } from '../../src/model/name-schemas.ts';
import { checkStatements } from '../helpers/check-statements.ts';
import { contextOf, makeFolder, packageRoot } from './temp-folder.ts';

const accountId = '123456789012';
const randomBytes = (size: number): Uint8Array => new Uint8Array(size).fill(0xab);

test('the path: flag before environment before the working folder', () => {
  const env = { BOOTSTRAP_ACCOUNT_FILE: 'env.yaml' };
  expect(accountFilePath(contextOf('/w', { env, flags: { file: 'flag.yaml' } }))).toBe('/w/flag.yaml');
  expect(accountFilePath(contextOf('/w', { env }))).toBe('/w/env.yaml');
  expect(accountFilePath(contextOf('/w', { env: { BOOTSTRAP_ACCOUNT_FILE: '' } }))).toBe(
    '/w/bootstrap-account.yaml',
  );
});

describe('values: flag before environment before file before template', () => {
  const env = {
    BOOTSTRAP_ACCOUNT_REGION: 'us-east-1',
    BOOTSTRAP_ACCOUNT_ALIAS: 'env-alias',
    BOOTSTRAP_ACCOUNT_RETENTION_DAYS: '800',
    BOOTSTRAP_ACCOUNT_ENCRYPTION: 'sse-s3',
  };
  const text =
    'version: 1\nextends: startup\naccount: { region: eu-west-1, alias: file-alias }\ntrail: { retentionDays: 600 }\n';

  test.each([
    ['file over template', {}, {}, ['eu-west-1', 'file-alias', 600, 'kms']],
    ['environment over file', env, {}, ['us-east-1', 'env-alias', 800, 'sse-s3']],
    ['flag over environment', env, { region: 'eu-north-1' }, ['eu-north-1', 'env-alias', 800, 'sse-s3']],
  ])('%s', async (_name, variables, flags, expected) => {
    const folder = await makeFolder({ 'bootstrap-account.yaml': text });
    const { merged, own } = await loadAccountFile(contextOf(folder, { env: variables, flags }));
    expect([
      merged.account?.region,
      merged.account?.alias,
      merged.trail?.retentionDays,
      merged.trail?.encryption,
    ]).toEqual(expected);
    expect(own.account?.region).toBe('eu-west-1');
  });

  test.each([
    [{ BOOTSTRAP_ACCOUNT_REGION: 'Ireland' }, {}, 'BOOTSTRAP_ACCOUNT_REGION is "Ireland"'],
    [{ BOOTSTRAP_ACCOUNT_RETENTION_DAYS: 'many' }, {}, 'BOOTSTRAP_ACCOUNT_RETENTION_DAYS is "many"'],
    [{ BOOTSTRAP_ACCOUNT_ENCRYPTION: 'none' }, {}, 'BOOTSTRAP_ACCOUNT_ENCRYPTION is "none"'],
    [{}, { region: 'nowhere' }, '--region is "nowhere"'],
  ])('%j %j is refused by name', async (variables, flags, expected) => {
    const folder = await makeFolder({ 'bootstrap-account.yaml': text });
    await expect(loadAccountFile(contextOf(folder, { env: variables, flags }))).rejects.toMatchObject({
      code: 'BadOverride',
      message: expect.stringContaining(expected),
    });
  });

  test('answers change the file, not what the environment put over it', async () => {
    const folder = await makeFolder({ 'bootstrap-account.yaml': text });
    const context = contextOf(folder, { env });
    const loaded = await loadAccountFile(context);
    const next = withAnswers(context, loaded, {
      ...loaded.own,
      account: { region: 'eu-central-1', alias: 'other' },
    });
    expect(next.own.account?.region).toBe('eu-central-1');
    expect(next.merged.account?.region).toBe('us-east-1');
  });
});

describe('files that cannot be read', () => {
  test('a folder, a pipe, bytes that are no text, a link to nothing', async () => {
    const folder = await makeFolder({});
    await mkdir(join(folder, 'folder.yaml'));
    execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
    await writeFile(join(folder, 'bytes.yaml'), Buffer.from([0xff, 0xfe, 0x41, 0x00]));
    await symlink('nothing', join(folder, 'link.yaml'));
    await writeFile(join(folder, 'large.yaml'), '#'.repeat(300_000));
    for (const file of ['folder.yaml', 'pipe.yaml', 'bytes.yaml', 'link.yaml', 'large.yaml']) {
      await expect(loadAccountFile(contextOf(folder, { flags: { file } })), file).rejects.toMatchObject({
        code: 'FileNotReadable',
      });
    }
  });

  test('no file yet is the startup template, with two answers missing', async () => {
    const loaded = await loadAccountFile(contextOf(await makeFolder()));
    expect(loaded).toMatchObject({
      exists: false,
      template: 'startup',
      own: { version: 1, extends: 'startup' },
    });
    const result = completeAnswers(
      generateNames(loaded.merged, { accountId, region: 'eu-west-1', randomBytes }).merged,
      { accountId },
    );
    expect(
      'missing' in result ? result.missing.map(({ flag, fileKey }) => [flag, fileKey]) : 'complete',
    ).toEqual([
      ['--region', 'account.region'],
      ['--admin', 'people'],
    ]);
  });
});

describe('complete answers', () => {
  const admin =
    'version: 1\ngroups: { staff: { access: administrator } }\npeople: [{ name: ada, groups: [staff] }]\n';

  test('defaults are filled in where neither file nor template says anything', async () => {
    const { merged } = await loadAccountFile(
      contextOf(await makeFolder({ 'bootstrap-account.yaml': admin })),
    );
    const named = generateNames(merged, { accountId, region: 'eu-west-1', randomBytes });
    expect(named.edits).toEqual([
      { path: ['trail', 'bucket'], value: `account-audit-${accountId}-eu-west-1-abababab` },
    ]);
    const result = completeAnswers(named.merged, { accountId, region: 'eu-west-1' });
    expect(result).toEqual({
      answers: {
        account: { id: accountId, region: 'eu-west-1' },
        groups: [{ name: 'staff', kind: 'human', access: { kind: 'administrator' }, cli: 'none' }],
        people: [{ name: 'ada', groups: ['staff'] }],
        machines: [],
        roles: [],
        regions: { kind: 'home' },
        trail: {
          name: 'account-trail',
          bucket: `account-audit-${accountId}-eu-west-1-abababab`,
          retentionDays: 400,
          encryption: 'kms',
          objectLock: 'none',
        },
        alarms: null,
        budget: null,
        defaults: {
          passwordPolicy: {
            minimumLength: 14,
            requireSymbols: false,
            requireNumbers: false,
            requireUppercase: false,
            requireLowercase: false,
            reusePrevention: 24,
          },
          blockPublicS3: true,
          encryptEbs: true,
          requireImdsv2: true,
          accessAnalyzer: true,
        },
        graceDays: 7,
        exceptions: [],
      },
    });
  });

  test('no trail is wanted: no bucket is named, the answer is null', async () => {
    const { merged } = await loadAccountFile(
      contextOf(await makeFolder({ 'bootstrap-account.yaml': `${admin}trail: { enabled: false }\n` })),
    );
    expect(generateNames(merged, { accountId, region: 'eu-west-1', randomBytes }).edits).toEqual([]);
    expect(completeAnswers(merged, { accountId, region: 'eu-west-1' })).toMatchObject({
      answers: { trail: null },
    });
  });

  test('a trail without a bucket is not answered silently', async () => {
    const { merged } = await loadAccountFile(
      contextOf(await makeFolder({ 'bootstrap-account.yaml': admin })),
    );
    expect(completeAnswers(merged, { accountId, region: 'eu-west-1' })).toMatchObject({
      missing: [{ key: 'bucket' }],
    });
  });

  test.each(['rehearsal', 'checkbot'])(
    'the example %s is complete but for its generated name',
    async (example) => {
      const context = contextOf(packageRoot, { flags: { file: `examples/${example}.yaml` } });
      const { merged, own } = await loadAccountFile(context);
      expect(own.trail).toBeUndefined();
      const result = completeAnswers(
        generateNames(merged, { accountId, region: 'eu-west-1', randomBytes }).merged,
        { accountId },
      );
      expect('answers' in result && result.answers.people.length).toBeGreaterThan(1);
    },
  );
});

test('the statements of the startup template pass the policy checks', async () => {
  const { merged } = await loadAccountFile(contextOf(await makeFolder()));
  for (const [name, group] of Object.entries(merged.groups ?? {})) {
    if (group === null || typeof group.access !== 'object') continue;
    const findings = await checkStatements({
      where: `group ${name}`,
      kind: group.kind ?? 'human',
      statements: inPartition(group.access.statements, 'aws'),
    });
    expect(findings.filter(({ severity }) => severity !== 'info' && severity !== 'low')).toEqual([]);
  }
});

describe('the name of the audit bucket', () => {
  test.each([
    ['acme', 'eu-west-1', 'acme-audit-123456789012-eu-west-1-abababab'],
    [undefined, 'eu-west-1', 'account-audit-123456789012-eu-west-1-abababab'],
    ['a'.repeat(63), 'ap-southeast-1', `${'a'.repeat(20)}-audit-123456789012-ap-southeast-1-abababab`],
    [`${'a'.repeat(19)}-b`, 'ap-southeast-1', `${'a'.repeat(19)}-audit-123456789012-ap-southeast-1-abababab`],
    ['xn--acme', 'eu-west-1', 'acme-audit-123456789012-eu-west-1-abababab'],
  ])('%s in %s', (alias, region, expected) => {
    const name = generateBucketName({
      ...(alias === undefined ? {} : { alias }),
      accountId,
      region,
      randomBytes,
    });
    expect(name).toBe(expected);
    expect(name.length).toBeLessThanOrEqual(63);
    expect(bucketName.safeParse(name).success).toBe(true);
  });

  test('a name in the file is kept', () => {
    const merged = { version: 1 as const, trail: { bucket: 'acme-audit' } };
    expect(generateNames(merged, { accountId, region: 'eu-west-1', randomBytes })).toEqual({
      merged,
      edits: [],
    });
  });
});
