import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { assembleReport } from '../../src/report/assemble-report.ts';
import { renderWelcome } from '../../src/report/render/welcome.ts';
import { signInUrl } from '../../src/report/sign-in-url.ts';
import { assembleWelcomes } from '../../src/report/welcome.ts';
import { exampleInputs, examplePlan } from '../helpers/report-example.ts';

const report = assembleReport(exampleInputs);
const sheets = assembleWelcomes(examplePlan, report, [{ person: 'finn', way: 'file' }]);
const pageOf = (person: string) => renderWelcome(sheets.find((sheet) => sheet.person === person)!);

describe('signInUrl', () => {
  it.each([
    ['aws', 'acme', 'https://acme.signin.aws.amazon.com/console'],
    ['aws', undefined, 'https://123456789012.signin.aws.amazon.com/console'],
    ['aws-us-gov', 'acme', 'https://acme.signin.amazonaws-us-gov.com/console'],
    ['aws-cn', undefined, 'https://123456789012.signin.amazonaws.cn/console'],
  ] as const)('in %s with alias %s', (partition, alias, url) => {
    const account: Plan['account'] = {
      id: '123456789012',
      partition,
      region: 'x',
      ...(alias === undefined ? {} : { alias }),
    };
    expect(signInUrl(account)).toBe(url);
  });
});

describe('a welcome sheet', () => {
  it('is made for each person, and no machine', () => {
    expect(sheets.map((sheet) => sheet.person)).toEqual(['ada', 'finn', 'dev']);
  });
  it('says how the first password comes, and holds none', () => {
    expect(pageOf('finn')).toContain('It is in a file of its own');
    expect(pageOf('ada')).toContain('None was made in this run');
  });
  it('gives the order that works', () => {
    const text = pageOf('finn');
    const order = [
      'first password.</li>',
      'Choose your own password',
      'Stay signed in',
      'Assign MFA device',
      'second device',
      'Sign out.',
      'Sign in again',
    ];
    const places = order.map((step) => text.indexOf(step));
    expect(places).not.toContain(-1);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
  });
  it('tells what the groups allow, and leaves out what is unknown', () => {
    expect(sheets[1]).toMatchObject({ allowed: ['see the bills'], denied: ['read an object of a bucket'] });
    expect(sheets[2]).toMatchObject({ allowed: [], denied: [] });
  });
  it('tells the command line by what the groups grant', () => {
    expect(sheets.map((sheet) => sheet.commandLine)).toEqual(['none', 'none', 'keys']);
    expect(pageOf('dev')).toContain('aws sts get-session-token');
    expect(pageOf('dev')).toContain('Security keys and passkeys do not work');
    expect(pageOf('ada')).not.toContain('get-session-token');
    expect(renderWelcome({ ...sheets[2]!, commandLine: 'login' })).toContain('aws login');
  });
  it('links to the sign-in page', () => {
    expect(pageOf('ada')).toContain('href="https://acme.signin.aws.amazon.com/console"');
  });
});
