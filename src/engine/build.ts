import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { EngineError } from '../errors.ts';
import { askCommand } from './ask-command.ts';
import { engineVersion } from './engine-command.ts';

/** As `engine/go.mod` says. */
export const goNeeded = '1.25.11';

export type GoState =
  | { readonly kind: 'absent' }
  | { readonly kind: 'old' | 'usable'; readonly path: string; readonly version: string };

/** The first Go on PATH, and whether it is new enough. */
export async function findGo(env: Readonly<Record<string, string | undefined>>): Promise<GoState> {
  for (const folder of (env.PATH ?? '').split(delimiter).filter(isAbsolute)) {
    const path = join(folder, 'go');
    const text = await askCommand(path, ['version'], {
      PATH: env.PATH,
      HOME: env.HOME,
      GOTOOLCHAIN: 'local',
    });
    const version = /\bgo(\d+\.\d+(?:\.\d+)?)\b/.exec(text ?? '')?.[1];
    if (version !== undefined)
      return { kind: isAtLeast(version, goNeeded) ? 'usable' : 'old', path, version };
  }
  return { kind: 'absent' };
}

export function isAtLeast(version: string, needed: string): boolean {
  const [have, want] = [version, needed].map((one) => one.split('.').map(Number));
  for (const index of [0, 1, 2]) {
    const difference = (have?.[index] ?? 0) - (want?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

interface BuildOptions {
  readonly go: string;
  readonly packageRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly root: string;
  /** Beginning of the path of a work folder on the same disk as `root`. */
  readonly workPrefix: string;
  readonly tell: (text: string) => void;
}

const sources = ['go.mod', 'go.sum', 'tools.go'] as const;

/**
 * Builds the engine from the source that `engine/go.sum` pins, in a folder of its own, and puts it in place in
 * one step.
 * @throws EngineError when Go fails, with its last words.
 */
export async function buildEngine(options: BuildOptions): Promise<void> {
  const work = mkdtempSync(options.workPrefix);
  try {
    for (const name of sources) copyFileSync(join(options.packageRoot, 'engine', name), join(work, name));
    const binary = join(work, 'pulumi');
    await compile(options, work, binary);
    mkdirSync(join(options.root, 'bin'), { recursive: true });
    renameSync(binary, join(options.root, 'bin', 'pulumi'));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

const passedOn = [
  'PATH',
  'HOME',
  'TMPDIR',
  'GOPATH',
  'GOCACHE',
  'GOMODCACHE',
  'GOPROXY',
  'GONOSUMDB',
  'GOSUMDB',
  'GOPRIVATE',
  'GONOPROXY',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const;

function buildEnvironment(env: BuildOptions['env']): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(passedOn.map((name) => [name, env[name]])),
    // Said, not left empty: an empty GOFLAGS lets a personal `go env -w` through.
    GOFLAGS: '-mod=readonly -buildvcs=false',
    // The Go that was checked, not one that Go would fetch by itself.
    GOTOOLCHAIN: 'local',
    GOWORK: 'off',
  };
}

const progressEveryMs = 5_000;
const lastWords = 15;

function compile(options: BuildOptions, cwd: string, output: string): Promise<void> {
  const stamp = `-s -w -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v${engineVersion}`;
  const args = [
    'build',
    '-v',
    '-mod=readonly',
    '-trimpath',
    '-ldflags',
    stamp,
    '-o',
    output,
    'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
  ];
  const began = Date.now();
  return new Promise((resolve, reject) => {
    const child = spawn(options.go, args, {
      cwd,
      env: buildEnvironment(options.env),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let fetched = 0;
    let compiled = 0;
    let tail: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      const lines = text.split('\n').filter((line) => line !== '');
      fetched += lines.filter((line) => line.startsWith('go: downloading')).length;
      compiled += lines.filter((line) => /^[\w./-]+$/.test(line)).length;
      tail = [...tail, ...lines].slice(-lastWords);
    });
    const ticker = setInterval(() => {
      options.tell(
        `Building the engine: ${minutes(Date.now() - began)}, ${fetched} modules fetched, ${compiled} packages compiled`,
      );
    }, progressEveryMs);
    child.once('error', (cause) => {
      clearInterval(ticker);
      reject(buildFailed(`${options.go} cannot be started`, cause));
    });
    child.once('close', (code) => {
      clearInterval(ticker);
      if (code === 0) resolve();
      else reject(buildFailed(`Go ended with code ${code}: ${tail.join('\n')}`));
    });
  });
}

function minutes(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function buildFailed(why: string, cause?: unknown): EngineError {
  return new EngineError('EngineBuildFailed', `The engine could not be built. ${why}`, {
    fix: `Check the disk (3 GB) and the access to Go modules, or install Pulumi ${engineVersion} yourself and put it on PATH.`,
    cause,
  });
}
