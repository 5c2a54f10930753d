import { expect, test } from 'vitest';
import { buildProgram } from '../../src/command-line/program.ts';

test('the help of every group of commands fits into 80 columns', () => {
  const program = buildProgram(
    () => undefined,
    async () => undefined,
  );
  for (const command of program.commands) {
    command.configureOutput({ getOutHelpWidth: () => 80 });
    const wide = command
      .helpInformation()
      .split('\n')
      .filter((line) => line.length > 80);
    expect(wide, command.name()).toEqual([]);
  }
});
