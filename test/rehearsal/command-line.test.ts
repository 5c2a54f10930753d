import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { rulesCases } from '../cases/bad-files/rules-cases.ts';
import { shapeCases } from '../cases/bad-files/shape-cases.ts';
import { syntaxCases } from '../cases/bad-files/syntax-cases.ts';
import { packageRoot } from '../helpers/prepare.ts';

const main = join(packageRoot, 'dist', 'main.js');
const homes: string[] = [];
afterEach(() => {
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

interface Place {
  readonly home: string;
  readonly work: string;
  readonly env: Readonly<Record<string, string>>;
}
function makePlace(): Place {
  const home = mkdtempSync(join(tmpdir(), 'bootstrap-account-line-'));
  homes.push(home);
  const work = join(home, 'work');
  mkdirSync(work);
  return { home, work, env: { PATH: process.env.PATH ?? '', HOME: home } };
}

/** The built command as a child without a terminal; `hangUp` closes stdout early, as `| head` does. */
function run(place: Place, words: readonly string[], options: { readonly hangUp?: boolean } = {}) {
  const child = spawn(process.execPath, [main, ...words], {
    cwd: place.work,
    env: place.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  if (options.hangUp === true) child.stdout.destroy();
  return new Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }>(
    (resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })),
  );
}

const filesBelow = (place: Place) => readdirSync(place.home, { recursive: true }).map(String).sort();

function expectOneError(stderr: string, code: string): void {
  expect(stderr.match(/^✖ /gm)).toHaveLength(1);
  expect(stderr).toMatch(/^→ \S/m);
  expect(stderr).toContain(`  (${code})`);
  expect(stderr).not.toMatch(/^\s+at /m);
}

const badLines: readonly (readonly [string, readonly string[], string, string])[] = [
  ['an unknown command, nearly right', ['aply'], 'UnknownCommand', 'Did you mean apply?'],
  ['an unknown command', ['frobnicate'], 'UnknownCommand', 'Commands: '],
  ['an unknown option', ['plan', '--fast'], 'BadCommandLine', '--fast'],
  ['a bad account id', ['plan', '--account', '1234'], 'InvalidAccountId', '1234'],
  ['missing answers, all at once', ['apply'], 'MissingAnswers', 'people'],
  ['a bad retention', ['setup', '--retention-days', 'soon'], '', 'soon'],
  ['a bad encryption', ['setup', '--encryption', 'rot13'], '', 'rot13'],
  ['a bad administrator', ['setup', '--admin', 'a b c'], '', 'a b c'],
  ['a bad way for passwords', ['apply', '--passwords', 'pigeon'], 'BadCommandLine', 'pigeon'],
  ['a backup that is not there', ['state', 'restore', 'nope', '--account', '123456789012'], '', 'nope'],
  ['a template that is not there', ['template', 'show', 'nope'], '', 'nope'],
  ['a file that is not there', ['template', 'validate', 'nope.yaml'], '', 'nope.yaml'],
  ['a region that is none', ['plan', '--region', 'Ireland'], '', 'Ireland'],
  ['a format that is none', ['check', '--format', 'pdf'], 'BadFormat', 'pdf'],
  ['two formats on stdout', ['check', '--format', 'text', '--format', 'sarif'], 'TwoFormats', 'sarif'],
  ['a repair without a terminal', ['check', '--repair'], 'NoTerminal', '--repair-all --yes'],
  ['both ways to repair', ['check', '--repair', '--repair-all'], 'RepairOrAll', '--repair-all'],
  ['a repair of all unconfirmed', ['check', '--repair-all'], 'ConfirmationNeeded', '--yes'],
  ['a check without a file', ['check'], 'NoAccountFile', 'bootstrap-account.yaml'],
  ['a severity that is none', ['check', '--fail-on', 'awful'], 'BadCommandLine', 'awful'],
  ['an argument too few', ['template', 'show'], 'BadCommandLine', 'template'],
];

test.each(badLines)('%s: one clear error, exit 4, nothing written', async (_, words, code, says) => {
  const place = makePlace();
  const before = filesBelow(place);
  const { code: exit, stdout, stderr } = await run(place, words);

  expect({ exit, stdout }, stderr).toEqual({ exit: 4, stdout: '' });
  expectOneError(stderr, code === '' ? (/\((\w+)\)/.exec(stderr)?.[1] ?? 'none') : code);
  expect(stderr).toContain(says);
  expect(filesBelow(place)).toEqual(before);
});

test.each(badLines)('%s with --json: one document', async (_, words, code, says) => {
  const place = makePlace();
  const before = filesBelow(place);
  const at = words.indexOf('--');
  const line = at < 0 ? [...words, '--json'] : [...words.slice(0, at), '--json', ...words.slice(at)];
  const { code: exit, stdout } = await run(place, line);
  const document = JSON.parse(stdout);

  expect(exit).toBe(4);
  expect(document).toMatchObject({
    schemaVersion: 1,
    exitCode: 4,
    error: { code: expect.stringMatching(/^[A-Z]\w+$/) },
  });
  if (code !== '') expect(document.error.code).toBe(code);
  expect(JSON.stringify(document.error)).toContain(says);
  expect(filesBelow(place)).toEqual(before);
});

const badFiles = [...syntaxCases, ...shapeCases, ...rulesCases].slice(0, 60);

test('twenty and more bad files: template validate says where, exit 4', async () => {
  const place = makePlace();
  expect(badFiles.length).toBeGreaterThanOrEqual(20);
  for (const { name, text } of badFiles.slice(0, 24)) {
    writeFileSync(join(place.work, 'team.yaml'), text);
    const { code, stdout, stderr } = await run(place, ['template', 'validate', 'team.yaml']);
    expect({ code, stdout }, `${name}: ${stderr}`).toEqual({ code: 4, stdout: '' });
    expectOneError(stderr, 'InvalidFile');
    expect(stderr, name).toMatch(/team\.yaml:\d+:\d+/);
  }
});

test('a bad account file stops a rehearsal before the emulator: exit 4', async () => {
  const place = makePlace();
  for (const { name, text } of badFiles.slice(0, 6)) {
    writeFileSync(join(place.work, 'bootstrap-account.yaml'), text);
    const { code, stdout, stderr } = await run(place, ['rehearse', '--', 'plan']);
    expect({ code, stdout }, `${name}: ${stderr}`).toEqual({ code: 4, stdout: '' });
    expectOneError(stderr, 'InvalidFile');
  }
});

const commands = [
  '',
  'init',
  'plan',
  'apply',
  'check',
  'report',
  'rehearse',
  'doctor',
  'first-admin',
  'destroy',
  'state',
  'state where',
  'state backup',
  'state restore',
  'state unlock',
  'template',
  'template list',
  'template show',
  'template validate',
  'template schema',
];

test.each(commands)('%s --help teaches on stdout', async (command) => {
  const place = makePlace();
  const words = command === '' ? [] : command.split(' ');
  const { code, stdout, stderr } = await run(place, [...words, '--help']);

  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(`Usage: bootstrap-account${command === '' ? '' : ` ${command}`}`);
  // A sentence of what it does, and more than the usage line.
  expect(stdout.split('\n')[2]).toMatch(/\w+ \w+/);
  expect(filesBelow(place)).toEqual(['work']);
});

test('--version is the version alone', async () => {
  const { code, stdout, stderr } = await run(makePlace(), ['--version']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

test('data alone is on stdout, and a reader that goes away does not crash it', async () => {
  const place = makePlace();
  const whole = await run(place, ['template', 'schema']);
  expect(whole).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(whole.stdout)).toHaveProperty('properties');
  expect(await run(place, ['template', 'schema'], { hangUp: true })).toMatchObject({ code: 0, stderr: '' });
});
