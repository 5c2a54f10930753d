import type { UserError } from '../errors.ts';
import { type AccountFile, accountFileSchema, groupSchema } from '../model/account-file.ts';
import { roleSchema } from '../model/role-schema.ts';
import { explainIssue, type Issue, valueAt } from './explain-issue.ts';
import { mistakeAt } from './locate.ts';
import { invalidFile, type Mistake } from './mistake.ts';
import { maxMistakes, type Path, readYaml, type YamlSource } from './read-yaml.ts';

/** A text read as an account file or template. */
export interface ParsedFile {
  readonly source: YamlSource;
  readonly mistakes: readonly Mistake[];
  /**
   * The file's content. Where there are mistakes, the content without the mistaken parts, so that the rules
   * across keys can still be checked and everything be said at once; absent when nothing is left of it.
   */
  readonly value?: AccountFile;
}
/**
 * Reads a text as an account file and reports every mistake in it.
 * @param file Name shown in the mistakes.
 * @throws UserError `InvalidFile`, with one {@link Mistake} each in `details`.
 */
export function parseAccountFile(text: string, file: string): AccountFile {
  const parsed = readAccountFile(text, file);
  if (parsed.mistakes.length > 0 || parsed.value === undefined) throw mistakesOf(parsed);
  return parsed.value;
}

function mistakesOf(parsed: ParsedFile): UserError {
  return invalidFile(parsed.mistakes, new Map([[parsed.source.file, parsed.source.text]]));
}

/** The same, with the mistakes as a value. */
export function readAccountFile(text: string, file: string): ParsedFile {
  const source = readYaml(text, file);
  if (source.value === undefined) {
    const empty: Mistake = {
      file,
      line: 1,
      column: 1,
      path: '',
      message: 'the file is empty; it begins with "version: 1".',
    };
    return { source, mistakes: source.mistakes.length > 0 ? source.mistakes : [empty] };
  }
  const result = accountFileSchema.safeParse(source.value);
  if (result.success) return { source, mistakes: source.mistakes, value: result.data };
  const issues = result.error.issues
    .slice(0, maxMistakes)
    .flatMap((issue) => [issue, ...behindBadName(issue, source.value)]);
  const told = issues.flatMap((issue) => explainIssue(issue, source)).slice(0, maxMistakes);
  const mistakes = told.map((item) => mistakeAt(source, item.steps, item.at, item.message));
  // A key that was refused while reading, like a merge key, is not missed a second time at the same place.
  const fresh = mistakes.filter(
    (mistake) => !source.mistakes.some((earlier) => earlier.path === mistake.path),
  );
  const rest = readRest(source.value);
  return { source, mistakes: [...source.mistakes, ...fresh], ...(rest === undefined ? {} : { value: rest }) };
}

/** A record does not look at the value when its key is wrong; we do, so that everything is said at once. */
function behindBadName(issue: Issue, value: unknown): readonly Issue[] {
  const [part, name] = issue.path;
  const schema = part === 'groups' ? groupSchema : part === 'roles' ? roleSchema : undefined;
  if (issue.code !== 'invalid_key' || schema === undefined || issue.path.length !== 2) return [];
  const result = schema.nullable().safeParse(valueAt(value, [String(part), String(name)]));
  return (result.error?.issues ?? []).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** Rounds of cutting: an entry goes when what is left of it is not enough. */
const maxRounds = 6;

/** What is left when the mistaken parts are cut out, and what cannot stand without them. */
function readRest(value: unknown): AccountFile | undefined {
  let rest: unknown = Object.assign(Object(without(value, [], new Set())), { version: 1 });
  for (let round = 0; round < maxRounds; round += 1) {
    const result = accountFileSchema.safeParse(rest);
    if (result.success) return result.data;
    rest = without(rest, [], new Set(result.error.issues.flatMap((issue) => cutsOf(issue, rest))));
  }
  return undefined;
}

/** Paths to cut for one issue; where a key is missing, what should have held it. */
function cutsOf(issue: Issue, value: unknown): readonly string[] {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => JSON.stringify([...path, key]));
  return [JSON.stringify(valueAt(value, path) === undefined ? path.slice(0, -1) : path)];
}

function without(value: unknown, path: Path, cuts: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, item]) => ({ key, item, at: [...path, Array.isArray(value) ? Number(key) : key] }))
    .filter(({ at }) => !cuts.has(JSON.stringify(at)))
    .map(({ key, item, at }): readonly [string, unknown] => [key, without(item, at, cuts)]);
  return Array.isArray(value) ? kept.map(([, item]) => item) : Object.fromEntries(kept);
}
