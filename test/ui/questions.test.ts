import { describe, expect, test } from 'vitest';
import { completeAnswers } from '../../src/config/complete-answers.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import { mergeFiles } from '../../src/config/merge.ts';
import { parseAccountFile } from '../../src/config/parse.ts';
import { renderAccountFile } from '../../src/config/render-file.ts';
import { listTemplates } from '../../src/config/templates.ts';
import { UserError } from '../../src/errors.ts';
import type { AccountFile } from '../../src/model/account-file.ts';
import type { Question } from '../../src/model/host.ts';
import { applyAnswer, applyFlagAnswers, openQuestions, questionFlags } from '../../src/ui/questions.ts';
import { contextOf, packageRoot } from '../config/temp-folder.ts';

const { base } = await loadAccountFile(contextOf('/nowhere'));
const own: AccountFile = { version: 1, extends: 'startup' };

const templates = await listTemplates(packageRoot);

/** Answers by key; what is not in here is answered with the default, or left empty. */
function converse(
  answers: Readonly<Record<string, string | boolean>>,
  firstRun = true,
): { asked: Question[]; file: AccountFile } {
  const asked: Question[] = [];
  const answered = new Set<string>();
  let file = own;
  for (;;) {
    const merged = mergeFiles([base, file]);
    const [question] = openQuestions(merged, { firstRun, region: 'eu-west-1', answered, templates });
    if (question === undefined) return { asked, file };
    asked.push(question);
    answered.add(question.key);
    const fallback = 'default' in question ? question.default : undefined;
    file = applyAnswer(file, question.key, answers[question.key] ?? fallback ?? '', merged);
  }
}

describe('a first run', () => {
  const { asked, file } = converse({
    alias: 'acme',
    admins: 'ada=ada@acme.example, grace',
    finance: 'finn <finn@acme.example>',
    developers: 'dev dev@acme.example',
    'developer-cli': 'login',
    budget: '200',
    'budget-email': 'billing@acme.example',
    role: 'checkbot=acme-testbucket',
    'create-buckets': true,
    'purpose:roles:checkbot': 'Stores the results',
  });

  test('asks about ten questions, in order', () => {
    expect(asked.map(({ key }) => key)).toEqual([
      'template',
      'region',
      'alias',
      'admins',
      'finance',
      'developers',
      'developer-cli',
      'retention-days',
      'encryption',
      'alarm-email',
      'budget',
      'budget-email',
      'role',
      'create-buckets',
      'purpose:roles:checkbot',
    ]);
  });

  test('each says why, and which flag and file key answer it', () => {
    const flags = new Set<string>(questionFlags.map(({ flag }) => flag));
    for (const question of asked) {
      expect(question.why.length, question.key).toBeGreaterThan(30);
      expect(flags, question.key).toContain(question.flag);
      expect(question.fileKey, question.key).toBeTruthy();
    }
    expect(asked.find(({ key }) => key === 'encryption')?.why).toContain('1 USD a month');
  });

  test('the answers make a valid file', () => {
    expect(file).toEqual({
      version: 1,
      extends: 'startup',
      account: { region: 'eu-west-1', alias: 'acme' },
      people: [
        { name: 'ada', email: 'ada@acme.example', groups: ['admins'] },
        { name: 'grace', groups: ['admins'] },
        { name: 'finn', email: 'finn@acme.example', groups: ['finance'] },
        { name: 'dev', email: 'dev@acme.example', groups: ['developers'] },
      ],
      groups: { developers: { cli: 'login' } },
      trail: { retentionDays: 400, encryption: 'kms' },
      budget: { monthlyUsd: 200, email: 'billing@acme.example' },
      roles: {
        checkbot: {
          purpose: 'Stores the results',
          buckets: [{ name: 'acme-testbucket', access: 'read-write', create: true }],
        },
      },
    });
    expect(parseAccountFile(renderAccountFile(file), 'f.yaml')).toEqual(file);
  });

  test('every flag answers a question that exists', () => {
    const asks = new Set(asked.map(({ key }) => key.split(':')[0]));
    expect(questionFlags.map(({ key }) => key).filter((key) => !asks.has(key))).toEqual([]);
  });
});

test('nobody is asked about developers that are not there', () => {
  const keys = converse({ admins: 'ada' }).asked.map(({ key }) => key);
  expect(keys).not.toContain('developer-cli');
  expect(keys).not.toContain('create-buckets');
});

test('with a file, only what is needed is asked', () => {
  expect(openQuestions(mergeFiles([base, own]), { firstRun: false }).map(({ key }) => key)).toEqual([
    'region',
    'admins',
  ]);
  const ready: AccountFile = {
    ...own,
    account: { region: 'eu-west-1' },
    people: [{ name: 'ada', groups: ['admins'] }],
    groups: { mine: { access: 'none' } },
  };
  expect(
    openQuestions(mergeFiles([base, ready]), { firstRun: false }).map(({ key, fileKey }) => [key, fileKey]),
  ).toEqual([['purpose:groups:mine', 'groups.mine.purpose']]);
});

test('what is missing without a terminal has a question, with the same flag and file key', () => {
  const result = completeAnswers(mergeFiles([base, own, { version: 1, trail: { enabled: false } }]), {
    accountId: '123456789012',
  });
  const missing = 'missing' in result ? result.missing : [];
  const open = openQuestions(mergeFiles([base, own]), { firstRun: false });
  expect(missing.map(({ key, flag, fileKey }) => [key, flag, fileKey])).toEqual(
    open.map(({ key, flag, fileKey }) => [key, flag, fileKey]),
  );
});

describe('answers by flags', () => {
  test('come in the order in which they build on each other', () => {
    const file = applyFlagAnswers(
      own,
      {
        purpose: ['bot=Reads mail'],
        'create-buckets': true,
        role: ['bot=acme-mail', 'bot=acme-archive'],
        admins: ['ada', 'grace=g@acme.example'],
        finance: ['ada'],
        'retention-days': '500',
        encryption: 'sse-s3',
        region: 'eu-west-1',
      },
      mergeFiles([base, own]),
    );
    expect(file.people).toEqual([
      { name: 'ada', groups: ['admins', 'finance'] },
      { name: 'grace', email: 'g@acme.example', groups: ['admins'] },
    ]);
    expect(file.trail).toEqual({ retentionDays: 500, encryption: 'sse-s3' });
    expect(file.roles?.bot).toEqual({
      purpose: 'Reads mail',
      buckets: [
        { name: 'acme-mail', access: 'read-write', create: true },
        { name: 'acme-archive', access: 'read-write', create: true },
      ],
    });
  });

  test.each([
    ['region', 'Ireland', '--region'],
    ['alias', 'A', '--alias'],
    ['admins', 'josé', '--admin'],
    ['admins', 'root', '--admin'],
    ['finance', 'finn=nowhere', '--finance'],
    ['developer-cli', 'ssh', '--developer-cli'],
    ['retention-days', '12', '--retention-days'],
    ['retention-days', '400.5', '--retention-days'],
    ['encryption', 'none', '--encryption'],
    ['role', 'checkbot', '--role'],
    ['role', 'check bot=bkt', '--role'],
    ['role', 'checkbot=Bkt', '--role'],
    ['purpose', 'nobody=Is there', '--purpose'],
    ['purpose', 'admins=<b>', '--purpose'],
  ])('%s=%s is refused and names %s', (key, value, flag) => {
    const attempt = (): AccountFile => applyAnswer(own, key, value, mergeFiles([base, own]));
    expect(attempt).toThrow(UserError);
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'BadAnswer', message: expect.stringContaining(`${flag}: `) }),
    );
  });

  test('a template without such a group refuses the people', () => {
    const merged: AccountFile = { version: 1, groups: { ops: { access: 'administrator' } } };
    expect(applyAnswer(own, 'admins', 'ada', merged).people).toEqual([{ name: 'ada', groups: ['ops'] }]);
    expect(() => applyAnswer(own, 'finance', 'finn', merged)).toThrow('no group for these people');
    expect(openQuestions(merged, { firstRun: true }).map(({ key }) => key)).not.toContain('finance');
  });
});

test('what a question accepts is what the answer takes', () => {
  for (const question of openQuestions(mergeFiles([base, own]), { firstRun: true })) {
    if (question.kind !== 'text') continue;
    for (const value of [
      '',
      'x y',
      'ada',
      'eu-west-1',
      '400',
      'acme',
      'bot=acme-mail',
      'ada=a@b.example, bob',
      '<script>',
    ]) {
      const problem = question.validate?.(value);
      const apply = (): AccountFile => applyAnswer(own, question.key, value, mergeFiles([base, own]));
      if (problem === undefined) expect(apply, `${question.key} ${value}`).not.toThrow();
      else if (value !== '') expect(apply, `${question.key} ${value}`).toThrow(UserError);
    }
  }
});

test('applying an answer leaves the file it was given alone', () => {
  const before = JSON.stringify(own);
  applyAnswer(own, 'admins', 'ada', mergeFiles([base, own]));
  expect(JSON.stringify(own)).toBe(before);
});
