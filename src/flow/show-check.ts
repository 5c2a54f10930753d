import { resolve } from 'node:path';
import type { Context } from '../context.ts';
import { type ExitCode, exitCodes, UserError } from '../errors.ts';
import { appendGithubFiles, writeCheckFile } from '../handover/check-files.ts';
import type { CheckReport } from '../model/check-report.ts';
import { judgeCheck } from '../report/assemble-check.ts';
import { renderCheckGithub, renderGithubOutput } from '../report/render/check-github.ts';
import { renderCheckJunit } from '../report/render/check-junit.ts';
import { renderCheckMarkdown } from '../report/render/check-markdown.ts';
import { renderCheckSarif } from '../report/render/check-sarif.ts';
import { renderCheckText } from '../report/render/check-text.ts';
import { writeJsonDocument } from '../ui/json-document.ts';
import { version } from '../version.ts';

export const checkFormats = ['text', 'json', 'markdown', 'sarif', 'junit', 'github'] as const;
export type CheckFormat = (typeof checkFormats)[number];

/** A format, and the file it goes to; stdout without one. */
export interface CheckOutput {
  readonly format: CheckFormat;
  readonly path?: string;
}

/**
 * Reads `--format` values like `sarif` and `sarif=drift.sarif`: one look at the account, many outputs.
 * @param json `--json` was given: then that is what stdout gets
 * @throws UserError `BadFormat`, `TwoFormats`
 */
export function readOutputs(values: readonly string[], json: boolean): readonly CheckOutput[] {
  const given = values.map((value): CheckOutput => {
    const [name = '', ...rest] = value.split('=');
    const format = checkFormats.find((each) => each === name);
    const path = rest.join('=');
    if (format === undefined || (rest.length > 0 && path === '')) {
      throw new UserError('BadFormat', `${JSON.stringify(value)} is no format.`, {
        fix: `Give one of ${checkFormats.join(', ')}, with =file behind it to write it there.`,
      });
    }
    return rest.length === 0 ? { format } : { format, path };
  });
  const shown = given.filter((each) => each.path === undefined);
  const main = new Set(
    json ? ['json', ...shown.map((each) => each.format)] : shown.map((each) => each.format),
  );
  if (main.size > 1) {
    throw new UserError('TwoFormats', `stdout takes one format, not ${[...main].join(' and ')}.`, {
      fix: 'Give all but one a file, like --format sarif=drift.sarif.',
    });
  }
  return main.size > 0 || given.some((each) => each.path === undefined)
    ? given
    : [{ format: 'text' }, ...given];
}

export function exitCodeOf(report: CheckReport): ExitCode {
  return exitCodes[judgeCheck(report)];
}

/** The document of `--json`, without what every document has. */
export function documentOf(report: CheckReport): Readonly<Record<string, unknown>> {
  return { ...report };
}

/** Shows a check in every form that was asked for. JSON on stdout is left to the command line, as for all commands. */
export async function showCheck(
  context: Context,
  report: CheckReport,
  outputs: readonly CheckOutput[],
): Promise<void> {
  for (const { format, path } of outputs) {
    const text = render(report, format, path === undefined ? context.host.width : 80);
    if (path !== undefined) await writeCheckFile(resolve(context.cwd, path), text);
    else if (format !== 'json') context.host.write(text);
    if (format === 'github')
      await appendGithubFiles(context.env, {
        summary: renderCheckMarkdown(report),
        output: renderGithubOutput(report),
      });
  }
}

function render(report: CheckReport, format: CheckFormat, width: number): string {
  switch (format) {
    case 'text':
      return renderCheckText(report, { width });
    case 'markdown':
      return renderCheckMarkdown(report);
    case 'sarif':
      return renderCheckSarif(report, { version });
    case 'junit':
      return renderCheckJunit(report);
    case 'github':
      return renderCheckGithub(report);
    case 'json': {
      let text = '';
      const head = { command: 'check', exitCode: exitCodeOf(report) };
      writeJsonDocument(
        (written) => {
          text = written;
        },
        { ...head, ...documentOf(report) },
      );
      return text;
    }
  }
}
