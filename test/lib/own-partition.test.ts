import { describe, expect, test } from 'vitest';
import { makeAnswers } from '../../src/config/complete-answers.ts';
import { validateAccountFile } from '../../src/config/load.ts';
import { mergeFiles } from '../../src/config/merge.ts';
import { listTemplates } from '../../src/config/templates.ts';
import { lintFile } from '../../src/flow/lint-file.ts';
import { inPartition } from '../../src/lib/own-partition.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { newAccount } from '../../src/plan/new-account.ts';
import { lintPolicy } from '../../src/policies/lint/lint.ts';
import { contextOf, packageRoot } from '../config/temp-folder.ts';

const accountId = '123456789012';
const here = `arn:${'$'}{Partition}:`;
const work = {
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: [`${here}s3:::acme-site/*`, '*', 'arn:aws-cn:s3:::told/*'],
  Condition: {
    ArnLike: { 'aws:SourceArn': `${here}ec2:*:*:instance/*` },
    Bool: { 'aws:SecureTransport': true },
  },
} as const;

test('resources and values of conditions are of the partition; what names one keeps it', () => {
  expect(inPartition([work], 'aws-us-gov')).toEqual([
    {
      ...work,
      Resource: ['arn:aws-us-gov:s3:::acme-site/*', '*', 'arn:aws-cn:s3:::told/*'],
      Condition: {
        ArnLike: { 'aws:SourceArn': 'arn:aws-us-gov:ec2:*:*:instance/*' },
        Bool: { 'aws:SecureTransport': true },
      },
    },
  ]);
  const { Resource: _, ...rest } = work;
  expect(inPartition([{ ...rest, NotResource: `${here}s3:::x/*` }], 'aws')[0]?.NotResource).toBe(
    'arn:aws:s3:::x/*',
  );
});

test.each([`arn:${'$'}{partition}:s3:::acme-site/*`, `arn:aws:s3:::${'$'}{Partition}/*`])(
  'anywhere else, or in another spelling, the linter says so: %s',
  async (Resource) => {
    const found = await lintPolicy({
      where: 'group g',
      name: 'group/g',
      holder: 'human',
      use: 'managed',
      statements: inPartition([{ Effect: 'Allow', Action: 's3:GetObject', Resource }], 'aws'),
      account: { accountId, partition: 'aws', region: 'eu-west-1' },
    });
    expect(found.map(({ finding }) => finding.rule)).toEqual(['policy-unknown-variable']);
    expect(found[0]?.finding.fix).toContain(here);
  },
);

const examples = ['agency/team', 'data-team/team', 'two-founders/team'].map(
  (name) => `examples/templates/${name}.yaml`,
);
const builtIn = (await listTemplates(packageRoot)).map(({ name }) => name);

describe.each([
  ['aws', 'eu-west-1'],
  ['aws-cn', 'cn-north-1'],
  ['aws-us-gov', 'us-gov-west-1'],
] as const)('in the partition %s', (partition, region) => {
  test.each([...builtIn, ...examples])(
    '%s plans nothing of another one, and the linter is silent',
    async (name) => {
      const file = await validateAccountFile(contextOf(packageRoot), name);
      const answers = makeAnswers(mergeFiles([file.base, file.own]), { id: accountId, region });
      const account = newAccount({ ...answers.account, partition, regions: answers.regions });
      const plan = JSON.stringify(assemblePlan(answers, account, new Map()));
      const found = plan.match(/arn:[^:]*:/g) ?? [];
      expect(new Set(found)).toEqual(new Set([`arn:${partition}:`]));
      const told = await lintFile(file, { accountId, partition, region });
      const about = told.filter(({ rule }) => /partition|variable|malformed/.test(rule));
      expect(about).toEqual([]);
    },
  );
});
