import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textWidth } from '../../src/lib/wrap-text.ts';
import type { CheckReport } from '../../src/model/check-report.ts';
import { assembleCheck, judgeCheck } from '../../src/report/assemble-check.ts';
import { renderCheckGithub, renderGithubOutput } from '../../src/report/render/check-github.ts';
import { renderCheckJunit } from '../../src/report/render/check-junit.ts';
import { renderCheckMarkdown } from '../../src/report/render/check-markdown.ts';
import { renderCheckSarif } from '../../src/report/render/check-sarif.ts';
import { renderCheckText } from '../../src/report/render/check-text.ts';
import { checkInputs, checkReport, makeFinding, poisonedCheck } from '../helpers/check-example.ts';
import { payloads } from '../helpers/report-example.ts';

const inSync = assembleCheck({ ...checkInputs, findings: [] });
const unread = assembleCheck({
  ...checkInputs,
  notRead: [{ action: 'iam:GetLoginProfile', why: 'AccessDenied: ada' }],
});
const evil: readonly string[] = [
  ...payloads,
  '::error::forged',
  'x,evil=1,y',
  'x\n::set-output name=drift::false',
  'a ##[add-mask]b %0A::warning::c',
  '\uD800 ]]> <!-- & \uFFFE',
];
const sarifOf = (report: CheckReport) => JSON.parse(renderCheckSarif(report, { version: '0.1.0' }));

describe('the report', () => {
  it('sorts what is open, waits, and is accepted; only what is open counts', () => {
    expect(checkReport.findings.map(({ id }) => id)).toEqual([
      'trail-stopped:account-trail',
      'user-direct-policy:legacy-bot',
      'user-tags-changed:ada',
    ]);
    expect([checkReport.pending, checkReport.accepted].map((list) => list.map(({ rule }) => rule))).toEqual([
      ['mfa-missing'],
      ['key-old'],
    ]);
    const waiting = assembleCheck({ ...checkInputs, findings: checkInputs.findings.slice(3) });
    expect([waiting.result, judgeCheck(waiting)]).toEqual(['in-sync', 'done']);
  });
  it('says in one line what three or more people wait for', () => {
    const waits = (who: string) => ({
      ...makeFinding('password-never-used', who, 'high'),
      state: 'pending' as const,
      until: '2026-12-03T00:00:00.000Z',
    });
    const rules = {
      'password-never-used': {
        title: 'A first password was never used',
        severity: 'high',
        group: '',
        help: '',
      },
    } as const;
    const text = (...who: readonly string[]) =>
      renderCheckText(assembleCheck({ ...checkInputs, rules, findings: who.map(waits) }), { width: 100 });
    expect(text('ada', 'dev', 'finn')).toContain(
      '  · A first password was never used: ada, dev, finn. Becomes a finding on 2026-12-03.\n',
    );
    expect(text('ada', 'dev')).toContain(`  · ${waits('dev').what} Becomes a finding on 2026-12-03.\n`);
  });
  it.each([
    ['critical', 1],
    ['high', 2],
    ['medium', 2],
    ['low', 3],
  ] as const)('fails from %s on', (failOn, failing) => {
    expect(assembleCheck({ ...checkInputs, failOn }).failing).toHaveLength(failing);
  });
  it('never fails for information unless asked to', () => {
    const findings = [makeFinding('policy-version', 'ReadOnlyAccess', 'info')];
    expect(judgeCheck(assembleCheck({ ...checkInputs, findings }))).toBe('done');
    expect(judgeCheck(assembleCheck({ ...checkInputs, findings, failOn: 'info' }))).toBe('changes');
  });
  it('lets a denied read win, and names the action once', () => {
    expect([unread.result, judgeCheck(unread)]).toEqual(['incomplete', 'failed']);
    const many = ['ada', 'finn', 'dev'].map((who) => ({
      action: 'iam:GetLoginProfile',
      why: `AccessDenied: ${who}`,
    }));
    expect(assembleCheck({ ...checkInputs, notRead: many }).notRead).toEqual([
      { action: 'iam:GetLoginProfile', why: 'AccessDenied: ada, and 2 more' },
    ]);
  });
  it('takes off what a baseline knows, also one that was made with a baseline', () => {
    const baseline = {
      schemaVersion: 1,
      command: 'check',
      account: { id: '123456789012' },
      takenAt: '2026-11-24T06:00:00.000Z',
      findings: [{ id: 'trail-stopped:account-trail' }, { id: 'gone:x' }],
      baseline: { known: ['user-tags-changed:ada'] },
    } as const;
    const report = assembleCheck({
      ...checkInputs,
      baseline: {
        ...baseline,
        findings: [...baseline.findings],
        baseline: { known: [...baseline.baseline.known] },
      },
    });
    expect(report.findings.map(({ id }) => id)).toEqual(['user-direct-policy:legacy-bot']);
    expect(report.baseline).toEqual({
      takenAt: baseline.takenAt,
      known: ['trail-stopped:account-trail', 'user-tags-changed:ada'],
      gone: ['gone:x'],
    });
  });
});

describe('text', () => {
  it('says in sync in one line', () => {
    expect(renderCheckText(inSync, { width: 80 })).toBe(
      '✔ In sync: account acme (123456789012) is as the file says.\n',
    );
  });
  it('names the change, the person, the time and the way back, by area, worst area first', () => {
    const text = renderCheckText(checkReport, { width: 200 });
    expect(text.split('\n')[0]).toBe(
      '3 findings (1 critical, 1 high, 1 low) in account acme (123456789012).',
    );
    expect(text.indexOf('Audit trail')).toBeLessThan(text.indexOf('Users, groups and roles'));
    const flat = text.replace(/\s+/g, ' ');
    expect(flat).toContain('✖ critical: The trail "account-trail" does not log.');
    expect(flat).toContain(
      'who: arn:aws:iam::123456789012:user/eve, AttachUserPolicy, 2026-11-24 22:14 UTC, from 203.0.113.9',
    );
    expect(flat).toContain('→ Run `bootstrap-account check --repair`.');
    expect(flat).toContain('Becomes a finding on 2026-12-02.');
    expect(flat).toContain('key-old:ci-deployer, until 2027-02-01: moves in January');
  });
  it('leaves a command whole, on a line of its own, and the words beside it not', () => {
    const fix = 'If nobody needs it: aws cloudtrail delete-trail --region us-east-1 --name old';
    const [first, ...others] = checkInputs.findings;
    const report = assembleCheck({ ...checkInputs, findings: [{ ...first!, fix }, ...others] });
    const lines = renderCheckText(report, { width: 40 }).split('\n');
    expect(lines).toContain('      aws cloudtrail delete-trail --region us-east-1 --name old');
    expect(renderCheckMarkdown(report)).toContain(
      'If nobody needs it: <code>aws cloudtrail delete-trail --region us-east-1 --name old</code>',
    );
  });
  it('names regions of the file that could not be looked at, and no others', () => {
    const leftOut = [
      { name: 'af-south-1', why: 'disabled', named: true },
      { name: 'me-south-1', why: 'disabled', named: false },
    ] as const;
    const report = assembleCheck({ ...checkInputs, regions: { read: ['eu-west-1'], leftOut } });
    const sentence = 'Regions of the file that were left out: af-south-1 (not switched on).';
    expect(renderCheckText(report, { width: 80 })).toContain(sentence);
    expect(renderCheckMarkdown(report)).not.toContain('me-south-1');
  });
  it('says what was not checked, and that the rest was', () => {
    expect(renderCheckText(unread, { width: 80 })).toContain(
      'not checked: missing iam:GetLoginProfile (AccessDenied: ada)',
    );
  });
  it.each([40, 80, 200])('stays within %i columns but for words that are longer', (width) => {
    const lines = renderCheckText(unread, { width }).split('\n');
    const wide = lines.filter((line) => textWidth(line) > Math.min(width, 100));
    expect(wide.filter((line) => line.trim().includes(' '))).toEqual([]);
  });
  it.each(evil)('%j begins no line with a command to a CI runner, and moves no cursor', (payload) => {
    const text = renderCheckText(poisonedCheck(payload), { width: 40 });
    expect(text).not.toMatch(/^\s*::|##\[/m);
    expect(text).not.toMatch(/(?!\n)\p{Cc}|[\u2028\u2029]|\p{Bidi_Control}/u);
  });
});

describe('Markdown', () => {
  it('has a table for each area and everything that the text has', () => {
    const text = renderCheckMarkdown(unread);
    expect(text).toContain('| Severity | What | Who and when | The way back |');
    expect(text).toContain('## Audit trail');
    for (const part of [
      '2026-11-24 22:14 UTC',
      '203.0.113.9',
      '2026-12-02',
      'moves in January',
      'GetLoginProfile',
    ])
      expect(text).toContain(part);
  });
  it.each(evil)('%j adds no line, cell or HTML', (payload) => {
    const shape = (text: string) =>
      renderCheckMarkdown(poisonedCheck(text))
        .split('\n')
        .map((line) => line.replace(/&#\d+;/g, '').replace(/[^|#`<>]|<\/?(?:br|code)>/g, ''));
    expect(shape(payload)).toEqual(shape('harmless'));
  });
});

/** What SARIF 2.1.0 wants of the parts that are used here; the rest of the schema is about what is not. */
const text = { type: 'object', required: ['text'], properties: { text: { type: 'string', minLength: 1 } } };
const level = { enum: ['none', 'note', 'warning', 'error'] };
const location = {
  type: 'object',
  required: ['physicalLocation'],
  properties: {
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation', 'region'],
      properties: {
        artifactLocation: {
          type: 'object',
          required: ['uri'],
          properties: { uri: { type: 'string', pattern: '^[^\\s<>"{}|^`\\\\]+$' } },
        },
        region: {
          type: 'object',
          required: ['startLine'],
          properties: {
            startLine: { type: 'integer', minimum: 1 },
            startColumn: { type: 'integer', minimum: 1 },
          },
        },
      },
    },
  },
};
const isSarif = new Ajv({ allErrors: true }).compile({
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'rules'],
                properties: {
                  rules: {
                    type: 'array',
                    uniqueItems: true,
                    items: {
                      type: 'object',
                      required: ['id', 'shortDescription', 'help'],
                      properties: {
                        id: { type: 'string' },
                        shortDescription: text,
                        help: text,
                        defaultConfiguration: { type: 'object', properties: { level } },
                        properties: {
                          type: 'object',
                          properties: { 'security-severity': { type: 'string', pattern: '^\\d+\\.\\d$' } },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: { executionSuccessful: { type: 'boolean' } },
            },
          },
          results: {
            type: 'array',
            items: {
              type: 'object',
              required: ['ruleId', 'message', 'locations', 'partialFingerprints'],
              properties: {
                ruleId: { type: 'string' },
                ruleIndex: { type: 'integer', minimum: 0 },
                level,
                message: text,
                locations: { type: 'array', minItems: 1, items: location },
                partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
                baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
              },
            },
          },
        },
      },
    },
  },
});

describe('SARIF', () => {
  it.each([checkReport, inSync, unread])('is SARIF 2.1.0 (%#)', (report) => {
    expect(isSarif(sarifOf(report)), JSON.stringify(isSarif.errors)).toBe(true);
  });
  it('has a rule for each result, its line, and the finding id as fingerprint', () => {
    const [run] = sarifOf(checkReport).runs;
    for (const result of run.results) expect(run.tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
    const tags = run.results.find((each: { ruleId: string }) => each.ruleId === 'user-tags-changed');
    expect(tags.partialFingerprints).toEqual({ 'findingId/v1': 'user-tags-changed:ada' });
    expect(tags.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: 'bootstrap-account.yaml', uriBaseId: '%SRCROOT%' },
      region: { startLine: 6, startColumn: 5 },
    });
    expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toContain('trail-stopped');
  });
  it('makes no alert of what waits or was accepted', () => {
    expect(JSON.stringify(sarifOf(checkReport))).not.toMatch(/mfa-missing|key-old/);
  });
  it('says that it is not complete', () => {
    const [invocation] = sarifOf(unread).runs[0].invocations;
    expect(invocation.executionSuccessful).toBe(false);
    expect(JSON.stringify(invocation)).toContain('iam:GetLoginProfile');
  });
  it.each(evil)('%j keeps it valid, and ends no script element', (payload) => {
    const written = renderCheckSarif(poisonedCheck(payload), { version: '0.1.0' });
    expect(isSarif(JSON.parse(written)), JSON.stringify(isSarif.errors)).toBe(true);
    expect(written).not.toMatch(/[<>\u2028\u2029]|\p{Bidi_Control}/u);
  });
});

/** Well-formed: every tag is closed in turn, every attribute quoted, no bare `<` or `&`. */
function elementsOf(xml: string): readonly string[] {
  const body = xml.replace(/^<\?xml [^?]*\?>\n/, '');
  const open: string[] = [];
  const seen: string[] = [];
  const tag = /<(\/?)([a-z]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g;
  for (const [, close, name = '', , empty] of body.matchAll(tag)) {
    if (close === '/') expect(open.pop()).toBe(name);
    else {
      seen.push(name);
      if (empty !== '/') open.push(name);
    }
  }
  expect(open).toEqual([]);
  expect(body.replace(tag, '')).not.toContain('<');
  expect(body).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos);)/);
  return seen;
}

describe('JUnit', () => {
  it('fails a test for each finding, errs for what was not read, skips the rest', () => {
    const xml = renderCheckJunit(unread);
    expect(xml).toContain(
      '<testsuites name="bootstrap-account check" tests="6" failures="3" errors="1" skipped="2">',
    );
    expect(elementsOf(xml).filter((name) => name === 'failure')).toHaveLength(3);
    expect(xml).toContain('name="trail-stopped:account-trail"');
  });
  it('passes one test when in sync, and skips what is too light to fail', () => {
    expect(renderCheckJunit(inSync)).toContain('tests="1" failures="0" errors="0" skipped="0"');
    const high = assembleCheck({ ...checkInputs, failOn: 'high' });
    expect(renderCheckJunit(high)).toContain('failures="2" errors="0" skipped="3"');
  });
  it.each(evil)('%j adds no element', (payload) => {
    const xml = renderCheckJunit(poisonedCheck(payload));
    expect(elementsOf(xml)).toEqual(elementsOf(renderCheckJunit(poisonedCheck('harmless'))));
    expect(xml).not.toMatch(/(?!\n)\p{Cc}|\p{Surrogate}|[\uFFFE\uFFFF]/u);
  });
});

/** As GitHub's runner reads a line of output: a command where it begins with `::` after blanks. */
function commandsOf(output: string) {
  return output.split('\n').flatMap((line) => {
    const match = /^\s*::(\w+) ([^:]*)::(.*)$/.exec(line);
    if (match === null) return [];
    const decode = (value: string) =>
      value.replaceAll('%0A', '\n').replaceAll('%3A', ':').replaceAll('%2C', ',').replaceAll('%25', '%');
    const properties = (match[2] ?? '').split(',').map((pair) => pair.split(/=(.*)/s).slice(0, 2));
    return [
      {
        command: match[1],
        properties: Object.fromEntries(properties.map(([k, v]) => [k, decode(v ?? '')])),
        text: decode(match[3] ?? ''),
      },
    ];
  });
}

describe('GitHub', () => {
  it('annotates the line of the file, by severity', () => {
    const commands = commandsOf(renderCheckGithub(unread));
    expect(commands.map(({ command }) => command)).toEqual(['error', 'error', 'error', 'warning']);
    expect(commands[3]?.properties).toMatchObject({ file: 'bootstrap-account.yaml', line: '6', col: '5' });
    expect(commands[1]?.text).toContain('Who: older than 90 days or not recorded');
  });
  it('says drift=true when the exit code does', () => {
    expect([checkReport, inSync].map(renderGithubOutput)).toEqual(['drift=true\n', 'drift=false\n']);
  });
  it.each(evil)('%j makes no command of its own', (payload) => {
    const report = poisonedCheck(payload);
    const output = renderCheckGithub(report);
    expect(output.trimEnd().split('\n')).toHaveLength(report.findings.length + report.notRead.length + 1);
    const commands = commandsOf(output);
    expect(commands).toHaveLength(report.findings.length + report.notRead.length);
    for (const { command, properties } of commands) {
      expect(['error', 'warning', 'notice']).toContain(command);
      expect(Object.keys(properties).sort()).toEqual(
        properties.file === undefined ? ['title'] : ['col', 'file', 'line', 'title'],
      );
    }
  });
  it('of any text keeps one line a finding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (payload) => {
        const report = poisonedCheck(payload);
        const lines = renderCheckGithub(report).trimEnd().split('\n');
        expect(lines.filter((line) => /^\s*::/.test(line))).toHaveLength(lines.length - 1);
      }),
    );
  });
});
