import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Shell } from './shell-script.ts';
import type { Start } from './start.ts';

const shells: readonly Shell[] = ['bash', 'zsh'];

const installing = `
Names of people, groups, roles and machines come from bootstrap-account.yaml. It completes the installed command
(npm install --global bootstrap-account), not npx.`;

export function defineCompletion(program: Command, start: Start): void {
  const completion = program.command('completion').description('shell completion, for bash and zsh');
  for (const shell of shells) {
    const command = completion.command(shell).description(`prints the script for ${shell}`);
    command.addHelpText('after', installing);
    addExamples(command, [
      `completion ${shell}`,
      `in ~/.${shell}rc it is: eval "$(bootstrap-account completion ${shell})"`,
    ]);
    command.action(() =>
      start(`completion ${shell}`, command, async (context) =>
        (await import('../commands/completion.ts')).runCompletion(context, shell),
      ),
    );
  }
  const words = completion.command('words', { hidden: true }).argument('[words...]');
  words.action((given: string[]) =>
    start('completion words', words, async (context) => {
      const [{ runSuggestions }, { suggest }] = await Promise.all([
        import('../commands/completion.ts'),
        import('./suggest.ts'),
      ]);
      return runSuggestions(context, given, (namesOf) => suggest(program, given, namesOf));
    }),
  );
}
