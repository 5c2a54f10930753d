import { describe, expect, it } from 'vitest';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { assembleReport } from '../../src/report/assemble-report.ts';
import type { Picture } from '../../src/report/block.ts';
import { drawPeople, drawRoles, drawTrail } from '../../src/report/draw-account.ts';
import { arrangePicture, mostNodes } from '../../src/report/picture.ts';
import { renderHtml } from '../../src/report/render/html.ts';
import { renderMarkdown } from '../../src/report/render/markdown.ts';
import { wrapToWidth } from '../../src/report/render/wrap-to-width.ts';
import { emptySnapshot, exampleAnswers, watchedAnswers } from '../helpers/example.ts';
import { exampleInputs, user } from '../helpers/report-example.ts';

const report = assembleReport(exampleInputs);
const labels = (picture: Picture | undefined) =>
  picture?.columns.map(({ nodes }) => nodes.map(({ label }) => label));
const withPeople = (count: number) => {
  const people = Array.from({ length: count }, (_, number) => ({
    name: `p-${number}`,
    groups: number === 0 ? ['admins'] : number % 2 === 0 ? ['developers', 'finance'] : ['developers'],
  }));
  const plan = assemblePlan({ ...exampleAnswers, people }, emptySnapshot, new Map());
  const users = people.map(({ name, groups }, number) =>
    user(name, groups, number === 0 ? { mfaDevices: ['arn:aws:iam::123456789012:mfa/x'] } : {}),
  );
  return assembleReport({ ...exampleInputs, plan, snapshot: { ...emptySnapshot, users } });
};

describe('people, groups and policies', () => {
  it('are drawn one by one, whoever has no MFA marked in words', () => {
    expect(labels(drawPeople(report))).toEqual([
      ['ada', 'dev', 'finn', 'legacy-bot', 'ci-deployer'],
      ['admins', 'finance', 'developers', 'api'],
      expect.arrayContaining(['RequireMFA', 'AdministratorAccess']),
    ]);
    const [people] = drawPeople(report).columns;
    expect(people?.nodes.slice(0, 2).map(({ note, open }) => [note, open])).toEqual([
      ['MFA on', false],
      ['no MFA yet', true],
    ]);
  });
  it('are joined as they are members, and as policies are attached', () => {
    const { arrows } = drawPeople(report);
    expect(arrows).toContainEqual(['member/legacy-bot', 'group/admins']);
    expect(arrows).toContainEqual(['group/admins', 'policy/RequireMFA']);
    expect(arrows).not.toContainEqual(['group/api', 'policy/RequireMFA']);
  });
  it('are counted by group where they are many, and the picture stays small', () => {
    const large = drawPeople(withPeople(1000));
    expect(labels(large)?.[0]).toEqual(['1 person', '499 people', '999 people', '1 program']);
    expect(large.columns[0]?.nodes.map(({ note }) => note)).toEqual([
      'all with MFA',
      '499 without MFA yet',
      '999 without MFA yet',
      undefined,
    ]);
    const page = renderHtml(withPeople(1000));
    expect(page.match(/<rect /g)?.length).toBeLessThan(60);
  });
});

describe('instances, roles and buckets', () => {
  it('are joined', () => {
    expect(labels(drawRoles(report))).toEqual([['web'], ['checkbot'], ['testbucket']]);
    expect(drawRoles(report)?.arrows).toEqual([
      ['instance/i-0123456789abcdef0', 'role/checkbot'],
      ['role/checkbot', 'bucket/testbucket'],
    ]);
  });
  it('are left out, and said, where there are none', () => {
    const none = { ...report, roles: [] };
    expect(drawRoles(none)).toBeUndefined();
    expect(renderMarkdown(none)).toContain('Nothing to draw: no EC2 roles');
  });
});

describe('the trail', () => {
  it('leads to bucket and key, and to nobody without alarms', () => {
    expect(labels(drawTrail(report))).toEqual([
      ['API calls'],
      ['account-trail'],
      [exampleAnswers.trail?.bucket, expect.stringContaining('alias/')],
      ['Nobody'],
    ]);
  });
  it('leads to the alarms where there are some', () => {
    const plan = assemblePlan(watchedAnswers, emptySnapshot, new Map());
    const picture = drawTrail(assembleReport({ ...exampleInputs, plan }));
    expect(labels(picture)?.[3]?.[0]).toMatch(/^\d+ alarms$/);
    expect(picture?.arrows).toContainEqual(['logs', 'alarms']);
  });
});

describe('a picture', () => {
  const chain = (count: number): Picture => ({
    title: 't',
    columns: ['a', 'b'].map((column) => ({
      title: column,
      nodes: Array.from({ length: count }, (_, n) => ({ id: `${column}${n}`, label: `${column}\n${n}` })),
    })),
    arrows: Array.from({ length: count }, (_, n) => [`a${n}`, `b${count - 1 - n}`] as const),
    words: [['w']],
  });
  it('gathers what is too much in one box, with its arrows', () => {
    const { columns, arrows } = arrangePicture(chain(40));
    expect(columns.map(({ nodes }) => nodes.length)).toEqual([mostNodes, mostNodes]);
    expect(columns[1]?.nodes.at(-1)?.label).toBe(`${40 - mostNodes + 1} more`);
    expect(new Set(arrows.map((pair) => pair.join('>'))).size).toBe(arrows.length);
    const ids = new Set(columns.flatMap(({ nodes }) => nodes.map(({ id }) => id)));
    expect(arrows.flat().filter((id) => !ids.has(id))).toEqual([]);
  });
  it('turns a column so that arrows do not cross, and keeps labels on one line', () => {
    const { columns } = arrangePicture(chain(4));
    expect(columns[0]?.nodes.map(({ label }) => label)).toEqual(['a 3', 'a 2', 'a 1', 'a 0']);
  });
  it('has its sentences in the page and in Markdown, and the image points to them', () => {
    const page = renderHtml(report);
    for (const [, id] of page.matchAll(/<svg [^>]*aria-describedby="([^"]+)"/g))
      expect(page).toContain(`<figcaption id="${id}"><ul>`);
    expect(page.match(/<svg /g)).toHaveLength(3);
    expect(renderMarkdown(report)).toContain('- **admins**: ada, legacy-bot; it carries RequireMFA');
  });
});

describe('wrapToWidth', () => {
  it('breaks after a mark of a name, and ends in an ellipsis', () => {
    expect(wrapToWidth('acme-audit-123456789012-eu-west-1-0badf00d', 15.5, 2)).toEqual([
      'acme-audit-123456789012-',
      'eu-west-1-0badf00d',
    ]);
    expect(wrapToWidth('x'.repeat(100), 6.4, 2)).toEqual(['x'.repeat(10), `${'x'.repeat(8)}…`]);
    expect(wrapToWidth('short', 14, 2)).toEqual(['short']);
  });
});
