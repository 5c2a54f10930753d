import type { Command, Option } from 'commander';
import { examplesOf } from '../../command-line/examples.ts';
import { generatedPage, markdownTable } from './table.ts';

/** The page of commands, from the commands themselves: usage, options, examples. */
export function commandsPage(program: Command): string {
  const flags = program.createHelp().visibleOptions(program);
  return generatedPage(
    'Commands',
    `Without a command: ${program.description()} Precedence: flag, then environment, file, template, default.`,
    ['## Flags of every command', optionTable(flags), ...leavesOf(program).map(commandPart)],
  );
}

/** Commands that can be run and are shown by `--help`, groups opened. */
export function leavesOf(command: Command): readonly Command[] {
  const below = command
    .createHelp()
    .visibleCommands(command)
    .filter((each) => each.name() !== 'help');
  return below.flatMap((each) => (each.commands.length === 0 ? [each] : leavesOf(each)));
}

/** `person add`, without the program's name. */
export function pathOf(command: Command): string {
  const { parent } = command;
  return parent?.parent == null ? command.name() : `${pathOf(parent)} ${command.name()}`;
}

function commandPart(command: Command): string {
  const { registeredArguments } = command;
  const options = command
    .createHelp()
    .visibleOptions(command)
    .filter((option) => option.long !== '--help');
  const examples = examplesOf(command).map(({ line, purpose }) => `# ${purpose}\nbootstrap-account ${line}`);
  const described = registeredArguments.filter(({ description }) => description !== '');
  return [
    `## ${pathOf(command)}`,
    `\`bootstrap-account ${pathOf(command)}${usageOf(command)}\`: ${command.description()}.`,
    ...(described.length === 0
      ? []
      : [
          markdownTable(
            ['argument', 'what'],
            described.map((each) => [`\`${each.name()}\``, each.description]),
          ),
        ]),
    ...(options.length === 0 ? [] : [optionTable(options)]),
    `\`\`\`sh\n${examples.join('\n')}\n\`\`\``,
  ].join('\n\n');
}

function usageOf(command: Command): string {
  const names = command.registeredArguments.map((each) => {
    const name = `${each.name()}${each.variadic ? '...' : ''}`;
    return each.required ? ` <${name}>` : ` [${name}]`;
  });
  return names.join('');
}

function optionTable(options: readonly Option[]): string {
  return markdownTable(
    ['flag', 'what'],
    options.map((option) => [`\`${option.flags}\``, describeOption(option)]),
  );
}

function describeOption({ description, argChoices, defaultValue }: Option): string {
  return [
    description,
    ...(argChoices === undefined ? [] : [`one of ${argChoices.map((each) => `\`${each}\``).join(', ')}`]),
    ...(typeof defaultValue === 'string' ? [`default: \`${defaultValue}\``] : []),
  ].join('; ');
}
