import { describe, expect, test } from 'vitest';
import { assembleReport } from '../../src/report/assemble-report.ts';
import { countCis, describeCounts } from '../../src/report/cis-counts.ts';
import { renderHtml } from '../../src/report/render/html.ts';
import { renderJson } from '../../src/report/render/json.ts';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import { exampleCis, exampleInputs } from '../helpers/report-example.ts';

const report = assembleReport({ ...exampleInputs, cis: exampleCis });
const without = assembleReport(exampleInputs);

describe('against CIS', () => {
  test('stands between findings and cost, and only where it was asked for', () => {
    const titles = (text: string) => [...text.matchAll(/<h2 [^>]*>([^<]*)</g)].map((match) => match[1]);
    expect(titles(renderHtml(report))).toEqual(
      expect.arrayContaining(['Findings and exceptions', 'Against CIS', 'Cost']),
    );
    const all = titles(renderHtml(report));
    expect(all.indexOf('Against CIS')).toBe(all.indexOf('Findings and exceptions') + 1);
    for (const text of [renderHtml(without), renderMarkdown(without), renderJson(without)])
      expect(text).not.toMatch(/CIS|"cis"/);
  });
  test('has one line a recommendation: numbers, level, status in words, why, and a few names', () => {
    const lines = renderMarkdown(report)
      .split('\n')
      .filter((line) => line.includes('title of'));
    const texts = lines.map((line) =>
      line.replaceAll('**', '').replace(/&#(\d+);/g, (_, code) => String.fromCharCode(code)),
    );
    expect(texts).toEqual([
      '| title of root-key | 2.4 | 1.3 | 1.4 | 1 | ✔ verified | why root-key is done |',
      '| title of trail | 4.1 | 3.1 | 3.1 | 1 | ✔ done | why trail is done<br>account-trail |',
      '| title of open-acls | 6.2 | 5.2 | 5.1 | 1 | ⚠ open | why open-acls is open<br>a, b, c, d, e, 3 more |',
      '| title of security-questions | – | – | 1.3 | 1 | • manual | why security-questions is manual |',
      '| title of macie | 3.1.3 | 2.1.3 | 2.1.3 | 1 | – not covered | why macie is not-covered |',
      '| title of imdsv2 | 6.7 | 5.7 | 5.6 | 1 | ? unknown | why imdsv2 is unknown<br>ec2:DescribeInstances |',
    ]);
  });
  test('is whole in the JSON', () => {
    expect(JSON.parse(renderJson(report)).cis).toEqual(exampleCis);
  });
});

test('counts are by version, and name nothing that there is none of', () => {
  expect(countCis(exampleCis)['7.0']).toEqual({
    ...{ done: 1, verified: 1, open: 1, manual: 0, 'not covered': 1, unknown: 1 },
  });
  expect(describeCounts(countCis(exampleCis))).toEqual([
    'CIS 7.0: 1 done, 1 verified, 1 open, 1 not covered, 1 unknown; 5 in all',
    'CIS 5.0: 1 done, 1 verified, 1 open, 1 not covered, 1 unknown; 5 in all',
    'CIS 3.0: 1 done, 1 verified, 1 open, 1 manual, 1 not covered, 1 unknown; 6 in all',
  ]);
});
