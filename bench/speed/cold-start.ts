import { execFileSync } from 'node:child_process';
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { keys, openScreen } from '../../test/helpers/screen.ts';
import { expectCode, inTurn, ratiosOf, runMeasured, spreadOf } from './measure.ts';
import type { Row } from './row.ts';
import { packageRoot, say, type Tools } from './world.ts';

/** The command of somebody else that is held against ours: a CLI for AWS with nothing beside it. */
const other = { name: 'npx cdk', words: ['--package=aws-cdk', '--', 'cdk', '--version'] } as const;
const firstQuestion = /Home region of the account\?/;

/** One empty machine: a home and an npm cache of its own, and npx on a Node of one's choice. */
interface Machine {
  readonly folder: string;
  readonly cache: string;
  readonly env: Readonly<Record<string, string>>;
  readonly npx: (words: readonly string[]) => Promise<number>;
  readonly question: (words: readonly string[]) => Promise<number>;
}

/**
 * What whoever types `npx bootstrap-account` for the first time waits for and fetches: the package as it would be
 * published, on an empty npm cache, and again on the cache that this left.
 * @param node path of the Node to run it on
 */
export async function measureColdStart(tools: Tools, node: string, repeats: number): Promise<readonly Row[]> {
  const tarball = packTarball(tools.scratch);
  const on = `Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim().replace(/^v/, '')}`;
  const ours = ['--yes', `--package=${tarball}`, '--', 'bootstrap-account'];
  const version = [...ours, '--version'];
  const theirs = ['--yes', ...other.words];
  const machines: Machine[] = [];
  const empty = () => {
    const machine = openMachine(tools.scratch, node);
    machines.push(machine);
    return machine;
  };
  say(`Starting from an empty npm cache, ${on} …`);
  const cold = await inTurn(
    repeats,
    async () => ({ version: await empty().npx(version), question: await empty().question(ours) }),
    () => openMachine(tools.scratch, node).npx(theirs),
  );
  const [used] = machines;
  if (used === undefined) throw new Error('Nothing was measured: give --repeats 1 or more.');
  const warm = [];
  const warmAsked = [];
  for (let turn = 0; turn < repeats; turn += 1) {
    warm.push(await used.npx(version));
    warmAsked.push(await used.question(ours));
  }
  const started = cold.ours.map((each) => each.version);
  const asked = cold.ours.map((each) => each.question);
  const ratio = ratiosOf(started, cold.other);
  const aim = { aim: '≤ 10 s' };
  const weight = weigh(used, tarball);
  return [
    {
      what: `cold \`npx\`, ${on}: to \`--version\``,
      against: `\`${other.name} --version\`, cold`,
      ours: spreadOf(started),
      other: spreadOf(cold.other),
      ratio,
      ...aim,
      met: spreadOf(started).median <= 10,
    },
    {
      what: `cold \`npx\`, ${on}: to the first question`,
      ours: spreadOf(asked),
      ...aim,
      met: spreadOf(asked).median <= 10,
    },
    { what: `warm \`npx\`, ${on}: to \`--version\``, ours: spreadOf(warm) },
    { what: `warm \`npx\`, ${on}: to the first question`, ours: spreadOf(warmAsked) },
    { what: `cold \`npx\`, ${on}: packages fetched`, ours: spreadOf([weight.fetched]), unit: 'MB' },
    { what: `cold \`npx\`, ${on}: unpacked`, ours: spreadOf([weight.unpacked]), unit: 'MB' },
    { what: `cold \`npx\`, ${on}: packages`, ours: spreadOf([weight.packages]), unit: 'packages' },
  ];
}

function packTarball(folder: string): string {
  const made = execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
    cwd: packageRoot,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = JSON.parse(made.slice(made.indexOf('[\n'))) as readonly { readonly filename: string }[];
  return join(folder, packed?.filename ?? '');
}

function openMachine(scratch: string, node: string): Machine {
  const folder = mkdtempSync(join(scratch, 'machine-'));
  const cache = join(folder, 'npm');
  const work = join(folder, 'work');
  mkdirSync(work);
  const { npm_execpath: npmCli, PATH = '' } = process.env;
  if (npmCli === undefined) throw new Error('npm is not known: start the benchmark with npm run bench.');
  const npxCli = join(dirname(npmCli), 'npx-cli.js');
  const env = {
    // The Node in question first: npm and what it starts take the first.
    PATH: [dirname(node), PATH].join(delimiter),
    HOME: folder,
    npm_config_userconfig: join(homedir(), '.npmrc'),
    ...wayToRegistry(),
    npm_config_cache: cache,
    npm_config_update_notifier: 'false',
  };
  return {
    folder,
    cache,
    env,
    npx: async (words) => {
      const sample = await runMeasured({ file: node, args: [npxCli, ...words], cwd: work, env });
      return expectCode(sample, 0).seconds;
    },
    question: async (words) => {
      const began = performance.now();
      const screen = openScreen(node, [npxCli, ...words], { cwd: work, env });
      await screen.until(firstQuestion);
      const seconds = (performance.now() - began) / 1000;
      screen.type(keys.interrupt);
      await screen.ended;
      return seconds;
    },
  };
}

/** What this machine needs to reach a registry, whichever npm settings belong to the Node in question. */
function wayToRegistry(): Readonly<Record<string, string>> {
  const names =
    /^(?:npm_config_(?:registry|globalconfig|userconfig|cafile)|node_extra_ca_certs|(?:https?|no)_proxy)$/i;
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) =>
      names.test(name) && value !== undefined ? [[name, value]] : [],
    ),
  );
}

const megabyte = 1_000_000;

/** What a first start left: archives that came over the net, and what they are unpacked. */
function weigh(machine: Machine, tarball: string): { fetched: number; unpacked: number; packages: number } {
  const index = join(machine.cache, '_cacache', 'index-v5');
  // Each line of npm's index of its cache: a checksum, then what was fetched and how large it was.
  const archives = new Map<string, number>();
  for (const path of filesBelow(index))
    for (const [, entry] of readFileSync(path, 'utf8').matchAll(/^\w+\t(.+)$/gm)) {
      const { key, size } = JSON.parse(entry ?? '{}') as { readonly key?: string; readonly size?: number };
      // Ours is there too, by its path: it is counted as what it weighs.
      if (key !== undefined && /https?:.*\.tgz$/.test(key)) archives.set(key, size ?? 0);
    }
  const unpacked = filesBelow(join(machine.cache, '_npx'));
  const sum = (sizes: Iterable<number>) => [...sizes].reduce((total, size) => total + size, 0) / megabyte;
  return {
    fetched: sum([lstatSync(tarball).size, ...archives.values()]),
    unpacked: sum(unpacked.map((path) => lstatSync(path).size)),
    packages: archives.size + 1,
  };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
