import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { promisify } from 'node:util';
import { EngineError, RefusedError } from '../errors.ts';
import { engineVersion } from './engine-command.ts';

export interface DownloadSites {
  /** Folder of the archives, without the last slash. */
  readonly archives: string;
  /** The vendor's checksum file of this version. */
  readonly checksums: string;
}
const vendorSites: DownloadSites = {
  archives: 'https://get.pulumi.com/releases/sdk',
  checksums: `https://github.com/pulumi/pulumi/releases/download/v${engineVersion}/pulumi-${engineVersion}-checksums.txt`,
};

/**
 * sha256 by archive name, held against the archive beside the vendor's own file. Empty: whoever pins them
 * needs access to the vendor's site; until then the vendor's published file alone is the check.
 */
const recordedChecksums: Readonly<Record<string, string>> = {};

export type Download = { readonly kind: 'done' } | { readonly kind: 'unavailable'; readonly why: string };

interface DownloadOptions {
  readonly root: string;
  /** Beginning of the path of a work folder on the same disk as `root`. */
  readonly workPrefix: string;
  readonly tell: (text: string) => void;
  readonly sites?: DownloadSites;
  /** @default recordedChecksums */
  readonly recorded?: Readonly<Record<string, string>>;
}

/**
 * Fetches the vendor's archive, checks it before anything of it is unpacked, and puts it in place in one step.
 * @throws RefusedError on a wrong checksum; EngineError when a verified archive cannot be unpacked.
 */
export async function downloadEngine(options: DownloadOptions): Promise<Download> {
  const sites = options.sites ?? vendorSites;
  const name = archiveName();
  if (name === undefined)
    return { kind: 'unavailable', why: `no archive for ${process.platform} ${process.arch}` };
  const work = mkdtempSync(options.workPrefix);
  try {
    const archive = join(work, name);
    const expected = await fetchChecksum(sites.checksums, name);
    const actual = await fetchArchive(`${sites.archives}/${name}`, archive, options.tell);
    verify(name, actual, expected, options.recorded ?? recordedChecksums);
    await unpack(archive, work);
    putInPlace(join(work, 'pulumi'), options.root, work);
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof Unavailable) return { kind: 'unavailable', why: error.message };
    throw error;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** The site cannot be reached or has no such file; not the same as a wrong file. */
class Unavailable extends Error {}

export function archiveName(
  platform: string = process.platform,
  arch: string = process.arch,
): string | undefined {
  if (platform !== 'linux' && platform !== 'darwin') return undefined;
  if (arch !== 'x64' && arch !== 'arm64') return undefined;
  return `pulumi-v${engineVersion}-${platform}-${arch}.tar.gz`;
}

// A closed network often swallows packets instead of refusing: waiting longer only delays the build.
const connectPatienceMs = 5_000;

async function open(url: string): Promise<Response> {
  const abort = new AbortController();
  const patience = setTimeout(() => abort.abort(), connectPatienceMs);
  try {
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok) throw new Unavailable(`${new URL(url).host} answered ${response.status}`);
    return response;
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    throw new Unavailable(
      `${new URL(url).host}: ${abort.signal.aborted ? 'no answer within 5 s' : reasonOf(error)}`,
      { cause: error },
    );
  } finally {
    clearTimeout(patience);
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause) return String(cause.code);
  return 'not reachable';
}

/** A line of the vendor's file: `<sha256>  <archive>`. */
async function fetchChecksum(url: string, name: string): Promise<string> {
  const response = await open(url);
  const text = await response.text().catch(() => '');
  const line = text.split('\n').find((one) => one.trim().endsWith(` ${name}`));
  const checksum = /^([0-9a-f]{64})\s/.exec(line ?? '')?.[1];
  if (checksum === undefined) throw new Unavailable(`the vendor's checksum file does not name ${name}`);
  return checksum;
}

async function fetchArchive(url: string, target: string, tell: (text: string) => void): Promise<string> {
  const response = await open(url);
  if (response.body === null) throw new Unavailable('the archive is empty');
  const hash = createHash('sha256');
  const total = Number(response.headers.get('content-length') ?? 0);
  let received = 0;
  let toldAt = Date.now();
  const watch = new Transform({
    transform(chunk: Buffer, _, next) {
      hash.update(chunk);
      received += chunk.length;
      if (Date.now() - toldAt > 3_000) {
        toldAt = Date.now();
        tell(`Fetching the engine: ${megabytes(received)}${total > 0 ? ` of ${megabytes(total)}` : ''} MB`);
      }
      next(null, chunk);
    },
  });
  try {
    await pipeline(
      Readable.fromWeb(response.body as ReadableStream),
      watch,
      createWriteStream(target, { mode: 0o600, flags: 'wx' }),
    );
  } catch (error) {
    throw new Unavailable(`the download broke off after ${megabytes(received)} MB`, { cause: error });
  }
  return hash.digest('hex');
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_000_000);
}

function verify(
  name: string,
  actual: string,
  published: string,
  recorded: Readonly<Record<string, string>>,
): void {
  const expected = [published, recorded[name] ?? published];
  const wrong = expected.find((one) => one !== actual);
  if (wrong === undefined) return;
  throw new RefusedError(
    'EngineTampered',
    `The archive ${name} is not what its vendor published: sha256 ${actual}, expected ${wrong}. It was removed unopened.`,
    {
      fix: 'Do not use this network for it. Try again elsewhere, or install the engine by your own means and put it on PATH.',
    },
  );
}

async function unpack(archive: string, folder: string): Promise<void> {
  try {
    await promisify(execFile)('tar', ['-xzf', archive, '-C', folder, '--no-same-owner']);
  } catch (error) {
    throw new EngineError(
      'EngineUnpackFailed',
      `The archive ${archive} was verified but cannot be unpacked.`,
      {
        fix: 'Check that `tar` and `gzip` are installed and that the disk is not full.',
        cause: error,
      },
    );
  }
}

/** The binaries lie flat in `pulumi/`; the engine's own cache has them in `bin/`. */
function putInPlace(unpacked: string, root: string, work: string): void {
  if (!existsSync(join(unpacked, 'pulumi'))) {
    const found = existsSync(unpacked) ? readdirSync(unpacked).join(', ') : 'nothing';
    throw new EngineError('EngineUnpackFailed', `The archive holds no engine (found: ${found}).`);
  }
  mkdirSync(root, { recursive: true });
  const bin = join(root, 'bin');
  if (existsSync(bin)) renameSync(bin, join(work, 'replaced'));
  renameSync(unpacked, bin);
}
