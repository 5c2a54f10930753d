import { describe, expect, it } from 'vitest';
import { InterruptedError } from '../../src/errors.ts';
import type { Question } from '../../src/model/host.ts';
import { makeTerminalHost } from '../../src/ui/terminal-host.ts';
import { type FakeScreen, fakeScreen, plain, until } from '../helpers/streams.ts';

const enter = '\r';
const controlC = String.fromCodePoint(3);
const down = `${String.fromCodePoint(27)}[B`;
const typed: Question = {
  kind: 'typed',
  key: 'id',
  message: 'Type the account id',
  why: '',
  expected: '123456789012',
};

async function answer(question: Question, keys: string, screen = fakeScreen()): Promise<unknown> {
  const asked = makeTerminalHost(screen.options).ask(question);
  await until(screen.err, question.message);
  screen.type(keys);
  return asked;
}

describe('the terminal host asks', () => {
  it('for a text, with its why, flag and key above, all on stderr', async () => {
    const screen = fakeScreen();
    const question = {
      kind: 'text',
      key: 'alias',
      message: 'Alias',
      why: 'People sign in with it.',
      flag: '--alias',
      fileKey: 'account.alias',
      default: 'acme',
    } as const;
    expect(await answer(question, enter, screen)).toBe('acme');
    expect(plain(screen.err())).toContain('People sign in with it. [--alias, account.alias]');
    expect(screen.out()).toBe('');
  });
  it('again while the validator objects', async () => {
    const screen = fakeScreen();
    const question: Question = {
      kind: 'text',
      key: 'a',
      message: 'Alias',
      why: '',
      validate: (value) => (value === 'bad' ? 'not that one' : undefined),
    };
    const asked = makeTerminalHost(screen.options).ask(question);
    await until(screen.err, 'Alias');
    screen.type(`bad${enter}`);
    await until(screen.err, 'not that one');
    screen.type(`${'\b'.repeat(3)}good${enter}`);
    expect(await asked).toBe('good');
  });
  it('for a choice', async () => {
    const choices = [
      { value: 'kms', label: 'Own key', hint: '1 USD' },
      { value: 'sse-s3', label: 'No key' },
    ];
    expect(
      await answer({ kind: 'choice', key: 'e', message: 'Encryption', why: '', choices }, `${down}${enter}`),
    ).toBe('sse-s3');
    expect(
      await answer(
        { kind: 'choice', key: 'e', message: 'Encryption', why: '', choices, default: 'sse-s3' },
        enter,
      ),
    ).toBe('sse-s3');
  });
  it('for a yes, which Enter alone is not', async () => {
    const question: Question = { kind: 'confirm', key: 'c', message: 'Go on?', why: '' };
    expect(await answer(question, enter)).toBe(false);
    expect(await answer(question, `y${enter}`)).toBe(true);
  });
  it.each([
    ['123456789012', true],
    ['no', false],
    ['', false],
  ])('for typed consent: «%s» is %s', async (keys, said) => {
    expect(await answer(typed, `${keys}${enter}`)).toBe(said);
  });
});

describe('typed consent that is mistyped', () => {
  it.each(['12345678901', '123456789012 ', 'yes'])('asks again after «%s»', async (slip) => {
    const screen = fakeScreen();
    const asked = makeTerminalHost(screen.options).ask(typed);
    await until(screen.err, 'Type the account id');
    screen.type(`${slip}${enter}`);
    await until(screen.err, 'Not the same');
    screen.type(`${'\b'.repeat(slip.length)}123456789012${enter}`);
    expect(await asked).toBe(true);
  });
});

describe('a question is left', () => {
  const leave: readonly (readonly [string, (screen: FakeScreen, controller: AbortController) => void])[] = [
    ['by Ctrl-C', (screen) => screen.type(controlC)],
    ['by the end of the input', (screen) => screen.hangUp()],
    ['by the abort signal', (_, controller) => controller.abort('told')],
  ];
  it.each(leave)('%s', async (_, act) => {
    const controller = new AbortController();
    const screen = fakeScreen({ signal: controller.signal });
    const asked = makeTerminalHost(screen.options).ask(typed);
    asked.catch(() => undefined);
    await until(screen.err, 'Type the account id');
    act(screen, controller);
    await expect(asked).rejects.toThrow(InterruptedError);
    await expect(asked).rejects.toMatchObject({ exitCode: 130 });
  });
});

it('draws no colour with --no-color', async () => {
  const screen = fakeScreen({ flags: { color: false }, env: { FORCE_COLOR: '1' } });
  const choices = [
    { value: 'a', label: 'A', hint: 'first' },
    { value: 'b', label: 'B' },
  ];
  await answer({ kind: 'choice', key: 'e', message: 'Which', why: 'Because', choices }, enter, screen);
  await answer(
    { kind: 'confirm', key: 'c', message: 'Go on?', why: 'Because', default: true },
    enter,
    screen,
  );
  await answer(typed, enter, screen);
  expect(screen.err().match(new RegExp(`${String.fromCodePoint(27)}\\[[0-9;]*m`, 'g'))).toBeNull();
});

describe('the live list', () => {
  const rows = [
    { id: 'a', title: 'Audit trail' },
    { id: 'b', title: 'Groups' },
    { id: 'c', title: 'People' },
  ];
  it('ends with one line a row, notices kept above, data after it', async () => {
    const screen = fakeScreen({ flags: { color: false } });
    const host = makeTerminalHost(screen.options);
    const progress = host.progress(rows);
    progress.start('a');
    progress.note('a', 'audit bucket');
    progress.start('b');
    await until(screen.err, 'Audit trail: audit bucket');
    host.tell({ level: 'warning', text: 'Second press' });
    host.write('data');
    progress.done('a');
    progress.fail('b', 'AccessDenied');
    expect(screen.out()).toBe('');
    await progress.close();
    const last = plain(screen.err()).trimEnd().split('\n').slice(-4);
    expect(last).toEqual([
      '⚠ Second press',
      '✔ Audit trail',
      '✖ Groups: AccessDenied',
      '- People: skipped, not begun',
    ]);
    expect(screen.out()).toBe('data\n');
  });
  it('refuses a question while it runs, and allows it afterwards', async () => {
    const screen = fakeScreen();
    const host = makeTerminalHost(screen.options);
    const progress = host.progress(rows);
    await expect(host.ask(typed)).rejects.toMatchObject({ code: 'AskedDuringProgress' });
    await progress.close();
    const asked = host.ask(typed);
    await until(screen.err, 'Type the account id');
    screen.type(enter);
    expect(await asked).toBe(false);
  });
  it.each([
    ['39 columns', { columns: 39 }],
    ['no columns', { columns: 0 }],
    ['TERM=dumb', { env: { TERM: 'dumb' } }],
  ] as const)('is told line by line with %s', async (_, change) => {
    const screen = fakeScreen(change);
    const progress = makeTerminalHost(screen.options).progress(rows);
    progress.start('a');
    progress.done('a');
    await progress.close();
    expect(plain(screen.err())).toBe('▸ Audit trail\n✔ Audit trail\n');
  });
});
