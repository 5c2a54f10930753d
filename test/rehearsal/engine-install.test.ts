import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { archiveName } from '../../src/engine/download.ts';
import { ensureEngine, inspectEngine } from '../../src/engine/pulumi-cli.ts';
import { packageRoot } from './engine-fixture.ts';

// A script stands for the engine, another for Go, a server on loopback for the vendor.
const engineScript = (version: string) => `#!/bin/sh\necho v${version}\n`;
const name = archiveName() ?? '';
let root: string;
let home: string;
let bin: string;
let cache: string;
let server: Server;
let files: Map<string, Buffer | string>;
const told: string[] = [];

beforeEach(async () => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'engine-install-')));
  [home, bin] = [join(root, 'home'), join(root, 'bin')];
  cache = join(home, '.pulumi', 'versions', '3.248.0');
  for (const folder of [home, bin]) mkdirSync(folder);
  files = new Map();
  told.length = 0;
  server = createServer((request, response) => {
    const found = files.get(request.url ?? '');
    response.writeHead(found === undefined ? 404 : 200).end(found);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
  rmSync(root, { recursive: true, force: true });
});

function put(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
/** An archive laid out as the vendor's: everything flat in `pulumi/`. */
function packArchive(version = '3.248.0'): Buffer {
  put(join(root, 'pack', 'pulumi', 'pulumi'), engineScript(version));
  put(join(root, 'pack', 'pulumi', 'pulumi-language-nodejs'), '#!/bin/sh\n');
  execFileSync('tar', ['-czf', join(root, 'archive'), '-C', join(root, 'pack'), 'pulumi']);
  return readFileSync(join(root, 'archive'));
}
function publish(archive: Buffer, checksum = createHash('sha256').update(archive).digest('hex')): void {
  files.set(`/sdk/${name}`, archive);
  files.set('/checksums.txt', `${'0'.repeat(64)}  pulumi-v3.248.0-windows-x64.zip\n${checksum}  ${name}\n`);
}
function context() {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    env: { PATH: `${bin}:/usr/bin:/bin`, HOME: home },
    packageRoot,
    home,
    tell: (text: string) => told.push(text),
    sites: { archives: `${base}/sdk`, checksums: `${base}/checksums.txt` },
  };
}
/** Go as far as we call it: tells its version; builds by writing the engine where `-o` says. */
function putGo(
  version: string,
  build = `echo compiled >&2; printf '#!/bin/sh\\necho v3.248.0\\n' > "$out"; chmod 755 "$out"`,
): void {
  put(
    join(bin, 'go'),
    `#!/bin/sh\nif [ "$1" = version ]; then echo "go version go${version} linux/amd64"; exit 0; fi\n` +
      `echo "$@" > ${root}/go-args; env > ${root}/go-env; ls > ${root}/go-folder\n` +
      `while [ $# -gt 0 ]; do [ "$1" = -o ] && out="$2"; shift; done\n${build}\n`,
  );
}

describe('what is there', () => {
  test('the cache comes before PATH; PATH counts with the exact version only, resolved to a file', async () => {
    put(join(bin, 'pulumi'), engineScript('3.248.0'));
    expect(await ensureEngine(context())).toEqual({
      path: join(bin, 'pulumi'),
      root,
      version: '3.248.0',
      origin: 'path',
    });
    put(join(cache, 'bin', 'pulumi'), engineScript('3.248.0'));
    expect(await ensureEngine(context())).toMatchObject({
      path: join(cache, 'bin', 'pulumi'),
      root: cache,
      origin: 'cache',
    });
    expect(
      await ensureEngine({ ...context(), env: { ...context().env, PULUMI_HOME: join(root, 'none') } }),
    ).toMatchObject({ origin: 'path' });
    expect(told).toEqual([]);
  });

  test('doctor is told what is there and what would be done, and nothing is done', async () => {
    put(join(bin, 'pulumi'), engineScript('3.100.0'));
    const report = await inspectEngine(context());
    expect(report).toMatchObject({
      cache,
      others: [{ path: join(bin, 'pulumi'), version: '3.100.0' }],
      go: { kind: 'absent' },
      next: 'download only',
    });
    expect(report.found).toBeUndefined();
    putGo('1.26.0');
    expect(await inspectEngine(context())).toMatchObject({
      go: { kind: 'usable', version: '1.26.0' },
      next: 'download, else build',
    });
    expect(existsSync(join(home, '.pulumi'))).toBe(false);
  });
});

describe('the archive', () => {
  test('is fetched, checked, unpacked into the cache, and found there by the next run', async () => {
    publish(packArchive());
    expect(await ensureEngine(context())).toMatchObject({
      path: join(cache, 'bin', 'pulumi'),
      origin: 'downloaded',
    });
    expect(readdirSync(join(cache, 'bin')).sort()).toEqual(['pulumi', 'pulumi-language-nodejs']);
    expect(readdirSync(dirname(cache))).toEqual(['3.248.0']);
    expect(told[0]).toContain('not on this machine yet');
    expect(await ensureEngine(context())).toMatchObject({ origin: 'cache' });
  });

  test('tampered with is refused unopened, even where Go could build', async () => {
    const archive = packArchive();
    publish(Buffer.concat([archive, Buffer.from('x')]), createHash('sha256').update(archive).digest('hex'));
    putGo('1.26.0');
    await expect(ensureEngine(context())).rejects.toMatchObject({ code: 'EngineTampered', exitCode: 3 });
    expect(readdirSync(dirname(cache))).toEqual([]);
  });

  test('that no checksum file vouches for is not used', async () => {
    publish(packArchive());
    files.set('/checksums.txt', 'nothing here\n');
    await expect(ensureEngine(context())).rejects.toMatchObject({ code: 'EngineMissing' });
  });

  test('with another version inside is not accepted', async () => {
    publish(packArchive('3.1.0'));
    await expect(ensureEngine(context())).rejects.toMatchObject({ code: 'EngineUnusable' });
  });
});

describe('the build', () => {
  test('stands in for a closed download, from the pinned source, with the local Go', async () => {
    putGo('1.25.11');
    const closed = context();
    server.close();
    expect(await ensureEngine(closed)).toMatchObject({
      origin: 'built',
      path: join(cache, 'bin', 'pulumi'),
    });
    expect(readFileSync(join(root, 'go-folder'), 'utf8').split('\n').filter(Boolean)).toEqual([
      'go.mod',
      'go.sum',
      'tools.go',
    ]);
    expect(readFileSync(join(root, 'go-args'), 'utf8')).toContain('version.Version=v3.248.0');
    expect(readFileSync(join(root, 'go-env'), 'utf8')).toMatch(/^GOTOOLCHAIN=local$/m);
    expect(told.join('\n')).toMatch(/download is closed \(127\.0\.0\.1:\d+: ECONNREFUSED\).*about 7 minutes/);
    expect(readdirSync(dirname(cache))).toEqual(['3.248.0']);
  });

  test('that fails says why and leaves nothing', async () => {
    putGo('1.26.0', 'echo "disk full here" >&2; exit 1');
    await expect(ensureEngine(context())).rejects.toMatchObject({
      code: 'EngineBuildFailed',
      message: expect.stringContaining('disk full here'),
    });
    expect(readdirSync(dirname(cache))).toEqual([]);
  });

  test.each([
    ['1.24.9', 'the Go on PATH is 1.24.9'],
    [undefined, 'Go is not installed'],
  ])('without a Go that is new enough (%s): which tool, which version, where from', async (version, said) => {
    if (version !== undefined) putGo(version);
    await expect(ensureEngine(context())).rejects.toMatchObject({
      code: 'EngineMissing',
      exitCode: 4,
      message: expect.stringContaining(said),
      fix: expect.stringMatching(/Go 1\.25\.11 or newer .*go\.dev/),
    });
  });
});

test('two processes at once: one builds, the other waits for it', async () => {
  putGo(
    '1.26.0',
    `echo built >> ${root}/builds; sleep 1; printf '#!/bin/sh\\necho v3.248.0\\n' > "$out"; chmod 755 "$out"`,
  );
  const script = join(root, 'ensure.mjs');
  const module = join(packageRoot, 'src', 'engine', 'pulumi-cli.ts');
  const { tell: _, ...plain } = context();
  writeFileSync(
    script,
    `import { ensureEngine } from ${JSON.stringify(module)};\nconst e = await ensureEngine({ ...${JSON.stringify(plain)}, tell: () => {} });\nprocess.stdout.write(e.origin);\n`,
  );
  const origins = await Promise.all(
    [1, 2].map(
      () =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, ['--import', 'tsx', script], {
            cwd: packageRoot,
            stdio: ['ignore', 'pipe', 'inherit'],
          });
          let text = '';
          child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
          child.once('close', () => resolve(text));
        }),
    ),
  );
  expect(origins.sort()).toEqual(['built', 'cache']);
  expect(readFileSync(join(root, 'builds'), 'utf8')).toBe('built\n');
  expect(statSync(join(cache, 'bin', 'pulumi')).mode & 0o111).not.toBe(0);
  expect(existsSync(join(dirname(cache), '3.248.0.lock'))).toBe(false);
});
