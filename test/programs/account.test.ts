import * as pulumi from '@pulumi/pulumi';
import { beforeEach, describe, expect, it } from 'vitest';
import { deployAccount } from '../../programs/account.ts';
import type { Plan } from '../../src/model/plan.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { plannedResources } from '../../src/plan/planned-resources.ts';
import { emptySnapshot, exampleAnswers, watchedAnswers } from '../helpers/example.ts';

interface Registration {
  readonly name: string;
  readonly type: string;
  readonly inputs: Record<string, unknown>;
}
let registered: Registration[] = [];

async function register(plan: Plan): Promise<readonly Registration[]> {
  registered = [];
  await pulumi.runtime.setMocks(
    {
      newResource: (args) => {
        registered.push({ name: args.name, type: args.type, inputs: args.inputs });
        return { id: `${args.name}-id`, state: { ...args.inputs, arn: `arn:${args.name}` } };
      },
      call: (args) => {
        throw new Error(`Mock call not implemented: ${args.token}`);
      },
    },
    'bootstrap-account',
    exampleAnswers.account.id,
  );
  await pulumi.runtime.runInPulumiStack(() => deployAccount(plan));
  await pulumi.runtime.disconnect();
  return registered.filter((each) => each.type.startsWith('aws:'));
}

const plan = assemblePlan(watchedAnswers, emptySnapshot, new Map());
const key = (each: { name: string; type: string }) => `${each.type} ${each.name}`;

describe('the program', () => {
  beforeEach(() => {
    registered = [];
  });

  it('registers what the plan lists, no more and no less', async () => {
    const seen = await register(plan);
    expect(seen.map(key).sort()).toEqual(plannedResources(plan).map(key).sort());
  });

  it('gives each resource a name of its own', () => {
    const names = plannedResources(plan).map((each) => each.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it('keeps the names of yesterday: a rename needs an alias', () => {
    expect(plannedResources(plan).map(key)).toMatchSnapshot();
  });

  it('registers every physical name as the plan says', async () => {
    const seen = new Map((await register(plan)).map((each) => [each.name, each.inputs]));
    expect(seen.get('groups/admins')).toMatchObject({ name: 'admins', path: '/bootstrap-account/' });
    expect(seen.get('audit-trail/bucket')).toMatchObject({ bucket: exampleAnswers.trail?.bucket });
    expect(seen.get('roles/checkbot/profile')).toMatchObject({ name: 'checkbot' });
    expect(seen.get('alarms/root-used')).toMatchObject({
      name: 'bootstrap-account-root-used',
      metricName: 'root-used',
      treatMissingData: 'notBreaching',
    });
    expect(seen.get('audit-trail/trail')?.cloudWatchLogsGroupArn).toMatch(/:\*$/);
    expect(seen.get('people/ada/groups')).toMatchObject({ user: 'ada', groups: ['admins'] });
  });

  it('leaves out what is switched off', async () => {
    const bare = assemblePlan(
      {
        ...exampleAnswers,
        trail: null,
        alarms: null,
        budget: null,
        roles: [],
        machines: [],
        defaults: { ...exampleAnswers.defaults, blockPublicS3: false, encryptEbs: false },
      },
      emptySnapshot,
      new Map(),
    );
    const seen = (await register(bare)).map((each) => each.name);
    expect(seen.filter((name) => name.startsWith('audit-trail') || name.startsWith('roles'))).toEqual([]);
    expect(seen.filter((name) => name.startsWith('alarms') || name.startsWith('budget'))).toEqual([]);
    expect(seen).not.toContain('account-defaults/s3-public-access-block');
    expect(seen).not.toContain('account-defaults/ebs-encryption');
  });

  it('refuses a plan of another version', async () => {
    await expect(deployAccount({ ...plan, version: 99 } as unknown as Plan)).rejects.toThrow(/version 99/);
  });
});
