import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from '../../src/setup/build.mjs';
import { packageRoot } from '../helpers/prepare.ts';

/** A package of its own, with the bundle and nothing beside it: a package outside the bundle cannot be loaded. */
const folder = mkdtempSync(join(tmpdir(), 'bootstrap-account-loaded-'));
/** Sources that each file of the bundle is made of, by its place in `dist`. */
const sources = new Map<string, readonly string[]>();

beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  symlinkSync(join(packageRoot, 'templates'), join(folder, 'templates'));
  const { outputs } = await bundle({ outdir: join(folder, 'dist') });
  for (const [path, { inputs }] of Object.entries(outputs))
    sources.set(relative(folder, join(packageRoot, path)), Object.keys(inputs));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Loaded {
  readonly code: number | null;
  readonly files: readonly string[];
  /** Names of the packages of which something was loaded. */
  readonly packages: readonly string[];
  /** Folders of `src`, and files that stand in it. */
  readonly own: readonly string[];
}

/** What Node itself counts as loaded, not what could be: it notes every script that ran. */
function load(words: readonly string[]): Loaded {
  const notes = join(folder, words.join('_'));
  mkdirSync(notes);
  const { status } = spawnSync(process.execPath, [join(folder, 'dist', 'main.js'), ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, NODE_V8_COVERAGE: notes },
  });
  const urls = readdirSync(notes).flatMap((name) => {
    const note = JSON.parse(readFileSync(join(notes, name), 'utf8')) as {
      readonly result: readonly { readonly url: string }[];
    };
    return note.result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
  });
  const files = [...new Set(urls.map((url) => relative(folder, fileURLToPath(url))))];
  const from = files.flatMap((file) => sources.get(file) ?? [`unknown/${file}`]);
  const packageOf = (path: string) =>
    /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(path)?.[1];
  const packages = from.map(packageOf).filter((name) => name !== undefined);
  const own = from
    .filter((path) => packageOf(path) === undefined)
    .map((path) => path.replace(/^(src\/[^/]+)\/.*/, '$1'));
  const inOrder = (names: readonly string[]) => [...new Set(names)].sort();
  return { code: status, files, packages: inOrder(packages), own: inOrder(own) };
}

test.each(['--help', '--version', 'check --help', 'person add --help'])(
  '%s loads the parser and the commands’ own words, nothing else',
  (line) => {
    const { code, files, packages, own } = load(line.split(' '));
    expect(code).toBe(0);
    expect(packages).toEqual(['commander']);
    expect(own).toEqual([
      'package.json',
      'src/cli.ts',
      'src/command-line',
      'src/errors.ts',
      'src/main.ts',
      'src/model',
      'src/signals.ts',
      'src/ui',
      'src/version.ts',
    ]);
    // Opening a file is what costs here: each more is seen.
    expect(files.length).toBeLessThanOrEqual(6);
  },
);

test.each([
  ['--nope', 4],
  ['aply', 4],
  ['completion bash', 0],
  ['completion words che', 0],
])('%s loads no AWS SDK, no Pulumi, no prompts, no lists', (line, expected) => {
  const { code, packages } = load(line.split(' '));
  expect(code).toBe(expected);
  expect(packages.filter((name) => !['commander', 'yaml', 'zod'].includes(name))).toEqual([]);
});

test('what is said to people is English: of zod’s languages no other is in the bundle', () => {
  const languages = [...sources.values()].flat().filter((path) => /\/zod\/.*\/locales\//.test(path));
  expect(languages.map((path) => path.replace(/^.*\/locales\//, ''))).toEqual(['en.js']);
});

// `import()` of a package takes all of it in, whatever is used: what is loaded late goes through src/account/late/.
test('no AWS client is in the bundle as a whole, with every command there is', () => {
  const clients = [...sources.values()].flat().filter((path) => /\/@aws-sdk\/client-/.test(path));
  expect(clients.some((path) => path.endsWith('/client-ec2/dist-es/EC2Client.js'))).toBe(true);
  expect(clients.filter((path) => /\/dist-es\/[A-Z]\w*(?<!Client)\.js$/.test(path))).toEqual([]);
});

test.each(['check', 'report', 'keys scan', 'person list', 'role list'])(
  '%s does without Pulumi: half a second that only the engine is worth',
  (line) => {
    const { code, packages } = load(line.split(' '));
    expect(code).toBe(4);
    expect(packages).toContain('@aws-sdk/client-iam');
    expect(packages.filter((name) => name.startsWith('@pulumi/'))).toEqual([]);
  },
);
