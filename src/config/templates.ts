import { readdir, realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Context } from '../context.ts';
import { UserError } from '../errors.ts';
import { mistakeAt } from './locate.ts';
import { type Mistake, showValue } from './mistake.ts';
import { findNearest } from './nearest.ts';
import { type ParsedFile, readAccountFile } from './parse.ts';
import { isMissing, readTextFile } from './read-file.ts';

/** Files in a chain of `extends`, the account file included. */
const maxChain = 8;
const builtInName = /^[a-z0-9][a-z0-9-]{0,63}$/;

/** True for a word that can only be meant as the name of a built-in template. */
export function looksBuiltIn(name: string): boolean {
  return builtInName.test(name);
}

/** A file on disk, read. */
export interface Layer {
  readonly path: string;
  /** Folder that `extends` may not leave. */
  readonly root: string;
  readonly parsed: ParsedFile;
}
type Roots = Pick<Context, 'packageRoot'>;

export interface TemplateSummary {
  readonly name: string;
  /** First line of the template's opening comment. */
  readonly summary: string;
}

/** The built-in templates: startup first, which is the default, the others by name. */
export async function listTemplates(packageRoot: string): Promise<readonly TemplateSummary[]> {
  const names = await templateNames(packageRoot);
  return Promise.all(
    names.map(async (name) => ({ name, summary: summaryOf(await readTemplate(packageRoot, name)) })),
  );
}

/**
 * Text of a built-in template.
 * @throws UserError `TemplateNotFound`, `FileNotReadable`.
 */
export async function readTemplate(packageRoot: string, name: string): Promise<string> {
  const found = await findBuiltIn(packageRoot, name);
  const text = typeof found === 'string' ? undefined : await readTextFile(found.path);
  if (text !== undefined) return text;
  throw new UserError(
    'TemplateNotFound',
    typeof found === 'string' ? found : `${showValue(name)} is no built-in template.`,
    {
      fix: 'List the built-in templates with: bootstrap-account template list',
    },
  );
}

function summaryOf(text: string): string {
  const comments = text.split('\n').filter((line) => line.startsWith('# ') && !line.includes('$schema='));
  return (comments[0] ?? '').slice(2);
}

async function templateNames(packageRoot: string): Promise<readonly string[]> {
  const entries = await readdir(templateFolder(packageRoot));
  return entries
    .filter((entry) => entry.endsWith('.yaml'))
    .map((entry) => entry.slice(0, -'.yaml'.length))
    .sort((a, b) => Number(b === 'startup') - Number(a === 'startup') || (a < b ? -1 : 1));
}

/**
 * Follows `extends` from a file on; nearest template first. Mistakes point at the `extends` that leads nowhere.
 * @returns The layers behind `first`, and what is wrong with the chain itself.
 */
export async function readChain(
  context: Roots,
  first: Layer,
  show: (path: string) => string,
): Promise<{ readonly layers: readonly Layer[]; readonly mistakes: readonly Mistake[] }> {
  const layers: Layer[] = [];
  const seen = [first.path];
  let from = first;
  for (;;) {
    const wanted = from.parsed.value?.extends;
    if (wanted === undefined) return { layers, mistakes: [] };
    const wrong = (message: string) => ({
      layers,
      mistakes: [mistakeAt(from.parsed.source, ['extends'], 'value', message)],
    });
    if (seen.length >= maxChain)
      return wrong(`the chain of templates is longer than ${maxChain} files; shorten it.`);
    const found = await findTemplate(context, wanted, dirname(from.path), from.root);
    if (typeof found === 'string') return wrong(found);
    if (seen.includes(found.path))
      return wrong(`${showValue(wanted)} leads back to ${show(found.path)}; a file cannot extend itself.`);
    const text = await readTextFile(found.path);
    if (text === undefined) return wrong(`${showValue(wanted)} does not exist.`);
    from = { ...found, parsed: readAccountFile(text, show(found.path)) };
    seen.push(found.path);
    layers.push(from);
  }
}

/** The real path of a template and the folder it may not leave, or the sentence that says why there is none. */
async function findTemplate(
  context: Roots,
  name: string,
  folder: string,
  root: string,
): Promise<{ readonly path: string; readonly root: string } | string> {
  if (builtInName.test(name)) return findBuiltIn(context.packageRoot, name);
  if (name.includes('\0')) return `${showValue(name)} is not allowed: it contains a NUL character.`;
  if (isAbsolute(name) || /^[A-Za-z]:|^~|\\/.test(name))
    return `${showValue(name)} is not allowed: write a path relative to this file, with forward slashes.`;
  if (name.split('/').includes('..'))
    return `${showValue(name)} is not allowed: a template lies beside this file or below, «..» leads out.`;
  if (!/\.ya?ml$/.test(name))
    return `${showValue(name)} is no template: write a built-in name (${(await templateNames(context.packageRoot)).join(', ')}) or a file that ends in .yaml.`;
  try {
    const [path, top] = await Promise.all([realpath(resolve(folder, name)), realpath(root)]);
    if (!isBelow(top, path))
      return `${showValue(name)} is not allowed: the link leads to ${path}, outside ${top}.`;
    return { path, root };
  } catch (cause) {
    if (isMissing(cause)) return `${showValue(name)} does not exist; it is looked for beside this file.`;
    return `${showValue(name)} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`;
  }
}

/** Path of a built-in template, or the sentence that says why there is none. */
export async function findBuiltIn(
  packageRoot: string,
  name: string,
): Promise<{ readonly path: string; readonly root: string } | string> {
  const names = await templateNames(packageRoot);
  const root = templateFolder(packageRoot);
  if (names.includes(name)) return { path: join(root, `${name}.yaml`), root };
  const near = findNearest(name, names);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return `${showValue(name)} is no built-in template.${hint} Built in: ${names.join(', ')}. A file of your own is named with its ending, like base.yaml.`;
}

/** What a file of a chain is called where its name is enough: a built-in template as in `extends`, others by path. */
export function shortName({ cwd, packageRoot }: Pick<Context, 'cwd' | 'packageRoot'>, file: string): string {
  const path = resolve(cwd, file);
  return dirname(path) === templateFolder(packageRoot) ? basename(path, '.yaml') : file;
}

/** True when a real path lies in a real folder. */
export function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function templateFolder(packageRoot: string): string {
  return join(packageRoot, 'templates');
}
