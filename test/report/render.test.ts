import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assembleReport } from '../../src/report/assemble-report.ts';
import { renderHtml } from '../../src/report/render/html.ts';
import { html, toMarkup } from '../../src/report/render/html-tag.ts';
import { renderJson } from '../../src/report/render/json.ts';
import { escapeMarkdown, renderMarkdown } from '../../src/report/render/markdown.ts';
import { renderWelcome } from '../../src/report/render/welcome.ts';
import { assembleWelcomes } from '../../src/report/welcome.ts';
import { exampleInputs, payloads, poisoned } from '../helpers/report-example.ts';

const report = assembleReport(exampleInputs);
const page = renderHtml(report);

describe('the page', () => {
  it('is the same for the same inputs, byte by byte', () => {
    expect(renderHtml(assembleReport(structuredClone(exampleInputs)))).toBe(page);
  });
  it('allows its own style sheet by hash, and nothing else', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(page)?.[1] ?? '';
    const hash = createHash('sha256').update(style).digest('base64');
    expect(page).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${hash}&#39;; base-uri`,
    );
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(| style="| on[a-z]+="/);
  });
  it('reaches nothing from afar', () => {
    expect(page.match(/(?:href|src)="(?!#)[^"]*"/g)).toBeNull();
  });
  it('has the sections of a handover', () => {
    const titles = [...page.matchAll(/<h2 [^>]*>([^<]*)</g)].map((match) => match[1]);
    expect(titles).toEqual([
      'On one page',
      'Who has what, and why',
      'What each may do',
      'A picture',
      'The trail',
      'Manual items',
      'Break-glass: how to get back in',
      'Findings and exceptions',
      'Cost',
      'How to go on',
      'Every resource',
    ]);
  });
  it('names the deciding statement in text', () => {
    expect(page).toContain('statement AllowIt of policy work-of-member-of-finance');
  });
  it('lists every resource once', () => {
    for (const resource of report.resources) {
      expect(page.split(`>${resource.name}<span class="note">${resource.type}</span>`)).toHaveLength(2);
    }
  });
  it('says when it is a rehearsal', () => {
    expect(page).not.toContain('local emulator, not');
    expect(renderHtml({ ...report, rehearsal: true })).toContain('local emulator, not');
    expect(renderMarkdown({ ...report, rehearsal: true })).toContain('local emulator, not');
  });
});

describe('payloads', () => {
  const tags = (text: string) =>
    text
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .match(/<[a-z!/][^>]*>/gi)
      ?.filter((tag) => !tag.startsWith('<meta http-equiv')) ?? [];
  const shape = (text: string) => new Set(tags(text).map((tag) => tag.replace(/"[^"]*"/g, '""')));
  const known = shape(renderHtml(assembleReport(poisoned('harmless'))));
  it.each(payloads)('%j adds no tag and no attribute to the page', (payload) => {
    const poisonedPage = renderHtml(assembleReport(poisoned(payload)));
    expect([...shape(poisonedPage)].filter((tag) => !known.has(tag))).toEqual([]);
    expect(poisonedPage).not.toMatch(/[\u2028\u2029]|\p{Bidi_Control}|(?![\n\t])\p{Cc}/u);
  });
  it.each(payloads)('%j adds no line, cell or HTML to the Markdown', (payload) => {
    // Entities are text, as is all between fences; the person's name decides the order of rows.
    const lines = (text: string) =>
      renderMarkdown(assembleReport(poisoned(text)))
        .replace(/^(`{3,})\n[\s\S]*?\n\1$/gm, 'fenced')
        .split('\n')
        .map((line) => line.replace(/&#\d+;/g, '').replace(/[^|#`<>]|<\/?(?:br|code)>/g, ''))
        .sort();
    expect(lines(payload)).toEqual(lines('harmless'));
  });
  it.each(payloads)('%j comes back whole from the JSON, and ends no script element', (payload) => {
    const text = renderJson(assembleReport(poisoned(payload)));
    expect(JSON.parse(text).findings[0].what).toBe(payload);
    expect(text).not.toMatch(/[<>\u2028\u2029]|\p{Bidi_Control}/u);
  });
  it.each(payloads)('%j adds no tag to a welcome sheet, and no link', (payload) => {
    const inputs = poisoned(payload);
    for (const sheet of assembleWelcomes(inputs.plan, assembleReport(inputs), [])) {
      const text = renderWelcome(sheet);
      expect(text).not.toMatch(/<script|<img|<svg|onerror=(?!alert)/);
      for (const [, href] of text.matchAll(/href="([^"]*)"/g)) expect(href).toMatch(/^https:\/\//);
    }
  });
  it('of any kind cannot leave their place', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(toMarkup(html`<p title="${text}">${text}</p>`)).toMatch(/^<p title="[^"<>]*">[^<>]*<\/p>$/);
        expect(escapeMarkdown(text)).not.toMatch(/[|<>`\n*_[\]]/);
      }),
    );
  });
});

describe('the tag', () => {
  it('escapes texts, and keeps what it made itself', () => {
    const inner = html`<b>${'<&>'}</b>`;
    expect(toMarkup(html`<p>${inner}${['"', inner]}${7}</p>`)).toBe(
      '<p><b>&lt;&amp;&gt;</b>&quot;<b>&lt;&amp;&gt;</b>7</p>',
    );
  });
});

describe('Markdown', () => {
  it('keeps one row a line and the space after a badge', () => {
    const text = renderMarkdown(report);
    expect(text).toContain('- **State**: **⚠ Findings** 1 finding; see Findings.');
    expect(text).toContain(
      '| **admins**<br>people | Runs the account<br>no owner named | RequireMFA, AdministratorAccess | ada, legacy-bot |',
    );
  });
  it('makes a fence that its content cannot close', () => {
    const athena = 'a\n````\n# b';
    expect(renderMarkdown({ ...report, trail: { ...report.trail!, athena } })).toContain(
      `\`\`\`\`\`\n${athena}\n\`\`\`\`\``,
    );
  });
});
