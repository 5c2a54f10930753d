import { describe, expect, test } from 'vitest';
import type { Step, StepsReport } from '../../src/model/steps.ts';
import { renderStepsMarkdown } from '../../src/report/render/steps-markdown.ts';
import { renderStepsText } from '../../src/report/render/steps-text.ts';

const bad = '<script>|`x`\u001b[31m\u202eevil\n::error::no';
const command = `bootstrap-account check --repair --only ${Array.from({ length: 9 }, (_, index) => `user-direct-policy:somebody-${index}`).join(' ')}`;
const step = (more: Partial<Step>): Step => ({
  id: 'people',
  number: 1,
  title: 'Write into the file who is here',
  state: 'now',
  waitsFor: [],
  why: 'Because.',
  items: [
    { subject: 'ann', done: true, text: 'ann is there', findings: [] },
    { subject: bad, done: false, text: `not there: ${bad}`, findings: ['unknown-user:x'] },
  ],
  affects: ['Nobody.'],
  power: [],
  before: [],
  commands: [command],
  otherwise: [{ when: 'it is urgent', command: 'bootstrap-account apply --allow-cutoff bob' }],
  fileLines: ['people:', '  - { name: ann, groups: [admins] }'],
  seen: 'It is seen.',
  back: 'Go back.',
  ...more,
});
const report: StepsReport = {
  account: { id: '123456789012', alias: 'acme', region: 'eu-west-1' },
  rehearsal: false,
  takenAt: '2026-11-01T00:00:00.000Z',
  file: 'bootstrap-account.yaml',
  result: 'steps',
  steps: [
    step({ id: 'root', number: 1, title: 'Close the root user', state: 'done' }),
    step({ number: 2 }),
    step({ id: 'enforce', number: 3, title: 'Make MFA a must', state: 'later', waitsFor: ['people'] }),
  ],
};

describe('as text', () => {
  test('what is done in a line, what can be done in full, what waits with what for', () => {
    const text = renderStepsText(report, { width: 80 });
    expect(text).toMatch(
      /^3 steps bring account acme \(123456789012\) in sync, 1 of them done\. Next: step 2\.\n/,
    );
    expect(text).toMatch(/\n✔ 1 Close the root user\n/);
    expect(text).toMatch(/\n→ 2 Write into the file who is here\n/);
    expect(text).toMatch(/\n· 3 Make MFA a must \(after 2\)\n/);
    expect(text).toContain('✔ done: ann');
    expect(text.match(/seen when/g)).toHaveLength(1);
  });
  test.each([40, 80, 200])('a command can be pasted as it stands at %i columns', (width) => {
    const lines = renderStepsText(report, { width }).split('\n');
    const from = lines.findIndex((line) => line.trim() === 'do:') + 1;
    const typed: string[] = [];
    for (const line of lines.slice(from)) {
      typed.push(line.replace(/\\$/, '').trim());
      if (!line.endsWith('\\')) break;
    }
    expect(typed.join(' ').replace(/ +/g, ' ')).toBe(command);
    if (width === 80) expect(lines.every((line) => line.length <= 80)).toBe(true);
  });
  test('lines of the file keep their indentation', () =>
    expect(renderStepsText(report, { width: 80 })).toContain(
      '         people:\n           - { name: ann, groups: [admins] }\n',
    ));
  test('nothing from outside moves the cursor', () => {
    const text = renderStepsText(report, { width: 80 });
    for (const mark of ['\u001b', '\u202e']) expect(text).not.toContain(mark);
    expect(text).not.toMatch(/^::error/m);
  });
  test('in sync is one sentence over ticks', () =>
    expect(
      renderStepsText({ ...report, result: 'in-sync', steps: report.steps.slice(0, 1) }, { width: 80 }),
    ).toMatch(/^In sync: account acme \(123456789012\) has every step behind it\.\n/));
  test('in sync with people who have time: the step in full, without its tick', () => {
    const waiting = step({ id: 'devices', number: 2, title: 'Let everybody enrol', state: 'waiting' });
    const text = renderStepsText(
      { ...report, result: 'in-sync', steps: [...report.steps.slice(0, 1), waiting] },
      { width: 200 },
    );
    expect(text.replace(/\s+/g, ' ')).toMatch(
      /^In sync: account acme \(123456789012\) has 1 of 2 steps behind it; step 2 waits for people who still have time\. ✔/,
    );
    expect(text).toMatch(/\n… 2 Let everybody enrol \(waits for people, who still have time\)\n/);
    expect(text).toContain('seen when');
    expect(renderStepsMarkdown({ ...report, steps: [waiting] })).toContain('waits for people');
  });
});

describe('as Markdown', () => {
  test('a section a step; nothing from outside is markup', () => {
    const text = renderStepsMarkdown(report);
    expect(text).toMatch(/^## 2\. Write into the file who is here \(now\)$|^## 2&#46; Write/m);
    expect(text).toMatch(/after 2/);
    expect(text).not.toContain('<script>');
    expect(text).toContain('<code>bootstrap-account apply --allow-cutoff bob</code>');
  });
});
