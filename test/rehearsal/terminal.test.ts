import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { commandEnv } from '../helpers/command-env.ts';
import { packageRoot } from '../helpers/prepare.ts';
import { keys, openScreen, type Screen } from '../helpers/screen.ts';

const accountId = '123456789012';
const main = join(packageRoot, 'dist', 'main.js');
const homes: string[] = [];
const screens: Screen[] = [];
afterEach(() => {
  for (const screen of screens.splice(0)) screen.kill();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true });
});

interface World {
  readonly home: string;
  readonly rehearsal: string;
  readonly file: string;
  readonly env: Readonly<Record<string, string>>;
}
function makeWorld(): World {
  const home = mkdtempSync(join(tmpdir(), 'bootstrap-account-screen-'));
  homes.push(home);
  const rehearsal = join(home, 'state', 'bootstrap-account', 'rehearsal');
  return {
    home,
    rehearsal,
    file: join(rehearsal, accountId, 'bootstrap-account.yaml'),
    env: commandEnv(home),
  };
}

interface Look {
  readonly columns?: number;
  readonly env?: Readonly<Record<string, string>>;
}
function open(world: World, words: readonly string[], look: Look = {}): Screen {
  return openAs(world, process.execPath, [main, ...words], world.home, look);
}
function openAs(world: World, file: string, words: readonly string[], cwd: string, look: Look = {}): Screen {
  const screen = openScreen(file, words, {
    cwd,
    env: { ...world.env, ...look.env },
    ...(look.columns === undefined ? {} : { columns: look.columns }),
  });
  screens.push(screen);
  return screen;
}

/** The region by flag: what is asked then is the same wherever the run starts. */
const fresh = ['rehearse', '--fresh', '--region', 'eu-west-1'] as const;

const replies: readonly (readonly [RegExp, string])[] = [
  [/Which template/, ''],
  [/Alias of the/, 'acme-screen'],
  [/Who administers/, 'ada=ada@acme.example, grace'],
  [/Who looks after/, 'finn'],
  [/Who builds and/, ''],
  [/How many days/, ''],
  [/How are the log/, ''],
  [/Where are alarms/, ''],
  [/How many USD/, ''],
  [/A program on EC2/, ''],
];
async function answerAll(screen: Screen): Promise<void> {
  for (const [prompt, reply] of replies) await screen.answer(prompt, reply);
  await screen.until(/Type the account id/);
}

/** Lines the terminal had to break although they have a space to break at: prompts and answers aside. */
function tooWide(screen: Screen, columns: number): readonly string[] {
  return screen
    .lines()
    .filter((line) => line.length > columns && / /.test(line.trim()) && !/^[?✔] /.test(line));
}

function filesBelow(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => statSync(path).isFile());
}

test('asked, confirmed, carried out, handed over; then in sync without a question', async () => {
  const world = makeWorld();
  // Nothing by flag: an answer that is saved early, the region, must not settle the questions after it.
  const screen = open(world, ['rehearse', '--fresh']);
  await screen.answer(/Home region/, 'eu-west-1');
  await answerAll(screen);
  screen.type(`${accountId}${keys.enter}`);
  expect(await screen.ended, screen.text()).toEqual({ code: 0, signal: 0 });

  const text = screen.text();
  expect(text).toMatch(/✔ Audit trail/);
  // The list was live: it was redrawn with a turning wheel.
  expect(screen.raw()).toMatch(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏]/);
  expect(tooWide(screen, 80)).toEqual([]);
  const secrets = [...text.matchAll(/First password of \w+, [^\n]*\n +(\S+)/g)].map(
    (match) => match[1] ?? '',
  );
  expect(new Set(secrets).size).toBe(3);
  for (const secret of secrets) expect(text.split(secret)).toHaveLength(2);
  const written = filesBelow(world.home);
  expect(written.some((path) => /handover.*\.html$/.test(path))).toBe(true);
  for (const path of written)
    for (const secret of secrets) expect(readFileSync(path, 'utf8').includes(secret), path).toBe(false);

  const again = open(world, ['rehearse']);
  expect(await again.ended, again.text()).toEqual({ code: 0, signal: 0 });
  expect(again.text()).toContain('In sync');
  expect(again.text()).not.toMatch(/^[?✔] .*\?/m);
});

test('declined: exit 5, no changing call', async () => {
  const world = makeWorld();
  const screen = open(world, fresh);
  await answerAll(screen);
  screen.type(`no${keys.enter}`);
  expect(await screen.ended).toEqual({ code: 5, signal: 0 });
  expect(screen.text()).toMatch(/Declined\. Nothing was changed\./);
  expect(screen.text()).toMatch(/\b0 changing call/);
});

test('Ctrl-C at a question: exit 130, no account file, the cursor is back', async () => {
  const world = makeWorld();
  const screen = open(world, fresh);
  await screen.answer(/Which template/, '');
  await screen.answer(/Alias of the/, 'acme-screen');
  await screen.until(/Who administers/);
  screen.type(keys.interrupt);
  expect(await screen.ended).toEqual({ code: 130, signal: 0 });
  expect(existsSync(world.file)).toBe(false);
  expect(screen.text()).toContain('Nothing was changed');
  const hides = screen.raw().lastIndexOf('\u001b[?25l');
  expect(screen.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(hides);
});

// npm and npx pass a press on a second time where the script shell is bash: it is still one.
const ways: readonly (readonly [string, string, readonly string[]])[] = [
  ['node', process.execPath, [main, ...fresh]],
  ['npx with bash', 'npx', ['--script-shell=/bin/bash', '--no-install', 'bootstrap-account', ...fresh]],
  ['npm start', 'npm', ['start', '--', '--fresh', '--region', 'eu-west-1']],
];
test.each(ways)('Ctrl-C while it runs, under %s: one press, finished, continued', async (_, file, words) => {
  const world = makeWorld();
  const screen = openAs(world, file, words, packageRoot);
  await answerAll(screen);
  screen.type(`${accountId}${keys.enter}`);
  await screen.until(/[⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏] (?:Audit|Account|Groups)/);
  screen.type(keys.interrupt);
  await screen.until(/running steps are finished/);
  // npm ends itself by the signal it passed on, which a shell shows as 130 too.
  const { code, signal } = await screen.ended;
  expect(signal > 0 ? 128 + signal : code, screen.text()).toBe(130);
  expect(screen.text()).not.toContain('Breaking off');
  // The press must not reach the emulator: then every running step fails instead of being finished.
  expect(screen.text()).not.toMatch(/^✖ /m);

  const again = open(world, ['rehearse']);
  await again.until(/Go on in account|Type the account id/);
  again.type(/Type the account id/.test(again.text()) ? `${accountId}${keys.enter}` : `y${keys.enter}`);
  expect(await again.ended, again.text()).toEqual({ code: 0, signal: 0 });
  const last = open(world, ['rehearse']);
  expect((await last.ended).code, last.text()).toBe(0);
  expect(last.text()).toContain('In sync');
});

const looks: readonly (readonly [number, Readonly<Record<string, string>>])[] = [
  [40, {}],
  [80, { NO_COLOR: '1' }],
  [200, { TERM: 'dumb' }],
];
test.each(looks)('readable at %i columns with %o', async (columns, env) => {
  const world = makeWorld();
  const screen = open(world, fresh, { columns, env });
  await answerAll(screen);
  screen.type(`no${keys.enter}`);
  expect((await screen.ended).code).toBe(5);
  expect(tooWide(screen, columns)).toEqual([]);
  // Cursor movements are told apart by their last letter.
  const colour = new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*[1-9][0-9;]*m`);
  if (Object.keys(env).length > 0) expect(screen.raw()).not.toMatch(colour);
});

test.each([
  ['/dev/null', '</dev/null'],
  ['closed', '<&-'],
])('stdin %s: no question, no hang', async (_, from) => {
  const world = makeWorld();
  const code = await new Promise((resolve) =>
    spawn('/bin/bash', ['-c', `exec "$0" "$1" rehearse --fresh -- apply ${from}`, process.execPath, main], {
      cwd: world.home,
      env: world.env,
      stdio: ['ignore', 'ignore', 'ignore'],
    }).on('close', resolve),
  );
  expect(code).toBe(4);
});
