import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readAccountFile } from '../../src/config/parse.ts';
import { lintFile } from '../../src/flow/lint-file.ts';
import { type DocumentToLint, lintDocument, lintPolicy } from '../../src/policies/lint/lint.ts';
import { lintRuleIds } from '../../src/policies/lint/registry.ts';
import { actionCases } from '../cases/bad-policies/action-cases.ts';
import { fileOf } from '../cases/bad-policies/bad-policy.ts';
import { conditionCases } from '../cases/bad-policies/condition-cases.ts';
import { documentCases } from '../cases/bad-policies/document-cases.ts';
import { escalationCases } from '../cases/bad-policies/escalation-cases.ts';
import { resourceCases } from '../cases/bad-policies/resource-cases.ts';
import { account } from '../cases/case.ts';

const known = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' } as const;
const cases = [...actionCases, ...resourceCases, ...conditionCases, ...escalationCases];

test.each(cases)('$name', async (bad) => {
  const { value = { version: 1 }, source, mistakes } = readAccountFile(fileOf(bad), 'a.yaml');
  expect(mistakes).toEqual([]);
  const findings = await lintFile({ merged: value, sources: [source] }, known);
  const found = [...findings]
    .sort(
      (a, b) =>
        (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0),
    )
    .map(({ place, rule, stops }) => `${place?.line}:${place?.column} ${rule} ${stops ?? '-'}`);
  expect(found.toSorted()).toEqual([...bad.found].sort());
  for (const finding of findings) {
    expect(finding.place?.source).toBe(source.text.split('\n')[(finding.place?.line ?? 0) - 1]);
    expect(finding.consent !== undefined).toBe(finding.stops === 'consent');
    expect([finding.what, finding.why, finding.fix].every((text) => text.length > 5)).toBe(true);
  }
});

test.each(documentCases)('$name', async ({ use, holder, document, trusted, found }) => {
  const findings = await lintDocument({
    where: 'the policy',
    name: 'policy',
    holder: holder ?? 'resource',
    use,
    document: document as DocumentToLint['document'],
    account: { partition: 'aws', accountId: account, region: 'eu-west-1' },
    ...(trusted === undefined ? {} : { trusted }),
  });
  const shown = findings.map(({ statement, spot, finding }) => {
    const place = statement === undefined ? '-' : `${statement}/${spot.join('.')}`;
    return `${place} ${finding.rule} ${finding.stops ?? '-'}`;
  });
  expect(shown.sort()).toEqual([...found].sort());
});

test('every rule has a case, and every id stands once', () => {
  const told = [...cases, ...documentCases].flatMap(({ found }) => found.map((line) => line.split(' ')[1]));
  expect(lintRuleIds.filter((id) => !told.includes(id))).toEqual([]);
  expect(new Set(lintRuleIds).size).toBe(lintRuleIds.length);
  expect([...new Set(told)].filter((id) => !lintRuleIds.includes(id ?? ''))).toEqual([]);
  expect(cases.length + documentCases.length).toBeGreaterThan(60);
});

test('a document that AWS manages is not for the linter', async () => {
  const document = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'aws-portal:ViewBilling', Resource: '*' }],
  } as const;
  const policy = { where: 'p', name: 'p', holder: 'human', use: 'managed', document } as const;
  expect(await lintDocument({ ...policy, arn: 'arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess' })).toEqual(
    [],
  );
  expect(await lintDocument({ ...policy, arn: `arn:aws:iam::${account}:policy/Bills` })).toHaveLength(1);
});

test('every rule stands in the documentation', async () => {
  const text = await readFile(join(import.meta.dirname, '../../docs/policy-linter.md'), 'utf8');
  const documented = [...text.matchAll(/^\| (policy-[a-z-]+) \|/gm)].map((found) => found[1]);
  expect(documented.toSorted()).toEqual([...lintRuleIds].sort());
});

test('a policy far over its limit is told so, and not judged for hours', async () => {
  const statements = Array.from({ length: 100 }, (_, index) => ({
    Effect: 'Allow' as const,
    Action: ['iam:*', 'ec2:*', 's3:*'],
    Resource: Array.from({ length: 20 }, (_, other) => `arn:aws:s3:::b-${index}-${other}/*`),
  }));
  const policy = { where: 'g', name: 'group/g', holder: 'human', use: 'managed', statements } as const;
  expect((await lintPolicy(policy)).map(({ finding }) => finding.rule)).toEqual(['policy-too-large']);
});
