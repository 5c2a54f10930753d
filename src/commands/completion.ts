import { resolve } from 'node:path';
import type { CommandResult } from '../command.ts';
import { type Shell, shellScript } from '../command-line/shell-script.ts';
import type { NamesOf, Suggestion } from '../command-line/suggest.ts';
import { readNamesInFile } from '../config/names-in-file.ts';
import { listTemplates } from '../config/templates.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { checkFormats } from '../flow/show-check.ts';

/** `completion bash|zsh`: the script for the shell to read. */
export function runCompletion(context: Context, shell: Shell): CommandResult {
  const script = shellScript(shell);
  if (!context.flags.json) context.host.write(script);
  return { code: exitCodes.done, document: { shell, script } };
}

/** What the script asks at every Tab: one suggestion a line, its description after a tab. */
export async function runSuggestions(
  context: Context,
  words: readonly string[],
  suggest: (namesOf: NamesOf) => readonly Suggestion[],
): Promise<CommandResult> {
  const file = context.flags.file ?? fileAmong(words) ?? 'bootstrap-account.yaml';
  const inFile = await readNamesInFile(resolve(context.cwd, file));
  const templates = (await listTemplates(context.packageRoot)).map(({ name }) => name);
  const names: Readonly<Record<string, readonly string[]>> = {
    ...inFile,
    user: [...inFile.person, ...inFile.machine],
    template: templates,
    // `template diff <from> <to>`; where none begins so, shells complete files.
    from: templates,
    to: templates,
    format: checkFormats,
  };
  const found = suggest((placeholder) => names[placeholder] ?? []);
  const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ');
  if (found.length > 0) {
    context.host.write(found.map(({ value, description }) => `${value}\t${oneLine(description)}\n`).join(''));
  }
  return { code: exitCodes.done };
}

function fileAmong(words: readonly string[]): string | undefined {
  const at = words.findIndex((word) => word === '-f' || word === '--file');
  return at === -1 ? undefined : words[at + 1];
}
