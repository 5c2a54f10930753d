import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EngineError } from '../../src/errors.ts';
import { slugName } from '../../src/handover/slug-name.ts';
import { type HandoverPackOptions, writeHandoverPack } from '../../src/handover/write-pack.ts';
import { assembleReport } from '../../src/report/assemble-report.ts';
import { exampleInputs, examplePlan } from '../helpers/report-example.ts';

let place: string;
let options: HandoverPackOptions;
beforeEach(() => {
  place = mkdtempSync(join(realpathSync(tmpdir()), 'handover-'));
  options = {
    folder: join(place, 'handover'),
    accountId: '123456789012',
    report: assembleReport(exampleInputs),
    plan: examplePlan,
    passwords: [],
    now: new Date('2026-11-01T09:30:00Z'),
  };
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const mode = (path: string) => statSync(path).mode & 0o777;
const accountFolder = () => join(options.folder, '123456789012');

describe('a pack', () => {
  it('lies under account and time, for its owner only, whatever the umask', async () => {
    const before = process.umask(0);
    const pack = await writeHandoverPack(options).finally(() => process.umask(before));
    expect(pack.folder).toBe(join(accountFolder(), '2026-11-01T09-30-00'));
    expect(pack.files).toEqual([
      'report.html',
      'report.md',
      'report.json',
      'welcome/ada.html',
      'welcome/finn.html',
      'welcome/dev.html',
    ]);
    for (const file of pack.files) expect(mode(join(pack.folder, file))).toBe(0o600);
    for (const folder of [options.folder, accountFolder(), pack.folder, join(pack.folder, 'welcome')])
      expect(mode(folder)).toBe(0o700);
    expect(readFileSync(join(options.folder, '.gitignore'), 'utf8')).toBe('*\n');
    expect(readlinkSync(join(accountFolder(), 'latest'))).toBe('2026-11-01T09-30-00');
    expect(readdirSync(accountFolder()).sort()).toEqual(['2026-11-01T09-30-00', 'latest']);
  });
  it('never touches an older one, even of the same second', async () => {
    const first = await writeHandoverPack(options);
    const second = await writeHandoverPack(options);
    expect(second.folder).toBe(`${first.folder}-2`);
    expect(readlinkSync(join(accountFolder(), 'latest'))).toBe('2026-11-01T09-30-00-2');
    expect(readdirSync(accountFolder()).filter((name) => name.startsWith('.'))).toEqual([]);
  });
  it('is the same, byte by byte, for the same inputs', async () => {
    const [first, second] = [await writeHandoverPack(options), await writeHandoverPack(options)];
    for (const file of first.files)
      expect(readFileSync(join(second.folder, file))).toEqual(readFileSync(join(first.folder, file)));
  });
  it('shows e-mail addresses only when asked to', async () => {
    const read = (pack: { folder: string; files: readonly string[] }) =>
      pack.files.map((file) => readFileSync(join(pack.folder, file), 'utf8')).join('\n');
    expect(read(await writeHandoverPack(options))).not.toContain('acme.example');
    const shown = await writeHandoverPack({ ...options, withEmails: true });
    for (const file of ['report.html', 'report.json', 'welcome/ada.html'])
      expect(readFileSync(join(shown.folder, file), 'utf8')).toContain('ada@acme.example');
    expect(readFileSync(join(shown.folder, 'report.md'), 'utf8')).toContain('ada&#64;acme.example');
  });
});

describe('it refuses, and leaves nothing half done', () => {
  it('a root that is a symbolic link', async () => {
    mkdirSync(join(place, 'elsewhere'));
    symlinkSync(join(place, 'elsewhere'), options.folder);
    await expect(writeHandoverPack(options)).rejects.toThrow(/is a symbolic link/);
    expect(readdirSync(join(place, 'elsewhere'))).toEqual([]);
  });
  it('an account folder that is a symbolic link', async () => {
    mkdirSync(options.folder);
    symlinkSync(place, accountFolder());
    await expect(writeHandoverPack(options)).rejects.toThrow(/is a symbolic link/);
  });
  it('a root that is a file, as an EngineError with a way on', async () => {
    writeFileSync(options.folder, '');
    const writing = writeHandoverPack(options);
    await expect(writing).rejects.toThrow(EngineError);
    await expect(writing).rejects.toMatchObject({
      code: 'HandoverFailed',
      exitCode: 1,
      fix: expect.stringContaining('stands'),
    });
  });
  it('to replace something of another kind named latest', async () => {
    mkdirSync(join(accountFolder(), 'latest'), { recursive: true });
    await expect(writeHandoverPack(options)).rejects.toThrow(/no symbolic link of ours/);
    expect(lstatSync(join(accountFolder(), 'latest')).isDirectory()).toBe(true);
  });
  it('to write through a symbolic link at .gitignore', async () => {
    mkdirSync(options.folder);
    symlinkSync(join(place, 'victim'), join(options.folder, '.gitignore'));
    await writeHandoverPack(options);
    expect(existsSync(join(place, 'victim'))).toBe(false);
  });
});

describe('slugName', () => {
  it.each([
    ['ada.b+c@d', 'ada.b+c@d'],
    ['../../etc/passwd', 'etc-passwd'],
    ['a/b\\c\0d e', 'a-b-c-d-e'],
    ['..', 'unnamed'],
    ['-rf', 'rf'],
  ])('%j becomes %s', (name, slug) => {
    expect(slugName(name)).toBe(slug);
  });
  it('keeps names apart that a file system would not', () => {
    const used = new Set<string>();
    expect(['Ada', 'ada', 'ADA'].map((name) => slugName(name, used))).toEqual(['Ada', 'ada-2', 'ADA-3']);
  });
});
