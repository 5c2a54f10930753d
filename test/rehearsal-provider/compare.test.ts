import { describe, expect, it } from 'vitest';
import { compareProperties, inputsOf, mergeRead } from '../../src/rehearsal/provider/compare.ts';
import type { ResourceType } from '../../src/rehearsal/provider/resource-type.ts';
import { resourceTypes } from '../../src/rehearsal/provider/types.ts';
import { unknownValue } from '../../src/rehearsal/provider/wire.ts';

const typeOf = (token: string) => resourceTypes.get(token) as ResourceType;
const [role, key] = [typeOf('aws:iam/role:Role'), typeOf('aws:kms/key:Key')];
const document = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"a"}]}';
const sameMeaning = '{"Statement":{"Action":["a"],"Effect":"Allow"},"Version":"2012-10-17"}';
const record = {
  name: 'r',
  path: '/',
  assumeRolePolicy: document,
  maxSessionDuration: 3600,
  description: 'd',
};

describe('compareProperties', () => {
  it('finds nothing where only the spelling differs', () => {
    expect(compareProperties(role, record, { ...record, assumeRolePolicy: sameMeaning })).toEqual([]);
  });

  it('tells what is added, taken away, changed, and what replaces', () => {
    const { description: _gone, ...rest } = record;
    const next = { ...rest, path: '/new/', permissionsBoundary: 'arn', maxSessionDuration: 7200 };
    expect(compareProperties(role, record, next)).toEqual([
      { property: 'path', kind: 'update', replaces: true },
      { property: 'description', kind: 'delete', replaces: false },
      { property: 'maxSessionDuration', kind: 'update', replaces: false },
      { property: 'permissionsBoundary', kind: 'add', replaces: false },
    ]);
  });

  it('holds an omitted input against its default, and leaves to the cloud what the cloud fills', () => {
    const { path: _path, ...bare } = record;
    expect(compareProperties(role, bare, { ...record, path: '/' })).toEqual([]);
    const filled = { ...key.defaults, policy: document, description: 'by the cloud' };
    expect(compareProperties(key, filled, { ...key.defaults })).toEqual([]);
  });

  it('takes what is not known yet for a difference', () => {
    const next = { ...record, description: unknownValue };
    expect(compareProperties(role, record, next).map((each) => each.property)).toEqual(['description']);
  });

  it('always replaces for another region', () => {
    const found = compareProperties(key, { region: 'eu-west-1' }, { region: 'us-east-1' });
    expect(found).toContainEqual({ property: 'region', kind: 'update', replaces: true });
  });
});

describe('a read', () => {
  it('keeps the text that means the same, and what no read brings back', () => {
    const found = { ...record, assumeRolePolicy: sameMeaning, description: 'by hand' };
    const merged = mergeRead(role, { ...record, forceDetachPolicies: true }, found);
    expect(merged).toEqual({ ...record, description: 'by hand', forceDetachPolicies: true });
  });

  it('gives an import the default of what no read brings back', () => {
    expect(mergeRead(role, {}, record)).toMatchObject({ forceDetachPolicies: false });
  });

  it('brings known inputs up to date, adds what somebody set, and leaves out what the cloud fills', () => {
    const known = { name: 'r', description: 'd', __defaults: ['path'] };
    const inputs = inputsOf(role, known, { ...record, description: 'by hand', permissionsBoundary: 'arn' });
    expect(inputs).toMatchObject({
      name: 'r',
      description: 'by hand',
      permissionsBoundary: 'arn',
      __defaults: ['path'],
    });
    expect(inputsOf(key, {}, { policy: document, description: 'x', isEnabled: true })).toEqual({
      isEnabled: true,
    });
  });
});
