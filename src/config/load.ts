import { lstat } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import type { AccountFile } from '../model/account-file.ts';
import { locate, mistakeAt } from './locate.ts';
import { mergeFiles } from './merge.ts';
import { invalidFile, type Mistake } from './mistake.ts';
import { applyOverrides } from './overrides.ts';
import { type ParsedFile, readAccountFile } from './parse.ts';
import { readTextFile } from './read-file.ts';
import { maxMistakes, type YamlSource } from './read-yaml.ts';
import { checkRemovals } from './removal-rules.ts';
import type { RuleMistake } from './rule.ts';
import { checkRules, checkTemplate, checkTwice } from './rules.ts';
import { findBuiltIn, looksBuiltIn, readChain } from './templates.ts';

const defaultFile = 'bootstrap-account.yaml';
/** What a new file extends. */
export const defaultTemplate = 'startup';

/** The part of the context that reading needs. */
export type LoadContext = Pick<Context, 'cwd' | 'env' | 'flags' | 'packageRoot'>;

/** An account file with everything it extends. */
export interface LoadedFile {
  /** Absolute. */
  readonly path: string;
  readonly exists: boolean;
  /** The file alone; where there is none yet, one that extends the default template. */
  readonly own: AccountFile;
  /** The templates alone, merged. */
  readonly base: AccountFile;
  /** Templates, file, environment and flags, the later over the earlier. */
  readonly merged: AccountFile;
  /** What the file extends: a built-in name or a file; `none`. */
  readonly template: string;
  /** The team's own templates in the chain, absolute paths; built-in ones are not among them. */
  readonly teamTemplates: readonly string[];
  /** The file's text with its tree, for places in it. */
  readonly document: YamlSource;
  /** The same of every file of the chain, the account file first, then the nearest template. */
  readonly sources: readonly YamlSource[];
}

/** A file with everything it extends, right or wrong. */
export interface ExaminedFile {
  /** Absolute. */
  readonly path: string;
  readonly mistakes: readonly Mistake[];
  readonly sources: readonly YamlSource[];
  /** What is left without the mistaken parts; positions in it are those of the text only where nothing was. */
  readonly merged: AccountFile;
  /** Only where nothing is mistaken. */
  readonly loaded?: LoadedFile;
}

/**
 * Path of the account file: `--file`, `BOOTSTRAP_ACCOUNT_FILE`, `bootstrap-account.yaml` in the working folder.
 */
export function accountFilePath(context: LoadContext): string {
  const variable = context.env.BOOTSTRAP_ACCOUNT_FILE;
  return resolve(
    context.cwd,
    context.flags.file ?? (variable === undefined || variable === '' ? defaultFile : variable),
  );
}

/**
 * Reads the account file and its templates and checks them together. Without a file it is a template alone.
 * @param template which one, where there is no file; default: startup
 * @throws UserError `InvalidFile` with every mistake of every file at once; `FileNotReadable`; `BadOverride`.
 */
export async function loadAccountFile(context: LoadContext, template = defaultTemplate): Promise<LoadedFile> {
  const path = accountFilePath(context);
  const text = await readTextFile(path);
  if (text === undefined && (await isDanglingLink(path))) {
    throw new UserError('FileNotReadable', `The file ${path} is a link that leads nowhere.`, {
      fix: 'Remove the link, or repair it.',
    });
  }
  const first = readAccountFile(text ?? `version: 1\nextends: ${template}\n`, showPath(context, path));
  return loadedOf(await examineParsed(context, path, first, text !== undefined));
}

/**
 * Checks one file, or a built-in template by its name, with everything it extends.
 * @param name Path of a file, name of a built-in template, or nothing for the account file.
 * @throws UserError `InvalidFile`, `FileNotReadable`.
 */
export async function validateAccountFile(context: LoadContext, name: string): Promise<LoadedFile> {
  return loadedOf(await examineAccountFile(context, name));
}

/**
 * The same with the mistakes as a value, for who has more to say about the file.
 * @throws UserError `FileNotReadable`.
 */
export async function examineAccountFile(context: LoadContext, name: string): Promise<ExaminedFile> {
  const builtIn = await findBuiltIn(context.packageRoot, name);
  const path =
    name === ''
      ? accountFilePath(context)
      : typeof builtIn === 'string'
        ? resolve(context.cwd, name)
        : builtIn.path;
  const text = await readTextFile(path);
  if (text === undefined && typeof builtIn === 'string' && looksBuiltIn(name)) {
    throw new UserError('TemplateNotFound', builtIn, {
      fix: 'List the built-in templates with: bootstrap-account template list',
    });
  }
  if (text === undefined) {
    throw new UserError('FileNotReadable', `The file ${path} does not exist.`, {
      fix: 'Name a file, or a built-in template.',
    });
  }
  return examineParsed(context, path, readAccountFile(text, showPath(context, path)), true);
}

function loadedOf({ loaded, mistakes, sources }: ExaminedFile): LoadedFile {
  if (loaded === undefined) throw invalidFile(mistakes, textsOf(sources));
  return loaded;
}

/** Texts of files by their names, as mistakes are drawn with them. */
export function textsOf(sources: readonly YamlSource[]): ReadonlyMap<string, string> {
  return new Map(sources.map(({ file, text }) => [file, text]));
}

async function examineParsed(
  context: LoadContext,
  path: string,
  parsed: ParsedFile,
  exists: boolean,
): Promise<ExaminedFile> {
  const show = (file: string): string => showPath(context, file);
  const chain = await readChain(context, { path, root: dirname(path), parsed }, show);
  const templates = chain.layers.map((layer) => layer.parsed);
  const files = [parsed, ...templates];
  const base = mergeFiles(templates.flatMap((file) => file.value ?? []).reverse());
  const merged = parsed.value === undefined ? base : mergeFiles([base, parsed.value]);
  const complete = chain.mistakes.length === 0 && files.every((file) => file.value !== undefined);
  const mistakes = [
    ...files.flatMap((file) => file.mistakes),
    ...chain.mistakes,
    ...templates.flatMap((file) =>
      file.value === undefined ? [] : placeIn([file], checkTemplate(file.value)),
    ),
    ...files.flatMap((file) => (file.value === undefined ? [] : placeIn([file], checkTwice(file.value)))),
    ...(complete ? removalsOf(files) : []),
    ...placeIn(files, checkRules(merged, complete).slice(0, maxMistakes)),
  ];
  const sources = files.map(({ source }) => source);
  if (mistakes.length > 0 || parsed.value === undefined) return { path, mistakes, sources, merged };
  const loaded: LoadedFile = {
    path,
    exists,
    own: parsed.value,
    base,
    merged: applyOverrides(merged, context),
    template: parsed.value.extends ?? 'none',
    teamTemplates: chain.layers.filter((layer) => layer.root === dirname(path)).map((layer) => layer.path),
    document: parsed.source,
    sources,
  };
  return { path, mistakes, sources, merged: loaded.merged, loaded };
}

/** Each file against what lies below it; the nearest comes first. */
function removalsOf(files: readonly ParsedFile[]): readonly Mistake[] {
  return files.flatMap((file, index) => {
    const below = mergeFiles(
      files
        .slice(index + 1)
        .flatMap(({ value }) => value ?? [])
        .reverse(),
    );
    return file.value === undefined ? [] : placeIn([file], checkRemovals(file.value, below));
  });
}

/** The same file with other content of its own, as answers make it: nothing is read or written. */
export function withAnswers(context: LoadContext, loaded: LoadedFile, own: AccountFile): LoadedFile {
  return { ...loaded, own, merged: applyOverrides(mergeFiles([loaded.base, own]), context) };
}

/**
 * Gives what the rules found a place: in the nearest file that has the whole path, or else the longest part of it.
 * Says nothing where the same place is known to be mistaken: the rule then judged what was left after cutting that out.
 */
function placeIn(files: readonly ParsedFile[], found: readonly RuleMistake[]): readonly Mistake[] {
  return found.flatMap((item): readonly Mistake[] => {
    const places = files.map((file) => ({ file, at: locate(file.source, item.steps, item.at) }));
    const best = places.reduce((a, b) => (b.at.found > a.at.found ? b : a));
    const here = best.at.path.join('.');
    const known = files.some((file) =>
      file.mistakes.some(({ path }) => overlap(path, here) || isRefusedGroup(path, item)),
    );
    return known ? [] : [mistakeAt(best.file.source, item.steps, item.at, item.message)];
  });
}

function isRefusedGroup(path: string, item: RuleMistake): boolean {
  return (
    item.missingGroup !== undefined && (path === 'groups' || overlap(path, `groups.${item.missingGroup}`))
  );
}

function overlap(a: string, b: string): boolean {
  return a === '' || `${a}.`.startsWith(`${b}.`) || `${b}.`.startsWith(`${a}.`);
}

async function isDanglingLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (facts) => facts.isSymbolicLink(),
    () => false,
  );
}

function showPath(context: Pick<Context, 'cwd'>, path: string): string {
  const near = relative(context.cwd, path);
  return near === '' || near.startsWith('..') ? path : near;
}
