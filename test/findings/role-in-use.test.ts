import { expect, test } from 'vitest';
import { judgeRolesInUse } from '../../src/findings/role-in-use.ts';
import type { InstanceFact } from '../../src/model/snapshot.ts';

const instance = (id: string, profile?: string): InstanceFact => ({
  ...{ id, region: 'eu-west-1', state: 'running', httpTokens: 'required', metadata: true },
  ...(profile === undefined
    ? {}
    : { profileArn: `arn:aws:iam::123456789012:instance-profile/apps/${profile}` }),
});
const template = {
  ...{ template: 'lt-1', region: 'eu-west-1', role: 'uploads', at: '2026-11-26T10:00:00Z' },
  ...{ version: '2', previousDefault: '1' },
};

test('a role that goes is named with every machine and launch template that has it', () => {
  const instances = [instance('i-1', 'uploads'), instance('i-2', 'web'), instance('i-3')];
  const [found, ...more] = judgeRolesInUse(['uploads', 'unused'], instances, [template]);
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    id: 'role-in-use:uploads',
    stops: 'consent',
    consent: 'role-in-use:uploads',
  });
  expect(found?.what).toBe('The role "uploads" would go, and it is on i-1, lt-1.');
  expect(found?.fix).toContain('role detach uploads i-1');
});

test('a role that nobody carries goes without a word, and one that stays is no matter', () => {
  expect(judgeRolesInUse(['unused'], [instance('i-1', 'uploads')], [template])).toEqual([]);
  expect(judgeRolesInUse([], [instance('i-1', 'uploads')], [template])).toEqual([]);
});
