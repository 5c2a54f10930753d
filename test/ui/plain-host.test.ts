import { describe, expect, it } from 'vitest';
import { InternalError, UserError } from '../../src/errors.ts';
import { chooseHost } from '../../src/ui/choose-host.ts';
import { makePlainHost } from '../../src/ui/plain-host.ts';
import { fakeScreen, plain } from '../helpers/streams.ts';

const rows = [
  { id: 'a', title: 'Audit trail' },
  { id: 'b', title: 'Groups' },
  { id: 'c', title: 'People' },
];

describe('chooseHost', () => {
  it.each([
    ['a terminal', {}, true],
    ['no terminal', { terminal: false }, false],
    ['CI', { env: { CI: 'true' } }, false],
    ['CI switched off', { env: { CI: 'false' } }, true],
    ['--json', { flags: { json: true } }, false],
    ['--yes', { flags: { yes: true } }, false],
    ['a dumb terminal', { env: { TERM: 'dumb' } }, true],
  ] as const)('with %s', (_, change, interactive) => {
    expect(chooseHost(fakeScreen(change).options).interactive).toBe(interactive);
  });
});

describe('the plain host', () => {
  it('never takes a default for an answer, and names the flag and the key', async () => {
    const host = makePlainHost(fakeScreen({ terminal: false, flags: { yes: true } }).options);
    const asked = host.ask({
      kind: 'confirm',
      key: 'go',
      message: 'Destroy it?',
      why: '',
      flag: '--yes',
      fileKey: 'a.b',
      default: true,
    });
    await expect(asked).rejects.toThrow(UserError);
    await expect(asked).rejects.toMatchObject({
      exitCode: 4,
      fix: 'Give --yes, or set a.b in the file, or run it in a terminal.',
    });
  });
  it('keeps stdout for data and cleans both', () => {
    const screen = fakeScreen({ terminal: false });
    const host = makePlainHost(screen.options);
    host.tell({ level: 'info', text: 'hello' });
    host.tell({ level: 'debug', text: 'not heard' });
    host.tell({ level: 'warning', text: `evil${String.fromCodePoint(27)}[2J AKIA${'A'.repeat(12)}WXYZ` });
    host.write('{"a":1}');
    expect(screen.out()).toBe('{"a":1}\n');
    expect(screen.err()).toBe('hello\n⚠ evil AKIA…WXYZ\n');
  });
  it('with --quiet tells warnings and errors only', async () => {
    const screen = fakeScreen({ terminal: false, flags: { quiet: true } });
    const host = makePlainHost(screen.options);
    host.tell({ level: 'success', text: 'done' });
    host.tell({ level: 'error', text: 'broken' });
    const progress = host.progress(rows);
    progress.start('a');
    progress.done('a');
    progress.fail('b', 'AccessDenied');
    await progress.close();
    expect(screen.err()).toBe('✖ broken\n✖ Groups: AccessDenied\n');
  });
  it('tells progress line by line, and each row ends once', async () => {
    const clock = { ms: 0 };
    const screen = fakeScreen({ terminal: false, clock: () => clock.ms });
    const progress = makePlainHost(screen.options).progress(rows);
    progress.start('a');
    progress.note('a', 'bucket');
    progress.start('b');
    clock.ms = 65_000;
    progress.done('a', 'made');
    progress.fail('a', 'too late');
    progress.skip('c', 'nothing to do');
    await progress.close();
    expect(screen.err().split('\n')).toEqual([
      '▸ Audit trail',
      '▸ Groups',
      '✔ Audit trail (1 min 5 s): made',
      '- People: skipped, nothing to do',
      '■ Groups (1 min 5 s): stopped',
      '',
    ]);
  });
  it('shows a secret on a terminal only, and nothing of it is scrubbed', () => {
    expect(() => makePlainHost(fakeScreen({ terminal: false }).options).show('pw')).toThrow(InternalError);
    const screen = fakeScreen({ flags: { yes: true } });
    makePlainHost(screen.options).show('Password: aB3');
    expect([screen.out(), screen.err()]).toEqual(['', 'Password: aB3\n']);
  });
  it.each([
    ['a terminal', {}, true],
    ['NO_COLOR', { env: { NO_COLOR: '1' } }, false],
    ['an empty NO_COLOR', { env: { NO_COLOR: '' } }, true],
    ['TERM=dumb', { env: { TERM: 'dumb' } }, false],
    ['--no-color over FORCE_COLOR', { env: { FORCE_COLOR: '1' }, flags: { color: false } }, false],
    ['FORCE_COLOR without a terminal', { terminal: false, env: { FORCE_COLOR: '1' } }, true],
    ['FORCE_COLOR=0', { env: { FORCE_COLOR: '0' } }, false],
    ['no terminal', { terminal: false }, false],
  ] as const)('colours with %s', (_, change, colored) => {
    const screen = fakeScreen(change);
    makePlainHost(screen.options).tell({ level: 'error', text: 'broken' });
    expect(screen.err() !== plain(screen.err())).toBe(colored);
    expect(plain(screen.err())).toBe('✖ broken\n');
  });
});
