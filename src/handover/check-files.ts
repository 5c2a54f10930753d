import { appendFile, open } from 'node:fs/promises';
import { EngineError, UserError } from '../errors.ts';
import { scrubSecrets } from '../lib/scrub-secrets.ts';
import { type Baseline, baselineSchema } from '../model/check-report.ts';
import { writeWhole } from './write-whole.ts';

/** Bytes of a baseline that are read; ten thousand findings make about ten million. */
const maxBaseline = 32 * 1024 * 1024;

/**
 * Reads a former `check --json` document.
 * @throws UserError `BadBaseline` where it is none, or one of another account
 */
export async function readBaseline(path: string, accountId: string): Promise<Baseline> {
  const read = baselineSchema.safeParse(parseJson(await readAtMost(path), path));
  if (!read.success) {
    const where = read.error.issues[0]?.path.join('.') ?? '';
    throw badBaseline(path, `it is no document of \`check --json\`${where === '' ? '' : ` (${where})`}`);
  }
  if (read.data.account.id !== accountId)
    throw badBaseline(path, `it is of account ${read.data.account.id}, and this is ${accountId}`);
  return read.data;
}

async function readAtMost(path: string): Promise<string> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > maxBaseline)
        throw badBaseline(path, `it has ${size} bytes; at most ${maxBaseline} are read`);
      return await file.readFile('utf8');
    } finally {
      await file.close();
    }
  } catch (cause) {
    if (cause instanceof UserError) throw cause;
    throw badBaseline(path, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badBaseline(path, 'it is no JSON', cause);
  }
}

function badBaseline(path: string, why: string, cause?: unknown): UserError {
  return new UserError('BadBaseline', `The baseline ${path} cannot be used: ${why}.`, {
    fix: 'Make one with `bootstrap-account check --format json=baseline.json`.',
    cause,
  });
}

/**
 * Writes one format of a check into a file of its own.
 * @throws UserError `CheckFileFailed`
 */
export async function writeCheckFile(path: string, text: string): Promise<void> {
  try {
    await writeWhole(path, scrubSecrets(text));
  } catch (cause) {
    throw new UserError('CheckFileFailed', `The check cannot be written to ${path}.`, {
      fix: 'Name a file in a folder that you may write to.',
      cause,
    });
  }
}

/** GitHub takes a summary of at most 1 MiB a step, and drops a longer one entirely. */
const maxSummary = 1024 * 1024 - 1024;
const cutNote =
  '\n\nThe rest is left out here: a job summary holds 1 MiB. The JSON document has everything.\n';

/**
 * Adds to the files that a GitHub Actions step gives its job summary and its outputs in; where GitHub names
 * none, nothing is written.
 * @throws EngineError `GithubFileFailed`
 */
export async function appendGithubFiles(
  env: Readonly<Record<string, string | undefined>>,
  texts: { readonly summary: string; readonly output: string },
): Promise<void> {
  const files: readonly (readonly [string | undefined, string])[] = [
    [env.GITHUB_STEP_SUMMARY, cutSummary(scrubSecrets(texts.summary))],
    [env.GITHUB_OUTPUT, texts.output],
  ];
  for (const [path, text] of files) {
    if (path === undefined || path === '') continue;
    try {
      await appendFile(path, text);
    } catch (cause) {
      throw new EngineError('GithubFileFailed', `The file ${path} that GitHub names cannot be written.`, {
        fix: 'Run it without --format github where this is no GitHub Actions step.',
        cause,
      });
    }
  }
}

/** Whole lines only: half a table row would be shown as text. */
function cutSummary(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= maxSummary) return text;
  const head = bytes.subarray(0, maxSummary - cutNote.length).toString('utf8');
  return `${head.slice(0, head.lastIndexOf('\n'))}${cutNote}`;
}
