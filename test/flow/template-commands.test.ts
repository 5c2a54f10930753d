import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { templateCommands } from '../../src/commands/template.ts';
import { loadAccountFile } from '../../src/config/load.ts';
import type { Context } from '../../src/context.ts';
import type { TemplateDiff } from '../../src/flow/diff-templates.ts';
import type { ExplainedTemplate } from '../../src/flow/explain-template.ts';
import type { PowerStep } from '../../src/model/power.ts';
import { contextOf, makeFolder, packageRoot } from '../config/temp-folder.ts';

type Command = keyof typeof templateCommands;

async function run<T>(folder: string, command: Command, names: readonly string[], flags = {}, width = 80) {
  const written: string[] = [];
  const host = { width, write: (text: string) => void written.push(text) };
  const context = { ...contextOf(folder), host } as unknown as Context;
  const { code, document } = await templateCommands[command](context, names, flags);
  return { code, document: document as unknown as T, text: written.join('') };
}

const files = {
  'company.yaml':
    'version: 1\nextends: startup\npolicies:\n  queues:\n    statements:\n      - { Sid: Look, Effect: Allow, Action: ["sqs:ListQueues", "sqs:GetQueueUrl"], Resource: "*" }\ngroups:\n  developers: { policies: [queues] }\nmachines:\n  - { name: ci, groups: [api] }\n',
  'team.yaml':
    'version: 1\nextends: company.yaml\ngroups:\n  developers: { cli: none }\n  api: { access: { statements: [{ Effect: Allow, Action: "sqs:SendMessage", Resource: "arn:aws:sqs:*:*:jobs" }] } }\nroles:\n  worker: { policies: [queues], path: /team/ }\ntrail: { retentionDays: 731 }\n',
};

describe('show --resolved', () => {
  interface Resolved {
    readonly chain: readonly string[];
    readonly origins: readonly { readonly path: string; readonly file: string; readonly line: number }[];
  }

  test('is YAML that comes to the same, with the file and line of every value', async () => {
    const folder = await makeFolder({
      ...files,
      'bootstrap-account.yaml': 'version: 1\nextends: team.yaml\n',
    });
    const { text, document } = await run<Resolved>(folder, 'show', ['team.yaml'], { resolved: true });
    const { merged } = await loadAccountFile(contextOf(folder));
    expect(parse(text)).toEqual(merged);
    expect(document.chain).toEqual(['team.yaml', 'company.yaml', 'startup']);
    const at = (path: string) => {
      const origin = document.origins.find((each) => each.path === path);
      return `${origin?.file}:${origin?.line}`;
    };
    expect(at('trail.retentionDays')).toBe('team.yaml:8');
    expect(at('groups.developers.cli')).toBe('team.yaml:4');
    expect(at('groups.developers.policies.0')).toBe('company.yaml:8');
    expect(at('machines.0.name')).toBe('company.yaml:10');
    expect(at('groups.api.access.statements.0.Action')).toBe('team.yaml:5');
    expect(at('groups.api.kind')).toMatch(/^startup:\d+$/);
    expect(document.origins.every(({ line }) => line > 0)).toBe(true);
    expect(text).toMatch(/^ {2}retentionDays: 731 {2,}# team\.yaml:8$/m);
  });

  test.each(['two-founders', 'data-team', 'agency'])(
    'the example %s comes to what it is loaded as',
    async (team) => {
      const folder = await makeFolder();
      await cp(join(packageRoot, 'examples', 'templates', team), folder, { recursive: true });
      const { text } = await run(folder, 'show', ['bootstrap-account.yaml'], { resolved: true });
      expect(parse(text)).toEqual((await loadAccountFile(contextOf(folder))).merged);
    },
  );
});

describe('explain', () => {
  test('tells what is made, granted by the evaluator, and what it costs', async () => {
    const folder = await makeFolder(files);
    const { text, document } = await run<ExplainedTemplate>(folder, 'explain', ['team.yaml']);
    const row = (who: string, what: string) =>
      document.permissions.find((each) => each.who === who && each.what === what);
    expect(row('role worker', 'do its work: sqs:ListQueues')?.decision).toBe('allowed');
    expect(row('role worker', 'stop the trail')?.decision).toBe('denied');
    expect(row('member of developers', 'make a user')?.decision).toBe('denied');
    expect(row('machine ci', 'do its work: sqs:SendMessage')?.decision).toBe('allowed');
    expect(document.unread).toEqual(['AWSBillingReadOnlyAccess']);
    expect(document.assumed.map(({ key }) => key)).toEqual(['account.id', 'account.region', 'trail.bucket']);
    expect(text).toContain('team.yaml, on company.yaml, on startup');
    expect(text).toContain('in 17 regions: EBS volumes encrypted by default');
    expect(text).toMatch(/What it costs: about 1\.0\d USD a month/);
  });

  test('is whole at 40 columns', async () => {
    const { text } = await run(await makeFolder(files), 'explain', ['team.yaml'], {}, 40);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(40);
  });
});

describe('diff', () => {
  const what = (steps: readonly PowerStep[]) => steps.map((step) => step.what);

  test('tells settings, resources and who may do what, both ways', async () => {
    const folder = await makeFolder(files);
    const { document, code } = await run<TemplateDiff>(folder, 'diff', ['company.yaml', 'team.yaml']);
    expect(code).toBe(0);
    expect(document.settings).toContainEqual({ path: 'trail.retentionDays', from: 400, to: 731 });
    const by = (name: string) => document.resources.find((each) => each.name === name);
    expect(by('roles/worker')?.verb).toBe('make');
    expect(by('groups/policies/api-work')).toMatchObject({ verb: 'change', changed: ['document'] });
    expect(by('groups/developers/CommandLineKeys')?.verb).toBe('remove');
    const ci = document.permissions.find(({ who }) => who === 'machine ci');
    expect(what(ci?.gains ?? [])).toEqual(['sqs:SendMessage on arn:aws:sqs:*:*:jobs']);
    expect(what(ci?.loses ?? [])).toEqual([
      's3:PutObject on arn:aws:s3:::artifacts-*/*',
      's3:GetObject on arn:aws:s3:::artifacts-*/*',
    ]);
    const developers = document.permissions.find(({ who }) => who === 'member of developers');
    expect(what(developers?.loses ?? [])).toEqual(['make an access key for oneself']);
    expect(developers?.gains).toEqual([]);

    const back = await run<TemplateDiff>(folder, 'diff', ['team.yaml', 'company.yaml']);
    const again = back.document.permissions.find(({ who }) => who === 'member of developers');
    expect(what(again?.gains ?? [])).toEqual(['make an access key for oneself']);
  });

  test('a deny that takes from what another policy gives is a loss', async () => {
    const fence =
      'version: 1\nextends: company.yaml\npolicies:\n  fence: { statements: [{ Effect: Deny, Action: "sqs:*", Resource: "*" }] }\ngroups:\n  developers: { policies: [queues, fence] }\n';
    const folder = await makeFolder({ ...files, 'fence.yaml': fence });
    const { document } = await run<TemplateDiff>(folder, 'diff', ['company.yaml', 'fence.yaml']);
    expect(document.permissions.map(({ who, loses }) => [who, what(loses)])).toEqual([
      ['member of developers', ['sqs:ListQueues', 'sqs:GetQueueUrl']],
    ]);
  });

  test('the same comes to the same; --exit-code is for what does not', async () => {
    const folder = await makeFolder({ ...files, 'copy.yaml': 'version: 1\nextends: company.yaml\n' });
    const same = await run(folder, 'diff', ['company.yaml', 'copy.yaml'], { exitCode: true });
    expect([same.code, same.text]).toEqual([0, 'company.yaml and copy.yaml come to the same.\n']);
    expect((await run(folder, 'diff', ['startup', 'strict'], { exitCode: true })).code).toBe(2);
  });
});

test('names that are none are told, with the nearest', async () => {
  const folder = await makeFolder();
  for (const command of ['show', 'explain', 'validate'] as const)
    await expect(run(folder, command, ['strct'])).rejects.toThrow(/Did you mean strict\?/);
  await expect(run(folder, 'diff', ['startup', 'none.yaml'])).rejects.toThrow(/none\.yaml does not exist/);
});
