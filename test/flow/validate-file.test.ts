import { expect, test } from 'vitest';
import { templateCommands } from '../../src/commands/template.ts';
import type { Mistake } from '../../src/config/mistake.ts';
import type { Context } from '../../src/context.ts';
import { UserError } from '../../src/errors.ts';
import type { Finding } from '../../src/model/finding.ts';
import { contextOf, makeFolder } from '../config/temp-folder.ts';

const group = (name: string, statement: string, kind = 'human') =>
  `  ${name}:\n    kind: ${kind}\n    access:\n      statements:\n        - ${statement}\n`;
const base = `version: 1\n# a comment\ngroups:\n${group('ops', '{ Effect: Allow, Action: "iam:PutGroupPolicy", Resource: "*" }')}${group('free', '{ Effect: Allow, Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }')}`;

/** Runs `template validate` on a file of a new folder. */
async function validate(files: Readonly<Record<string, string>>, json = false) {
  const folder = await makeFolder(files);
  const written: string[] = [];
  const host = { width: 80, write: (text: string) => void written.push(text) };
  const context = { ...contextOf(folder, { flags: { json } }), host } as unknown as Context;
  const run = templateCommands.validate(context, ['a.yaml'], {});
  const result = await run.catch((error: unknown) => error);
  return { result, text: written.join('') };
}
const placesOf = (findings: readonly Finding[]) =>
  findings.map(({ place, rule }) => `${place?.file}:${place?.line}:${place?.column} ${rule}`);

test('a clean file is valid, and says nothing else', async () => {
  const { result, text } = await validate({ 'a.yaml': 'version: 1\nextends: startup\n' });
  expect(result).toMatchObject({ code: 0, document: { valid: true, findings: [] } });
  expect(text).toMatch(/^.*a\.yaml: valid\.\n$/);
});

test('what wants consent is told with the place in the template that says it; exit 0', async () => {
  const files = {
    'a.yaml': 'version: 1\nextends: team/base.yaml\ngroups:\n  free:\n    kind: human\n',
    'team/base.yaml': base,
  };
  const { result, text } = await validate(files);
  expect(result).toMatchObject({ code: 0 });
  const { findings } = (result as { document: { findings: readonly Finding[] } }).document;
  expect(placesOf(findings)).toEqual([
    'team/base.yaml:8:36 policy-escalation',
    'team/base.yaml:8:68 policy-write-everywhere',
  ]);
  expect(text).toContain(
    '   8 |         - { Effect: Allow, Action: "iam:PutGroupPolicy", Resource: "*" }\n     |                                    ^\n',
  );
  expect(text).toContain('Or consent with --i-understand policy-escalation:group/ops/1\n');
  expect(text).toContain('a.yaml: valid, with the above to think about.');
  expect((await validate(files, true)).text).toBe('');
});

test('a list of its own replaces the template’s: the place is in the file', async () => {
  const own = `version: 1\nextends: base.yaml\ngroups:\n  ops:\n    access: { statements: [{ Effect: Allow, Action: "s3:GetObjekt", Resource: "*" }] }\n`;
  const { result } = await validate({ 'a.yaml': own, 'base.yaml': base });
  expect(result).toBeInstanceOf(UserError);
  expect(result).toMatchObject({ code: 'RefusedPolicy', exitCode: 4 });
  expect(placesOf((result as UserError).details as readonly Finding[])).toEqual([
    'a.yaml:5:53 policy-unknown-action',
  ]);
});

test('everything is told at once: form, rules and policies, in every file of the chain', async () => {
  const own = `version: 1\nextends: base.yaml\npeople: [{ name: ada, groups: [admin] }]\ngroups:\n${group('bots', '{ Effect: Allow, Action: "*", Resource: "*" }', 'machine')}${group('odd', '{ Effect: Maybe, Action: "*", Resource: "*" }')}`;
  const { result } = await validate({ 'a.yaml': own, 'base.yaml': base });
  expect(result).toMatchObject({ code: 'InvalidFile', exitCode: 4 });
  const { message, details } = result as UserError;
  const told = (details as readonly (Mistake & Finding)[]).map(
    ({ place, rule, file, line, column, path }) =>
      `${place?.file ?? file}:${place?.line ?? line}:${place?.column ?? column} ${rule ?? path}`,
  );
  expect(told).toEqual([
    'a.yaml:3:1 people',
    'a.yaml:3:32 people.0.groups.0',
    'a.yaml:14:21 groups.odd.access.statements.0.Effect',
    'a.yaml:9:36 policy-action-wildcard',
    'a.yaml:9:36 policy-pass-role',
    'base.yaml:8:36 policy-escalation',
    'base.yaml:8:68 policy-write-everywhere',
  ]);
  for (const line of told) expect(message).toContain(line.split(' ')[0]);
});

test('groups that lead further together are told at a member', async () => {
  const groups = `${group('run', '{ Effect: Allow, Action: "ec2:RunInstances", Resource: "arn:aws:ec2:*:*:instance/*" }')}${group('pass', '{ Effect: Allow, Action: "iam:PassRole", Resource: "*" }')}`;
  const own = `version: 1\nextends: base.yaml\npeople:\n  - { name: ada, groups: [admins] }\n  - { name: bob, groups: [run, pass] }\n`;
  const { result } = await validate({
    'a.yaml': own,
    'base.yaml': `version: 1\nextends: startup\ngroups:\n${groups}`,
  });
  const { findings } = (result as { document: { findings: readonly Finding[] } }).document;
  expect(placesOf(findings)).toContain('a.yaml:5:26 policy-escalation');
});
