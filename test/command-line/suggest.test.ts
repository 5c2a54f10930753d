import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/command-line/program.ts';
import { suggest } from '../../src/command-line/suggest.ts';

const program = buildProgram(
  () => undefined,
  async () => undefined,
);
const names: Readonly<Record<string, readonly string[]>> = {
  user: ['ada', 'bob'],
  template: ['startup', 'strict'],
};
const values = (...words: string[]) =>
  suggest(program, words, (placeholder) => names[placeholder] ?? []).map(({ value }) => value);

describe('suggestions', () => {
  test.each([
    ['a command that is begun', ['dest'], ['destroy']],
    ['a command of a group', ['state', 'r'], ['restore']],
    ['nothing below a finished command', ['plan', ''], []],
    ['a flag', ['check', '--base'], ['--baseline']],
    ['a global flag below a command', ['check', '--quie'], ['--quiet']],
    ['choices of a flag', ['check', '--fail-on', 'h'], ['high']],
    ['choices behind an equals sign', ['check', '--fail-on=h'], ['--fail-on=high']],
    ['the same, as bash splits it', ['check', '--fail-on', '=', 'h'], ['--fail-on=high']],
    ['choices written into the flag', ['init', '--encryption', ''], ['kms', 'sse-s3']],
    ['names of what the placeholder stands for', ['apply', '--recreate', ''], ['ada', 'bob']],
    ['names of what the flag stands for', ['init', '--template', 'st'], ['startup', 'strict']],
    ['nothing where a file is expected', ['check', '--baseline', ''], []],
    ['a command after a flag with its value', ['-f', 'plan', 'che'], ['check']],
    ['a command after rehearse --', ['rehearse', '--fresh', '--', 'che'], ['check']],
    ['no flag after --', ['plan', '--', '--js'], []],
  ])('%s', (_, words, expected) => expect(values(...words)).toEqual(expected));

  test('hidden commands are not told', () => {
    expect(values('')).not.toContain('setup');
    expect(values('completion', '')).toEqual(['bash', 'zsh', 'help']);
  });

  test('an argument by its place, the last of many again and again', () => {
    const own = new Command('own').exitOverride();
    own.command('attach').argument('<role>').argument('<user...>');
    const at = (...words: string[]) =>
      suggest(own, words, (kind) => ({ role: ['checkbot'], user: ['ada'] })[kind] ?? []).map(
        (each) => each.value,
      );
    expect(at('attach', '')).toEqual(['checkbot']);
    expect(at('attach', 'checkbot', '')).toEqual(['ada']);
    expect(at('attach', 'checkbot', 'ada', '')).toEqual(['ada']);
  });
});
