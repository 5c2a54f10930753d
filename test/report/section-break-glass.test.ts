import { describe, expect, it } from 'vitest';
import { shellWord } from '../../src/lib/shell-word.ts';
import { assembleReport } from '../../src/report/assemble-report.ts';
import { renderHtml } from '../../src/report/render/html.ts';
import { breakGlassSection } from '../../src/report/section-break-glass.ts';
import { exampleInputs, examplePlan, exampleSnapshot, organizationRole } from '../helpers/report-example.ts';

const textOf = (change: object = {}) =>
  JSON.stringify(breakGlassSection(assembleReport({ ...exampleInputs, ...change })).blocks);

describe('break-glass', () => {
  it('has the command for every group that carries the MFA rule, and for no other', () => {
    const deny = examplePlan.parts.groups.policies['require-mfa'];
    const text = textOf();
    for (const verb of ['detach', 'attach'])
      for (const group of ['admins', 'finance', 'developers'])
        expect(text).toContain(
          `aws iam ${verb}-group-policy --group-name ${group} --policy-arn ${deny?.arn}`,
        );
    expect(text).not.toContain('--group-name api');
  });
  it('has blanks for what no program knows, and says whether root has MFA', () => {
    const page = renderHtml(assembleReport(exampleInputs));
    expect(page.match(/_{30}/g)).toHaveLength(6);
    expect(textOf()).toContain('root has MFA: read from the account');
    const root = { hasAccessKeys: false, hasMfa: false };
    expect(textOf({ snapshot: { ...exampleSnapshot, root } })).toContain('root has no MFA');
    const { snapshot: _, ...unread } = exampleInputs;
    expect(JSON.stringify(breakGlassSection(assembleReport(unread)))).toContain('was not read');
  });
  it('names the administrators with their MFA, and says that one is too few', () => {
    expect(textOf()).toContain('Administrators: ada (MFA on). There is only one');
  });
  it('names the way from the organization only where its role is there', () => {
    expect(textOf()).not.toContain('assume-role');
    expect(textOf({ snapshot: { ...exampleSnapshot, roles: [organizationRole()] } })).toContain(
      `aws sts assume-role --role-arn ${organizationRole().arn}`,
    );
  });
  it('gives no address of the console in another partition', () => {
    const account = { ...examplePlan.account, partition: 'aws-cn' as const };
    expect(textOf({ plan: { ...examplePlan, account } })).not.toContain('console.aws.amazon.com');
  });
});

it.each([
  ['admins', 'admins'],
  ['arn:aws:iam::1:policy/a/B', 'arn:aws:iam::1:policy/a/B'],
  ['a b', "'a b'"],
  ["$(x)'; y", "'$(x)'\\''; y'"],
])('the shell reads %j as one word', (text, word) => expect(shellWord(text)).toBe(word));
