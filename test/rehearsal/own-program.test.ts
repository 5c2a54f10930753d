import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { packageRoot } from '../config/temp-folder.ts';
import { planOnTemplate } from '../helpers/template-plan.ts';

/** What is published, unpacked beside a program that has it as a dependency. */
const home = mkdtempSync(join(tmpdir(), 'bootstrap-account-own-'));
const modules = join(home, 'node_modules');
const tarball = () => join(home, packed);
let packed = '';
const tool = (...path: string[]) => join(packageRoot, 'node_modules', ...path);
const guide = readFileSync(join(packageRoot, 'docs', 'guides', 'own-program.md'), 'utf8');
const code = /```js\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';

beforeAll(() => {
  const made = execFileSync('npm', ['pack', '--json', '--pack-destination', home], {
    cwd: packageRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  packed = (JSON.parse(made) as readonly { readonly filename: string }[])[0]?.filename ?? '';
  mkdirSync(join(modules, 'bootstrap-account'), { recursive: true });
  execFileSync('tar', ['xzf', tarball(), '--strip-components=1', '-C', join(modules, 'bootstrap-account')]);
  for (const name of ['@pulumi', '@types', '@cloud-copilot', 'typescript'])
    symlinkSync(tool(name), join(modules, name));
  writeFileSync(join(home, 'package.json'), '{ "name": "acme-account", "type": "module", "private": true }');
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** Registers nothing anywhere: prints what the guide's program would. */
const underMocks = `
import * as pulumi from '@pulumi/pulumi';
const seen = [];
await pulumi.runtime.setMocks({
  newResource: ({ type, name, inputs }) => {
    if (type.startsWith('aws:')) seen.push(type + ' ' + name);
    return { id: name + '-id', state: { ...inputs, arn: 'arn:of:' + name } };
  },
  call: ({ inputs }) => inputs,
});
const { outputs } = await import('./index.js');
await new Promise((resolve) => setTimeout(resolve, 500));
const accountId = await new Promise((resolve) => pulumi.output(outputs.auditBucket).apply(resolve));
console.log(JSON.stringify({ seen, bucket: accountId }));
process.exit(0);
`;

describe('a program of a team’s own, with the package as it is published', () => {
  test('the guide’s program registers just what the plan names', async () => {
    const plan = await planOnTemplate('startup');
    writeFileSync(join(home, 'plan.json'), JSON.stringify(plan));
    writeFileSync(join(home, 'index.js'), code);
    writeFileSync(join(home, 'mocks.js'), underMocks);
    const { stdout, stderr, status } = spawnSync(process.execPath, ['mocks.js'], {
      cwd: home,
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    const { seen, bucket } = JSON.parse(stdout) as {
      readonly seen: readonly string[];
      readonly bucket: string;
    };
    const planned = plannedResources(plan).map(({ type, name }) => `${type} ${name}`);
    expect([...seen].sort()).toEqual([...planned].sort());
    expect(bucket).toBe('acme-audit');
  });

  test('a plan of another version is refused, by name', () => {
    writeFileSync(join(home, 'plan.json'), '{ "version": 1 }');
    const { stderr, status } = spawnSync(process.execPath, ['index.js'], { cwd: home, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toMatch(/deploys plans of version \d+; this one is of version 1\./);
  });

  test('its types hold, and tell a wrong plan', () => {
    const lines = (argument: string) =>
      `import { deployAccount, type Plan } from 'bootstrap-account/programs';\nexport const use = (plan: Plan) => deployAccount(${argument});\nexport const id = (plan: Plan): string => plan.account.id;\n`;
    writeFileSync(join(home, 'good.ts'), lines('plan'));
    writeFileSync(join(home, 'bad.ts'), lines('plan.account'));
    const check = (file: string) =>
      spawnSync(
        process.execPath,
        [
          tool('typescript', 'bin', 'tsc'),
          file,
          '--noEmit',
          '--strict',
          '--module',
          'nodenext',
          '--ignoreConfig',
        ],
        { cwd: home, encoding: 'utf8' },
      );
    expect(check('good.ts').stdout).toBe('');
    expect(check('bad.ts').stdout).toMatch(/bad\.ts\(2,\d+\): error TS2345/);
  });
});

describe('the package', () => {
  test('is found well-formed by publint', async () => {
    const { publint } = await import('publint');
    const { messages } = await publint({
      pkgDir: join(modules, 'bootstrap-account'),
      level: 'suggestion',
      pack: false,
    });
    // Absent as long as nobody knows where the repository will stand.
    expect(messages.filter(({ code }) => !/REPOSITORY/.test(code))).toEqual([]);
  });

  test('has types that resolve wherever they are looked for', () => {
    const attw = spawnSync(
      process.execPath,
      [
        tool('@arethetypeswrong', 'cli', 'dist', 'index.js'),
        tarball(),
        '--profile',
        'esm-only',
        '--format',
        'json',
      ],
      { cwd: home, encoding: 'utf8' },
    );
    expect(attw.status, attw.stdout + attw.stderr).toBe(0);
    const { problems } = JSON.parse(attw.stdout) as {
      readonly problems?: Readonly<Record<string, readonly { readonly resolutionKind?: string }[]>>;
    };
    // The package is ESM and says so: old resolvers, and a `require` of it, are not for it.
    const meant = Object.values(problems ?? {})
      .flat()
      .filter(({ resolutionKind }) => resolutionKind !== 'node10' && resolutionKind !== 'node16-cjs');
    expect(meant).toEqual([]);
  });

  test('lets in by no other door', () => {
    writeFileSync(join(home, 'inside.js'), "await import('bootstrap-account/dist/main.js');");
    const { stderr } = spawnSync(process.execPath, ['inside.js'], { cwd: home, encoding: 'utf8' });
    expect(stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
});
