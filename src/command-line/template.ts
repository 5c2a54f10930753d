import type { Command } from 'commander';
import { addExamples } from './examples.ts';
import type { Start } from './start.ts';

type Action = 'list' | 'show' | 'validate' | 'schema';

const actions: readonly (readonly [usage: string, description: string, action: Action, example: string])[] = [
  ['list', 'names the built-in templates', 'list', 'list'],
  ['show <name>', 'prints a template', 'show', 'show startup'],
  [
    'validate <file>',
    'checks a template or an account file; every mistake at once',
    'validate',
    'validate bootstrap-account.yaml',
  ],
  ['schema', 'prints the JSON Schema for editors', 'schema', 'schema'],
];

export function defineTemplate(program: Command, start: Start): void {
  const template = program.command('template').description('team templates');
  for (const [usage, description, action, example] of actions) {
    const command = template.command(usage).description(description);
    addExamples(command, [`template ${example}`, description]);
    command.action((name: unknown) =>
      start(`template ${action}`, command, async (context) =>
        (await import('../commands/template.ts')).runTemplate(
          context,
          action,
          typeof name === 'string' ? name : undefined,
        ),
      ),
    );
  }
}
