import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

type Action = 'list' | 'show' | 'validate' | 'explain' | 'diff' | 'schema';

interface TemplateCommand {
  readonly usage: string;
  readonly description: string;
  readonly action: Action;
  readonly options?: readonly (readonly [flag: string, description: string])[];
  readonly examples: readonly (readonly [line: string, purpose: string])[];
}

const named = 'name of a built-in template, or path of a file that ends in .yaml';
const commands: readonly TemplateCommand[] = [
  {
    usage: 'list',
    description: 'names the built-in templates',
    action: 'list',
    examples: [['list', 'which templates there are, and for whom']],
  },
  {
    usage: 'show <template>',
    description: 'prints a template; --resolved: what it and everything it extends come to',
    action: 'show',
    options: [
      ['--resolved', 'merge the whole chain of extends, and say of each value in which file and line it is'],
    ],
    examples: [
      ['show startup', 'a template with its comments, to copy from'],
      ['show team.yaml --resolved', 'what the file comes to, and where each value is written'],
    ],
  },
  {
    usage: 'validate <template>',
    description: 'checks a template or an account file: form, rules, policies; every mistake at once',
    action: 'validate',
    examples: [
      [
        'validate bootstrap-account.yaml',
        'every mistake with file, line and column; exit 4 when there is one',
      ],
    ],
  },
  {
    usage: 'explain <template>',
    description:
      'says what a template makes, whom it lets do what, and what it costs; no account is looked at',
    action: 'explain',
    examples: [
      ['explain strict', 'read before choosing'],
      ['explain team.yaml --json', 'the same as data, for a test in CI'],
    ],
  },
  {
    usage: 'diff <from> <to>',
    description:
      'says what changes from one template to another: in the file, in what is made, in who may do what',
    action: 'diff',
    options: [['--exit-code', 'exit 2 where they differ']],
    examples: [
      ['diff startup strict', 'what strict adds'],
      ['diff team.yaml team-next.yaml --exit-code', 'stops a job of CI where they come to something else'],
    ],
  },
  {
    usage: 'schema',
    description: 'prints the JSON Schema for editors',
    action: 'schema',
    examples: [['schema', 'for an editor that cannot see into node_modules']],
  },
];

export function defineTemplate(program: Command, start: Start): void {
  const template = program
    .command('template')
    .description('team templates: files of your own that extend a built-in one');
  for (const { usage, description, action, options = [], examples } of commands) {
    const command = template.command(usage).description(description);
    for (const argument of command.registeredArguments) argument.description = named;
    for (const [flag, words] of options) command.option(flag, words);
    addExamples(command, ...examples.map(([line, purpose]) => [`template ${line}`, purpose] as const));
    command.action((...given: readonly unknown[]) =>
      start(`template ${action}`, command, async (context) =>
        (await import('../commands/template.ts')).templateCommands[action](
          context,
          given.filter((each) => typeof each === 'string'),
          command.opts(),
        ),
      ),
    );
  }
}
