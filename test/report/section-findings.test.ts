import { expect, it } from 'vitest';
import { assembleReport } from '../../src/report/assemble-report.ts';
import { renderHtml } from '../../src/report/render/html.ts';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import {
  acceptedFinding,
  exampleFinding,
  exampleInputs,
  examplePermissions,
} from '../helpers/report-example.ts';

const pageOf = (change: object) => renderHtml(assembleReport({ ...exampleInputs, ...change }));

it('exceptions stand by themselves, with reason, date, and who did it', () => {
  const page = pageOf({ findings: [exampleFinding, acceptedFinding] });
  const [, after = ''] = page.split('Exceptions: known, and left alone until a date');
  for (const text of ['Works on the migration', '2026-12-31', 'user/ada, 2026-10-20 10:11 UTC'])
    expect(after).toContain(text);
  const { nextSteps } = assembleReport({ ...exampleInputs, findings: [acceptedFinding] });
  expect(nextSteps.join(' ')).not.toContain('contractor');
  expect(page.indexOf(exampleFinding.what)).toBeLessThan(page.indexOf('Exceptions: known'));
  expect(renderHtml(assembleReport(exampleInputs))).toContain(
    'Accepted exceptions: none among what was found.',
  );
});

it('what waits for a person is told apart, with its date', () => {
  const pending = { ...exampleFinding, state: 'pending' as const, until: '2026-11-08T00:00:00Z' };
  const report = assembleReport({ ...exampleInputs, findings: [pending] });
  expect(report.state.kind).toBe('in-sync');
  const text = renderMarkdown(report);
  expect(text).toContain('Waits for a person');
  expect(text).toContain('2026-11-08');
  expect(text).toContain('Nothing was found.');
});

it('a finding names who made the change and when', () => {
  const { who } = acceptedFinding;
  expect(pageOf({ findings: [{ ...exampleFinding, who }] })).toContain('CreateUser, 2026-10-20 10:11 UTC');
});

it('the cases that matter are answered from what was evaluated', () => {
  const [bills, ...others] = examplePermissions;
  const permissions = [
    ...(bills === undefined ? [] : [{ ...bills, action: 'ce:GetCostAndUsage' }]),
    ...others,
  ];
  const text = renderMarkdown(assembleReport({ ...exampleInputs, permissions }));
  for (const line of [
    '| Who sees the bills? | member of finance |',
    '| What does the role checkbot do in buckets? | read an object of testbucket |',
    '| What can people do without MFA? | nothing of what was asked |',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).not.toContain('Who can stop the trail?');
});
