import { describe, expect, test } from 'vitest';
import { validateAccountFile } from '../../src/config/load.ts';
import { lintFile } from '../../src/flow/lint-file.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { contextOf, makeFolder } from '../config/temp-folder.ts';
import { emptySnapshot, exampleAnswers } from '../helpers/example.ts';

async function lint(text: string) {
  const folder = await makeFolder({ 'a.yaml': `version: 1\n${text}` });
  const found = await lintFile(await validateAccountFile(contextOf(folder), 'a.yaml'));
  return found.map(({ rule, subject, place, consent }) => ({ rule, subject, consent, at: `${place?.line}` }));
}

describe('named policies', () => {
  const passing =
    'policies:\n  pass: { statements: [{ Effect: Allow, Action: "iam:PassRole", Resource: "*" }] }\n  run: { statements: [{ Effect: Allow, Action: "ec2:RunInstances", Resource: "*" }] }\n';

  test('are read by the linter where they stand, and together where one group has them all', async () => {
    const alone = await lint(`${passing}groups:\n  a: { policies: [pass] }\n  b: { policies: [run] }\n`);
    expect(alone.some(({ subject }) => subject.includes('together'))).toBe(false);
    const both = await lint(`${passing}groups:\n  ops: { policies: [pass, run] }\n`);
    expect(both).toContainEqual({
      rule: 'policy-escalation',
      subject: 'policy/pass and policy/run together',
      consent: 'policy-escalation:policy/pass+policy/run',
      at: '6',
    });
  });

  test('nobody names yet are read too; what several holders share is said once', async () => {
    const wrong =
      'policies:\n  typo: { statements: [{ Effect: Allow, Action: "s3:GetObjekt", Resource: "*" }] }\n';
    expect((await lint(wrong)).map(({ rule, at }) => `${rule} ${at}`)).toEqual(['policy-unknown-action 3']);
    const shared = `${wrong}groups:\n  a: { policies: [typo] }\n  b: { policies: [typo] }\nroles:\n  r: { policies: [typo] }\n`;
    expect((await lint(shared)).map(({ rule }) => rule)).toEqual(['policy-unknown-action']);
  });

  const statements = [
    { Sid: 'Take', Effect: 'Allow', Action: 'sqs:ReceiveMessage', Resource: 'arn:aws:sqs:*:*:jobs' },
  ] as const;
  const answers = {
    ...exampleAnswers,
    policies: [
      { name: 'take', purpose: 'Take jobs', statements },
      { name: 'take-too', statements },
    ],
    groups: exampleAnswers.groups.map((group) =>
      group.name === 'finance' ? group : { ...group, policies: ['take'] },
    ),
    roles: [
      { name: 'worker', buckets: [], policies: ['take', 'take-too'], path: '/w/', tags: { Stage: 'dev' } },
    ],
    tags: { Team: 'data', Stage: 'all' },
  };
  const { parts } = assemblePlan(answers, emptySnapshot, new Map());

  test('hang on the groups that name them, behind the MFA deny, and bound their machines', () => {
    expect(parts.groups.policies['own/take']).toMatchObject({
      name: 'take',
      description: 'Take jobs',
      arn: 'arn:aws:iam::123456789012:policy/bootstrap-account/take',
      tags: { Team: 'data' },
    });
    const developers = parts.groups.groups.find(({ name }) => name === 'developers');
    expect(developers?.customer).toEqual(['require-mfa', 'developers-work', 'command-line-keys', 'own/take']);
    expect(parts.groups.groups.find(({ name }) => name === 'finance')?.customer).not.toContain('own/take');
    expect(JSON.stringify(parts.machines[0]?.boundary.document)).toContain('sqs:ReceiveMessage');
  });

  test('are in the one policy of a role that names them, each Sid once', () => {
    const [worker] = parts.roles;
    expect(worker?.policy.document.Statement.map(({ Sid }) => Sid)).toEqual([
      'Take',
      'Take2',
      'NeverAuditBucket',
    ]);
    expect(worker).toMatchObject({ path: '/w/', arn: 'arn:aws:iam::123456789012:role/w/worker' });
    expect(worker?.profile.path).toBe('/w/');
  });

  test('tags go on everything that takes them, a role’s own over them', () => {
    expect(parts.roles[0]?.tags).toMatchObject({ Team: 'data', Stage: 'dev', Origin: 'made' });
    expect(parts.people.every(({ tags }) => tags.Team === 'data' && tags.Stage === 'all')).toBe(true);
    expect(parts['audit-trail']?.bucket.tags).toMatchObject({ Team: 'data', ManagedBy: 'bootstrap-account' });
  });
});
