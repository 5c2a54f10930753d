import { scrubSecrets } from '../../src/lib/scrub-secrets.ts';
import type { Step } from './steps.ts';

/** What came of a step. */
export interface Row {
  readonly step: Step;
  /** Exit code; undefined for a plant, and for a step that was not reached. */
  readonly code: number | undefined;
  readonly output: string;
  readonly seconds: number;
  readonly verdict: 'as expected' | 'NOT as expected' | 'not reached';
}

export function judge(step: Step, code: number, output: string): Row['verdict'] {
  const right = step.codes.includes(code) && step.says.every((text) => output.includes(text));
  return right ? 'as expected' : 'NOT as expected';
}

export interface Transcript {
  readonly account: string;
  /** Facts of the run: versions, date, region. */
  readonly facts: readonly (readonly [string, string])[];
  readonly rows: readonly Row[];
  readonly byEye: readonly string[];
}

/** Markdown to attach to an issue: no credentials, and ACCOUNT for the account's id. */
export function renderTranscript({ account, facts, rows, byEye }: Transcript): string {
  const right = rows.filter(({ verdict }) => verdict === 'as expected').length;
  const text = [
    '# Transcript of `npm run verify:real`',
    facts.map(([name, value]) => `- ${name}: ${value}`).join('\n'),
    `**${right} of ${rows.length} steps as expected.**`,
    ...rows.map(rowPart),
    '## By eye',
    byEye.map((each) => `- [ ] ${each}`).join('\n'),
  ].join('\n\n');
  return `${scrubSecrets(text.replaceAll(account, 'ACCOUNT'))}\n`;
}

function rowPart({ step, code, output, seconds, verdict }: Row, index: number): string {
  const typed =
    'words' in step.act ? `\`bootstrap-account ${step.act.words.join(' ')}\`` : `by hand: ${step.act.plant}`;
  const ended = code === undefined ? '' : `, exit ${code} (right: ${step.codes.join(' or ')})`;
  const fence = '`'.repeat(Math.max(3, ...[...output.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  const said = output.trim() === '' ? '' : `\n\n${fence}text\n${output.trim()}\n${fence}`;
  return `## ${index + 1}. ${step.title}: ${verdict}\n\n${typed}${ended}, ${seconds} s${said}`;
}
