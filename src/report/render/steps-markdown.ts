import { sharePower } from '../../lib/power-words.ts';
import type { Step, StepsReport } from '../../model/steps.ts';
import { type Block, code, type Line, list, type Section, text } from '../block.ts';
import { saySteps, shownPower, waitWords } from '../steps-words.ts';
import { escapeMarkdown, renderMarkdownSections } from './markdown.ts';

/** The steps as GitHub-flavoured Markdown, for a ticket; every text from outside is escaped. */
export function renderStepsMarkdown(report: StepsReport): string {
  const { account, takenAt, file, rehearsal } = report;
  return [
    `# ${escapeMarkdown(saySteps(report))}`,
    `Looked at ${escapeMarkdown(takenAt.slice(0, 16).replace('T', ' '))} UTC, home region ${escapeMarkdown(account.region)}, against ${escapeMarkdown(file)}.`,
    ...(rehearsal ? ['**Rehearsal:** made against a local emulator, not against AWS.'] : []),
    ...renderMarkdownSections(report.steps.map((step) => describeStep(step, report.steps))),
  ]
    .join('\n\n')
    .concat('\n');
}

function describeStep(step: Step, steps: readonly Step[]): Section {
  const { id, number, title, state } = step;
  const waits = waitWords(step, steps);
  const word = { done: 'done', now: 'now', later: waits, waiting: waits } as const;
  return {
    id: `step-${id}`,
    title: `${number}. ${title} (${word[state]})`,
    blocks:
      state === 'done' ? [text(`✔ ${step.items.map((item) => item.text).join('; ')}`)] : openBlocks(step),
  };
}

function openBlocks(step: Step): readonly Block[] {
  const { why, items, before, affects, commands, otherwise, fileLines, seen, back } = step;
  const power = sharePower(shownPower(step)).flatMap(({ who, gains, loses }) => [
    ...(gains === '' ? [] : [`${who} gains: ${gains}`]),
    ...(loses === '' ? [] : [`${who} loses: ${loses}`]),
  ]);
  return [
    text(why),
    list(items.map((item): Line => [`${item.done ? '✔ ' : ''}${item.text}`])),
    ...titled('First', before),
    ...titled('What changes for whom', [...affects, ...power]),
    ...(commands.length === 0 ? [] : [text('Do:'), list(commands.map((command): Line => [code(command)]))]),
    ...otherwise.flatMap(({ when, command }) => [text(`Or, ${when}:`), list([[code(command)]])]),
    ...(fileLines.length === 0
      ? []
      : [{ kind: 'code' as const, label: 'Lines for the account file', text: fileLines.join('\n') }]),
    text(`Seen when: ${seen}`),
    text(`Back: ${back}`),
  ];
}

function titled(title: string, texts: readonly string[]): readonly Block[] {
  return texts.length === 0 ? [] : [text(`${title}:`), list(texts.map((each): Line => [each]))];
}
