import { cleanLine } from '../../lib/clean-text.ts';
import { sharePower } from '../../lib/power-words.ts';
import { wrapText } from '../../lib/wrap-text.ts';
import type { Step, StepsReport } from '../../model/steps.ts';
import { saySteps, shownPower, waitWords } from '../steps-words.ts';

/** Wider lines are hard to read, however wide the terminal. */
const widest = 100;
const narrowest = 20;

type Layout = (indent: number, text: string, hang?: number) => readonly string[];

/**
 * The way to in sync for whoever goes it: what is done in a line each, what can be done now in full, what waits
 * in short. Without colour: a sign and a word carry the state.
 * @param options.width columns to write in
 */
export function renderStepsText(report: StepsReport, options: { readonly width: number }): string {
  const width = Math.max(narrowest, Math.min(options.width, widest));
  const layOut: Layout = (indent, text, hang = 2) =>
    wrapText(`${' '.repeat(indent)}${cleanLine(text)}`, { width, indent: indent + hang });
  const blocks = report.steps.map((step) =>
    step.state === 'done' ? doneStep(step, layOut) : openStep(report, step, layOut, width),
  );
  const lines = blocks.flatMap((block, index) => {
    const both = report.steps[index]?.state === 'done' && report.steps[index - 1]?.state === 'done';
    return both ? block : ['', ...block];
  });
  const end =
    report.result === 'in-sync'
      ? []
      : ['', ...layOut(0, 'Do what is marked →, then run plan --steps again: what is done is ticked.', 0)];
  return `${[...layOut(0, saySteps(report)), ...lines, ...end].join('\n')}\n`;
}

function doneStep({ number, title }: Step, layOut: Layout): readonly string[] {
  return layOut(0, `✔ ${number} ${title}`, 5);
}

function openStep(report: StepsReport, step: Step, layOut: Layout, width: number): readonly string[] {
  // Who is waited for may need the words to go on.
  const isFull = step.state !== 'later';
  const head = `${{ now: '→', waiting: '…', later: '·', done: '✔' }[step.state]} ${step.number} ${step.title}${step.state === 'now' ? '' : ` (${waitWords(step, report.steps)})`}`;
  const done = step.items.filter((item) => item.done);
  const row = (text: string) => layOut(5, text);
  const told = (word: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : [...row(`${word}:`), ...texts.flatMap((text) => layOut(7, text))];
  return [
    ...layOut(0, head, 5),
    ...row(`why: ${step.why}`),
    ...step.items.filter((item) => !item.done).flatMap((item) => layOut(5, `- ${item.text}`)),
    ...(done.length === 0 ? [] : row(`✔ done: ${done.map(({ subject }) => subject).join(', ')}`)),
    ...told('first', step.before),
    ...told('for whom', [...step.affects, ...powerLines(step)]),
    ...commandLines(step, layOut, width),
    ...(isFull ? [...row(`seen when: ${step.seen}`), ...row(`back: ${step.back}`)] : []),
  ];
}

function powerLines(step: Step): readonly string[] {
  return sharePower(shownPower(step)).flatMap(({ who, gains, loses }) => [
    ...(gains === '' ? [] : [`${who} + ${gains}`]),
    ...(loses === '' ? [] : [`${who} - ${loses}`]),
  ]);
}

function commandLines(
  { commands, otherwise, fileLines }: Step,
  layOut: Layout,
  width: number,
): readonly string[] {
  return [
    ...(commands.length === 0 ? [] : ['     do:', ...commands.flatMap((line) => breakCommand(line, width))]),
    ...otherwise.flatMap(({ when, command }) => [
      ...layOut(5, `or, ${when}:`),
      ...breakCommand(command, width),
    ]),
    ...(fileLines.length === 0
      ? []
      : [
          `     ${commands.length === 0 ? 'write' : 'or write'} into the account file:`,
          ...fileLines.map((line) => `         ${cleanText(line)}`),
        ]),
  ];
}

/** A line of YAML keeps its indentation. */
const cleanText = (line: string) => `${/^ */.exec(line)?.[0] ?? ''}${cleanLine(line)}`;

/** Broken as a shell reads it on, so that it can be pasted as it stands. */
function breakCommand(command: string, width: number): readonly string[] {
  const lines: string[] = [];
  let current = '        ';
  for (const word of cleanLine(command).split(' ')) {
    const longer = `${current} ${word}`;
    if (longer.length > width - 2 && current.trim() !== '') {
      lines.push(`${current} \\`);
      current = `             ${word}`;
    } else current = longer;
  }
  return [...lines, current];
}
