import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { examplesOf } from '../../src/command-line/examples.ts';
import { buildProgram } from '../../src/command-line/program.ts';

interface Leaf {
  readonly path: string;
  readonly command: Command;
}

/** Neither shown by `--help`, nor typed by people. */
const hidden = new Set(['setup', 'words']);

function leavesOf(command: Command, path = ''): readonly Leaf[] {
  return command.commands
    .filter((each) => !hidden.has(each.name()))
    .flatMap((each) => {
      const name = `${path} ${each.name()}`.trim();
      return each.commands.length === 0 ? [{ path: name, command: each }] : leavesOf(each, name);
    });
}

const program = () => {
  const started: string[] = [];
  const written: string[] = [];
  const built = buildProgram(
    (text) => void written.push(text),
    async (name) => void started.push(name),
  );
  return { built, started, written };
};

const leaves = leavesOf(program().built);

describe('the examples at the end of --help', () => {
  test.each(leaves.map(({ path, command }) => [path, command] as const))('%s has one', (_, command) => {
    expect(examplesOf(command).length).toBeGreaterThan(0);
  });

  const lines = leaves.flatMap(({ path, command }) =>
    examplesOf(command).map(({ line }) => [line, path] as const),
  );
  test.each(lines)('%s is a line that starts %s', async (line, path) => {
    const { built, started } = program();
    await built.parseAsync(line.split(' '), { from: 'user' });
    expect(started).toEqual([path]);
  });

  test('are shown', async () => {
    const { built, written } = program();
    await expect(built.parseAsync(['plan', '--help'], { from: 'user' })).rejects.toThrow();
    expect(written.join('')).toContain('bootstrap-account plan --out plan.json');
  });
});

test('a group without its command shows the commands in it', async () => {
  const { built, written } = program();
  await expect(built.parseAsync(['rights'], { from: 'user' })).rejects.toMatchObject({
    code: 'commander.help',
  });
  expect(written.join('')).toContain('Usage: bootstrap-account rights');
});
