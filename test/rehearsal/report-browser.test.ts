import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleReport } from '../../src/report/assemble-report.ts';
import { renderHtml } from '../../src/report/render/html.ts';
import { renderWelcome } from '../../src/report/render/welcome.ts';
import { assembleWelcomes } from '../../src/report/welcome.ts';
import { findChromium } from '../helpers/chromium.ts';
import { exampleCis, exampleInputs, payloads, poisoned } from '../helpers/report-example.ts';

const folder = mkdtempSync(join(tmpdir(), 'report-browser-'));
let browser: Browser;

beforeAll(async () => {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error(
      'No Chromium found: install it (apt-get install chromium), or name it in the variable CHROMIUM.',
    );
  }
  const quiet = [
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ];
  browser = await chromium.launch({
    executablePath,
    args: ['--headless', '--no-sandbox', '--disable-gpu', ...quiet],
  });
});
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

const report = assembleReport(exampleInputs);
const sheets = assembleWelcomes(exampleInputs.plan, report, [{ person: 'finn', way: 'file' }]);
const pages: Readonly<Record<string, string>> = {
  'report.html': renderHtml(report),
  'rehearsal.html': renderHtml({
    ...report,
    rehearsal: true,
    state: { kind: 'incomplete', sentence: 'Stopped.' },
  }),
  'against-cis.html': renderHtml(assembleReport({ ...exampleInputs, cis: exampleCis })),
  'in-sync.html': renderHtml(assembleReport({ ...exampleInputs, findings: [] })),
  'welcome.html': renderWelcome(sheets.at(-1)!),
};

interface Seen {
  readonly page: Page;
  /** Console messages, page errors, dialogs and requests for anything but the file itself. */
  readonly alarms: string[];
}

/** Opens a page as a person would: from the file, without a network. */
async function open<T>(
  content: string,
  options: { width?: number; colorScheme?: 'light' | 'dark'; bypassCSP?: boolean },
  look: (seen: Seen) => Promise<T>,
): Promise<T> {
  const { width = 1000, colorScheme = 'light', bypassCSP = false } = options;
  const path = join(folder, 'page.html');
  writeFileSync(path, content);
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    bypassCSP,
    offline: true,
  });
  const page = await context.newPage();
  const url = pathToFileURL(path).href;
  const alarms: string[] = [];
  page.on('console', (message) => alarms.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => alarms.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    alarms.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== url) alarms.push(`request: ${request.url()}`);
  });
  try {
    await page.goto(url);
    return await look({ page, alarms });
  } finally {
    await context.close();
  }
}

describe.each(Object.keys(pages))('%s', (name) => {
  const content = pages[name] ?? '';
  describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
    it.each([1000, 400])(
      'at %i px breaks no accessibility rule and does not scroll sideways',
      async (width) => {
        await open(content, { width, colorScheme, bypassCSP: true }, async ({ page, alarms }) => {
          const sideways = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect(sideways).toBeLessThanOrEqual(0);
          await page.evaluate(axe.source);
          const violations = await page.evaluate(
            `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).slice(0, 3).join(' ')))`,
          );
          expect(violations).toEqual([]);
          expect(alarms).toEqual([]);
        });
      },
    );
  });

  it('is styled under its own policy, and the policy has nothing to object to', async () => {
    await open(content, {}, async ({ page, alarms }) => {
      expect(
        await page.evaluate("getComputedStyle(document.querySelector('section')).borderRadius"),
      ).not.toBe('0px');
      expect(alarms).toEqual([]);
    });
  });

  it('prints', async () => {
    await open(content, {}, async ({ page }) => {
      const pdf = await page.pdf({ format: 'A4' });
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
      await page.emulateMedia({ media: 'print' });
      expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe(
        'rgb(255, 255, 255)',
      );
      // 190 mm of an A4 page, at 96 dots an inch.
      await page.setViewportSize({ width: 718, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    });
  });
});

it('the policy stops a script and a style that were not ours', async () => {
  const forged = (pages['report.html'] ?? '').replace(
    '</main>',
    '<script>alert(1)</script><p id="forged" style="color: red">x</p></main>',
  );
  await open(forged, {}, async ({ page, alarms }) => {
    expect(alarms.filter((alarm) => alarm.startsWith('dialog'))).toEqual([]);
    expect(alarms.filter((alarm) => alarm.includes('Content Security Policy'))).toHaveLength(2);
    expect(await page.evaluate("getComputedStyle(document.getElementById('forged')).color")).not.toBe(
      'rgb(255, 0, 0)',
    );
  });
});

describe('payloads, with the policy off so that only the escaping protects', () => {
  it.each(payloads)('%j runs nothing, fetches nothing, stays text', async (payload) => {
    const inputs = poisoned(payload);
    const poisonedReport = assembleReport(inputs);
    // The last one is the person whose very name is the payload.
    const welcome = assembleWelcomes(inputs.plan, poisonedReport, []).slice(-1).map(renderWelcome);
    for (const content of [renderHtml(poisonedReport), ...welcome]) {
      await open(content, { bypassCSP: true, width: 400 }, async ({ page, alarms }) => {
        expect(alarms).toEqual([]);
        expect(
          await page.evaluate(
            "document.querySelectorAll('script, img, iframe, object, embed, svg:not(figure > .scroll > svg), link, form').length",
          ),
        ).toBe(0);
        expect(
          await page.evaluate(
            "[...document.querySelectorAll('*')].flatMap((e) => e.getAttributeNames()).filter((name) => /^on|^style$|^src/.test(name))",
          ),
        ).toEqual([]);
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
          0,
        );
      });
    }
  });
});
