import type { Command } from 'commander';

/** One line to type, after `bootstrap-account `, and what it is for. */
export interface Example {
  readonly line: string;
  readonly purpose: string;
}

const examples = new WeakMap<Command, readonly Example[]>();

/** Ends a command's `--help` with lines to type; the reference and its test read them from here too. */
export function addExamples(command: Command, ...rows: readonly (readonly [string, string])[]): Command {
  const found = rows.map(([line, purpose]) => ({ line, purpose }));
  examples.set(command, found);
  const text = found.map(({ line, purpose }) => `  # ${purpose}\n  bootstrap-account ${line}`);
  return command.addHelpText('after', `\nExamples:\n${text.join('\n')}`);
}

export function examplesOf(command: Command): readonly Example[] {
  return examples.get(command) ?? [];
}
