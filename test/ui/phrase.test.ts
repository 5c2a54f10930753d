import { describe, expect, it } from 'vitest';
import { InternalError, RefusedError } from '../../src/errors.ts';
import { textWidth, truncateText, wrapText } from '../../src/lib/wrap-text.ts';
import type { Finding } from '../../src/model/finding.ts';
import { phraseError, phraseFindings } from '../../src/ui/phrase.ts';
import { phraseCosts, phrasePermissions, phraseSteps } from '../../src/ui/phrase-plan.ts';

const esc = String.fromCodePoint(27);
const arn = 'arn:aws:iam::123456789012:user/somebody-with-a-rather-long-name';
const finding = (severity: Finding['severity'], subject: string): Finding => ({
  id: `rule:${subject}`,
  rule: 'rule',
  severity,
  subject,
  what: `User ${subject} (${arn}) has AdministratorAccess attached directly, and nobody knows why.`,
  expected: 'no direct policies',
  actual: 'AdministratorAccess',
  why: 'Rights on single users are not seen where rights are looked for.',
  fix: 'Put it into a group, or remove the policy.',
});

describe('phraseError', () => {
  it('says what, what to do, and the code', () => {
    const error = new RefusedError('WrongAccount', 'This is account 1, not 2.', {
      fix: 'Choose another profile.',
    });
    expect(phraseError(error)).toEqual([
      '✖ This is account 1, not 2.',
      '→ Choose another profile.',
      '  (WrongAccount)',
    ]);
  });
  it('keeps a source line and its caret as they are', () => {
    const message = `a.yaml:3:5 people: ${'long '.repeat(30)}\n   3 | people:      two   gaps\n     |         ^`;
    expect(phraseError(new RefusedError('InvalidFile', message))).toContain('   3 | people:      two   gaps');
  });
  it('shows stacks on demand only, with the cause, scrubbed', () => {
    const cause = new Error(`refused for AKIA${'A'.repeat(12)}WXYZ`);
    const error = new InternalError('Surprise', 'Oh', { cause });
    expect(phraseError(error).join('\n')).not.toContain('    at ');
    const text = phraseError(error, { stack: true }).join('\n');
    expect(text).toContain('    at ');
    expect(text).toContain('Caused by Error: refused for AKIA…WXYZ');
  });
  it('prints no terminal sequence of a message from outside', () => {
    expect(phraseError(new RefusedError('X', `a${esc}[2Jb`)).join('')).not.toContain(esc);
  });
});

describe('phraseFindings', () => {
  it.each([40, 80, 200])('stays within %i columns but for words that are longer', (width) => {
    const lines = phraseFindings([finding('low', 'b'), finding('critical', 'a')], { width });
    const wide = lines.filter((line) => textWidth(line) > Math.min(width, 100));
    expect(wide.every((line) => !line.trim().includes(' '))).toBe(true);
    expect(lines.join(' ').replace(/\s+/g, ' ')).toContain(
      'expected: no direct policies is: AdministratorAccess',
    );
  });
  it('groups by severity in words, worst first', () => {
    const lines = phraseFindings([finding('low', 'b'), finding('critical', 'a'), finding('critical', 'c')], {
      width: 80,
    });
    expect(lines.filter((line) => /^\S/.test(line))).toEqual(['✖ Critical (2)', '⚠ Low (1)']);
  });
});

describe('phraseSteps', () => {
  const change = { name: 'groups/admins', title: 'group admins', part: 'groups', changed: [] };
  it('lists by verb, what takes away first, and counts the rest', () => {
    const lines = phraseSteps(
      [
        { ...change, verb: 'make' },
        { ...change, verb: 'leave alone' },
        { ...change, verb: 'change', title: 'policy work', changed: ['policy', 'tags'] },
        { ...change, verb: 'remove', title: 'user bob' },
        { ...change, verb: 'adopt', title: 'bucket x' },
      ],
      { width: 80 },
    );
    expect(lines).toEqual([
      'Remove (1)',
      '  - user bob',
      '',
      'Change (1)',
      '  ~ policy work: policy, tags',
      '',
      'Adopt: it exists already and is taken over (1)',
      '  = bucket x',
      '',
      'Make (1)',
      '  + group admins',
      '',
      'Leave alone: 1 resource is as planned.',
    ]);
  });
  it('says when there is nothing to do', () => {
    expect(
      phraseSteps(
        [
          { ...change, verb: 'leave alone' },
          { ...change, verb: 'leave alone' },
        ],
        { width: 80 },
      ),
    ).toEqual(['Nothing to do: 2 resources are as planned.']);
    expect(phraseSteps([], { width: 80 })).toEqual(['Nothing is planned.']);
  });
});

describe('phrasePermissions', () => {
  const row = {
    who: 'member of finance',
    what: 'see the bills',
    action: 'ce:GetCostAndUsage',
    resource: '*',
    decision: 'allowed',
    withoutMfa: 'denied',
    reason: 'Sid Bills',
  } as const;
  it('gathers questions by their answer, and tells what needs MFA apart', () => {
    const open = { ...row, what: 'change the own password', withoutMfa: 'allowed' } as const;
    const no = { ...row, what: 'read an object', decision: 'denied', withoutMfa: 'denied' } as const;
    const also = { ...row, what: 'see budgets' } as const;
    expect(phrasePermissions([row, open, no, also], { width: 80 }).slice(0, 5)).toEqual([
      'Who may do what afterwards',
      '  member of finance',
      '    ✔ only with MFA: see the bills; see budgets',
      '    ✔ allowed: change the own password',
      '    ✖ denied: read an object',
    ]);
  });
});

describe('phraseCosts', () => {
  it('sums up', () => {
    const lines = phraseCosts(
      [
        { item: 'KMS key', monthlyUsd: 1, note: 'one key' },
        { item: 'Bucket', monthlyUsd: 0.02, note: '' },
      ],
      { width: 80 },
    );
    expect(lines).toEqual([
      'What it costs: about 1.02 USD a month',
      '  KMS key     1.00',
      '      one key',
      '  Bucket      0.02',
    ]);
  });
});

describe('wrapText', () => {
  it('keeps indentation and never breaks a word', () => {
    expect(wrapText('  aaa bbb ccc', { width: 9, indent: 4 })).toEqual(['  aaa bbb', '    ccc']);
    expect(wrapText(arn, { width: 20 })).toEqual([arn]);
  });
  it('counts wide characters as two', () => {
    expect(wrapText('漢字 漢字', { width: 6 })).toEqual(['漢字', '漢字']);
    expect(truncateText('漢字漢字', 5)).toBe('漢字…');
  });
});
