import type { Argument, Command, Option } from 'commander';

/** What a placeholder like `<person>` stands for, and the names there are. */
export type NamesOf = (placeholder: string) => readonly string[];

export interface Suggestion {
  readonly value: string;
  /** One line; empty when the value says it all. */
  readonly description: string;
}

/**
 * What may stand where the last word is, given the words before it; the last may be begun or empty.
 * Nothing is suggested where a file or a free text is expected: shells then complete files by themselves.
 */
export function suggest(program: Command, typed: readonly string[], namesOf: NamesOf): readonly Suggestion[] {
  const words = joinAtEquals(typed);
  const last = words.at(-1) ?? '';
  const place = walk(program, words.slice(0, -1));
  return suggestionsAt(place, last, namesOf).filter(({ value }) => value.startsWith(last));
}

interface Place {
  readonly command: Command;
  /** An option whose value comes next. */
  readonly awaiting?: Option;
  /** Positional words already given to the command. */
  readonly given: number;
  readonly flagsEnded: boolean;
}

function walk(program: Command, words: readonly string[]): Place {
  return words.reduce<Place>((place, word) => step(place, word), {
    command: program,
    given: 0,
    flagsEnded: false,
  });
}

function step(place: Place, word: string): Place {
  const { command, given, flagsEnded } = place;
  if (place.awaiting !== undefined) return { command, given, flagsEnded };
  if (!flagsEnded && word === '--') {
    // What follows `rehearse --` is a command line of its own.
    return isRehearsal(command)
      ? { command: rootOf(command), given: 0, flagsEnded: false }
      : { ...place, flagsEnded: true };
  }
  if (!flagsEnded && word.startsWith('-')) {
    const option = word.includes('=') ? undefined : optionsOf(command).find((each) => isCalled(each, word));
    return option?.required === true ? { ...place, awaiting: option } : place;
  }
  const below = given === 0 ? command.commands.find((each) => each.name() === word) : undefined;
  return below === undefined ? { ...place, given: given + 1 } : { command: below, given: 0, flagsEnded };
}

function suggestionsAt(place: Place, last: string, namesOf: NamesOf): readonly Suggestion[] {
  const { command, awaiting, given, flagsEnded } = place;
  if (awaiting !== undefined) return valuesOf(awaiting, namesOf);
  if (!flagsEnded && last.startsWith('-')) return flagsAt(command, last, namesOf);
  const expected = argumentAt(command, given);
  return [
    ...(given === 0 ? visibleCommands(command) : []),
    ...(expected === undefined ? [] : named(expected.argChoices ?? namesOf(expected.name()))),
  ];
}

function flagsAt(command: Command, last: string, namesOf: NamesOf): readonly Suggestion[] {
  const [flag = '', value] = last.split('=', 2);
  const options = optionsOf(command);
  if (value === undefined) {
    return options.flatMap(({ long, description }) =>
      long === undefined || long === null ? [] : [{ value: long, description }],
    );
  }
  const option = options.find((each) => isCalled(each, flag));
  return option === undefined
    ? []
    : valuesOf(option, namesOf).map((each) => ({ ...each, value: `${flag}=${each.value}` }));
}

function visibleCommands(command: Command): readonly Suggestion[] {
  return command
    .createHelp()
    .visibleCommands(command)
    .map((each) => ({ value: each.name(), description: each.description() }));
}

function optionsOf(command: Command): readonly Option[] {
  const help = command.createHelp();
  return [...help.visibleOptions(command), ...help.visibleGlobalOptions(command)];
}

/** Choices, then what the placeholder lists (`<kms|sse-s3>`) or names, then what the flag itself names. */
function valuesOf(option: Option, namesOf: NamesOf): readonly Suggestion[] {
  if (option.argChoices !== undefined) return named(option.argChoices);
  const placeholder = /[<[]([^>\].[]+)/.exec(option.flags)?.[1] ?? '';
  if (placeholder.includes('|')) return named(placeholder.split('|'));
  const names = namesOf(placeholder);
  return named(names.length > 0 ? names : namesOf(option.name()));
}

function isCalled(option: Option, word: string): boolean {
  return option.short === word || option.long === word;
}

function named(values: readonly string[]): readonly Suggestion[] {
  return values.map((value) => ({ value, description: '' }));
}

function argumentAt(command: Command, index: number): Argument | undefined {
  const { registeredArguments } = command;
  const last = registeredArguments.at(-1);
  return registeredArguments[index] ?? (last?.variadic === true ? last : undefined);
}

/** Bash gives `--format=json` as three words. */
function joinAtEquals(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (before?.startsWith('--') && (word === '=' || before.endsWith('='))) {
      joined[joined.length - 1] = `${before}${word}`;
    } else {
      joined.push(word);
    }
  }
  return joined;
}

function isRehearsal(command: Command): boolean {
  return command.name() === 'rehearse';
}

function rootOf(command: Command): Command {
  return command.parent === null ? command : rootOf(command.parent);
}
