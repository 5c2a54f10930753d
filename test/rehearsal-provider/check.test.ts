import { describe, expect, it } from 'vitest';
import { type CheckWish, checkInputs } from '../../src/rehearsal/provider/check.ts';
import type { Properties, ResourceType } from '../../src/rehearsal/provider/resource-type.ts';
import { resourceTypes } from '../../src/rehearsal/provider/types.ts';
import { unknownValue } from '../../src/rehearsal/provider/wire.ts';

const typeOf = (token: string) => resourceTypes.get(token) as ResourceType;
const [user, bucket, alias, policy, versioning] = [
  'aws:iam/user:User',
  'aws:s3/bucket:Bucket',
  'aws:kms/alias:Alias',
  'aws:iam/policy:Policy',
  'aws:s3/bucketVersioning:BucketVersioning',
].map(typeOf) as [ResourceType, ResourceType, ResourceType, ResourceType, ResourceType];
const settings = { region: 'eu-west-1', defaultTags: { team: 'default', by: 'us' } };
const check = (type: ResourceType, news: Properties, wish: Partial<CheckWish> = {}) =>
  checkInputs(type, { name: 'Mine', olds: undefined, seed: new Uint8Array([1, 2]), news, ...wish }, settings);

describe('checkInputs', () => {
  it('adds the defaults, and says which', () => {
    const { inputs, refusals } = check(user, { name: 'ada' });
    expect(inputs).toEqual({
      name: 'ada',
      path: '/',
      forceDestroy: false,
      tagsAll: settings.defaultTags,
      __defaults: ['forceDestroy', 'path'],
    });
    expect(refusals).toEqual([]);
  });

  it('lets the tags of the resource win over the default ones', () => {
    const { inputs } = check(user, { name: 'ada', tags: { team: 'own' } });
    expect(inputs).toMatchObject({ tags: { team: 'own' }, tagsAll: { team: 'own', by: 'us' } });
  });

  it('waits with all tags until the own ones are known', () => {
    expect(check(user, { name: 'ada', tags: unknownValue }).inputs.tagsAll).toBe(unknownValue);
    const tags = { about: unknownValue };
    expect(check(user, { name: 'ada', tags }).inputs.tagsAll).toEqual({ ...settings.defaultTags, ...tags });
  });

  it('gives a regional resource the region of the plug-in unless it has its own', () => {
    expect(check(bucket, { bucket: 'b' }).inputs.region).toBe('eu-west-1');
    expect(check(bucket, { bucket: 'b', region: 'us-east-1' }).inputs.region).toBe('us-east-1');
    expect(check(user, { name: 'ada' }).inputs).not.toHaveProperty('region');
  });

  it('makes a name by seed, in the form of the type', () => {
    const name = check(user, {}).inputs.name;
    expect(name).toMatch(/^Mine-[0-9a-f]{7}$/);
    expect(check(user, {}).inputs.name).toBe(name);
    expect(check(user, {}, { seed: new Uint8Array([3]) }).inputs.name).not.toBe(name);
    expect(check(bucket, {}).inputs.bucket).toMatch(/^mine-[0-9a-f]{7}$/);
    expect(check(alias, { targetKeyId: 'k' }).inputs.name).toMatch(/^alias\/Mine-[0-9a-f]{7}$/);
    expect(String(check(bucket, {}, { name: 'x'.repeat(90) }).inputs.bucket)).toHaveLength(63);
  });

  it('keeps a name that it made, and makes a new one after the program gave one', () => {
    const seed = new Uint8Array([9]);
    const made = { name: 'Mine-1234567', __defaults: ['name'] };
    expect(check(user, {}, { olds: made, seed }).inputs.name).toBe('Mine-1234567');
    const given = { name: 'ada', __defaults: [] };
    expect(check(user, {}, { olds: given, seed }).inputs.name).toMatch(/^Mine-[0-9a-f]{7}$/);
  });

  it('turns a document into text once it is known', () => {
    const document = { Version: '2012-10-17', Statement: [] };
    expect(check(policy, { name: 'p', policy: document }).inputs.policy).toBe(JSON.stringify(document));
    const open = { Version: '2012-10-17', Statement: [{ Resource: unknownValue }] };
    expect(check(policy, { name: 'p', policy: open }).inputs.policy).toEqual(open);
  });

  it.each([
    ['an unknown property', user, { name: 'a', shoeSize: 1 }, undefined, 'shoeSize'],
    ['a property that no plan gives', policy, { name: 'p', namePrefix: 'x' }, undefined, 'namePrefix'],
    ['a value other than the default', user, { name: 'a', forceDestroy: true }, undefined, 'forceDestroy'],
    ['an alias without its prefix', alias, { name: 'mine', targetKeyId: 'k' }, undefined, 'name'],
    [
      'versioning back to Disabled',
      versioning,
      { bucket: 'b', versioningConfiguration: { status: 'Disabled' } },
      { bucket: 'b', versioningConfiguration: { status: 'Enabled' } },
      'versioningConfiguration',
    ],
  ])('refuses %s', (_what, type, news, olds, property) => {
    expect(check(type, news, { olds }).refusals.map((each) => each.property)).toEqual([property]);
  });
});
