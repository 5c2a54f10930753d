import {
  AccessAnalyzerClient,
  CreateAnalyzerCommand,
  DeleteAnalyzerCommand,
  GetAnalyzerCommand,
  ListAnalyzersCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-accessanalyzer';
import { AccountClient, ListRegionsCommand, PutAlternateContactCommand } from '@aws-sdk/client-account';
import {
  DescribeRegionsCommand,
  EC2Client,
  GetEbsEncryptionByDefaultCommand,
  RunInstancesCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import { partsNotRead } from '../../src/findings/not-read.ts';
import type { RegionsAnswer } from '../../src/model/answers.ts';
import { openRehearsal, type Rehearsal } from '../../src/rehearsal/target.ts';
import { accountId, emulatorPython, region, temporaryFolder } from './front-fixture.ts';

const three = {
  'eu-west-1': 'ENABLED_BY_DEFAULT',
  'us-east-1': 'ENABLED_BY_DEFAULT',
  'eu-south-1': 'ENABLED',
  'af-south-1': 'DISABLED',
} as const;
let home: Awaited<ReturnType<typeof temporaryFolder>>;
let rehearsal: Rehearsal;
const open = async () =>
  openRehearsal({
    home: home.path,
    accountId,
    region,
    pluginFolder: '/none',
    emulatorPython: await emulatorPython(),
    now: () => new Date(),
    fresh: false,
    tell: () => undefined,
    scenario: { regions: three },
  });
beforeAll(async () => {
  home = await temporaryFolder();
  rehearsal = await open();
});
afterAll(async () => {
  await rehearsal?.close();
  await home.remove();
});

const config = (name = region) => ({
  endpoint: rehearsal.target.endpoint ?? '',
  region: name,
  credentials: rehearsal.target.credentials,
  maxAttempts: 1,
});
const analyzers = (name = region) => new AccessAnalyzerClient(config(name));
const nameOf = async (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (error: Error) => error.name,
  );

describe('analyzers', () => {
  it('are kept for each region, one of a type, with their tags, also after a restart', async () => {
    const [here, there] = [analyzers(), analyzers('us-east-1')];
    const wish = { analyzerName: 'one', type: 'ACCOUNT', tags: { a: '1', b: '2' } } as const;
    const { arn: resourceArn } = await here.send(new CreateAnalyzerCommand(wish));
    expect(resourceArn).toBe(`arn:aws:access-analyzer:${region}:${accountId}:analyzer/one`);
    expect(await nameOf(here.send(new CreateAnalyzerCommand(wish)))).toBe('ConflictException');
    const second = new CreateAnalyzerCommand({ ...wish, analyzerName: 'two' });
    expect(await nameOf(here.send(second))).toBe('ServiceQuotaExceededException');
    await there.send(second);
    await here.send(new TagResourceCommand({ resourceArn, tags: { c: '3' } }));
    await here.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a'] }));
    await rehearsal.close();
    rehearsal = await open();

    const again = analyzers();
    const { analyzer } = await again.send(new GetAnalyzerCommand({ analyzerName: 'one' }));
    expect(analyzer).toMatchObject({
      arn: resourceArn,
      type: 'ACCOUNT',
      status: 'ACTIVE',
      tags: { b: '2', c: '3' },
    });
    expect(analyzer?.createdAt).toBeInstanceOf(Date);
    expect((await again.send(new ListTagsForResourceCommand({ resourceArn }))).tags).toEqual({
      b: '2',
      c: '3',
    });
    const list = await analyzers('us-east-1').send(new ListAnalyzersCommand({ type: 'ACCOUNT' }));
    expect(list.analyzers?.map((each) => each.name)).toEqual(['two']);
    const unused = await again.send(new ListAnalyzersCommand({ type: 'ACCOUNT_UNUSED_ACCESS' }));
    expect(unused.analyzers).toEqual([]);
    await again.send(new DeleteAnalyzerCommand({ analyzerName: 'one' }));
    expect(await nameOf(again.send(new GetAnalyzerCommand({ analyzerName: 'one' })))).toBe(
      'ResourceNotFoundException',
    );
  });
});

describe('regions', () => {
  it('are told alike by both operations, and a call to one that is switched off is refused', async () => {
    const listed = await new AccountClient(config()).send(new ListRegionsCommand({}));
    const table = Object.fromEntries(
      (listed.Regions ?? []).map((each) => [each.RegionName, each.RegionOptStatus]),
    );
    expect(table).toEqual(three);
    const ec2 = new EC2Client(config());
    const all = await ec2.send(new DescribeRegionsCommand({ AllRegions: true }));
    expect(all.Regions?.map((each) => [each.RegionName, each.OptInStatus])).toEqual([
      ['eu-west-1', 'opt-in-not-required'],
      ['us-east-1', 'opt-in-not-required'],
      ['eu-south-1', 'opted-in'],
      ['af-south-1', 'not-opted-in'],
    ]);
    expect((await ec2.send(new DescribeRegionsCommand({}))).Regions).toHaveLength(3);
    const off = new EC2Client(config('af-south-1'));
    expect(await nameOf(off.send(new GetEbsEncryptionByDefaultCommand({})))).toBe('AuthFailure');
    expect(await nameOf(analyzers('af-south-1').send(new ListAnalyzersCommand({})))).toBe(
      'UnrecognizedClientException',
    );
  });
});

describe('the reader', () => {
  const read = async (regions: RegionsAnswer) => {
    const clients = makeClients({ ...config(), endpoint: config().endpoint });
    try {
      const caller = await readCaller(clients);
      const interest = { buckets: [], keyAliases: [], awsManagedPolicies: [], regions };
      return await readSnapshot(clients, interest, { caller, region, now: new Date(0) });
    } finally {
      clients.close();
    }
  };
  const namesOf = (all: readonly { readonly name: string }[]) => all.map((each) => each.name);

  it('finds every region that is switched on; home is one of them, alone where nothing else is asked', async () => {
    const everywhere = await read({ kind: 'all-enabled' });
    expect(namesOf(everywhere.regions)).toEqual([region, 'eu-south-1', 'us-east-1']);
    expect(everywhere.regionsLeftOut).toEqual([{ name: 'af-south-1', why: 'disabled' }]);
    expect(everywhere.regions[2]?.analyzers?.map((each) => each.name)).toEqual(['two']);
    expect(everywhere.regions[1]).toMatchObject({
      ebsEncryptionByDefault: false,
      metadataDefaults: {},
      denied: [],
    });
    rehearsal.front?.resetCounters();
    const alone = await read({ kind: 'home' });
    expect([namesOf(alone.regions), alone.regionsLeftOut]).toEqual([[region], []]);
    expect(rehearsal.front?.counters().reads).not.toHaveProperty(['account:ListRegions']);
  });

  it('sees the instances of every region that is looked at, and of no other', async () => {
    const run = async (where: string) => {
      const order = { ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1 };
      const made = await new EC2Client(config(where)).send(new RunInstancesCommand(order));
      return made.Instances?.[0]?.InstanceId;
    };
    const [here, there] = [await run(region), await run('us-east-1')];
    const seen = async (regions: RegionsAnswer) =>
      (await read(regions)).instances.map((each) => [each.region, each.id]);
    expect(await seen({ kind: 'list', others: ['us-east-1'] })).toEqual([
      [region, here],
      ['us-east-1', there],
    ]);
    expect(await seen({ kind: 'home' })).toEqual([[region, here]]);
  });

  it('names what of a list is switched off or unknown', async () => {
    const list = await read({ kind: 'list', others: ['af-south-1', 'eu-west-9', 'us-east-1'] });
    expect(namesOf(list.regions)).toEqual([region, 'us-east-1']);
    expect(list.regionsLeftOut).toEqual([
      { name: 'af-south-1', why: 'disabled' },
      { name: 'eu-west-9', why: 'unknown' },
    ]);
  });

  it('goes the second way where the first is denied; a denied region costs that region only', async () => {
    const deny = (rule: object) => ({ ...rule, fault: { kind: 'accessDenied' } as const });
    rehearsal.front?.setRules([
      deny({ service: 'account', action: 'ListRegions' }),
      deny({ service: 'ec2', action: 'GetInstanceMetadataDefaults', region: 'us-east-1' }),
      deny({ service: 'ec2', action: 'DescribeInstances', region: 'us-east-1' }),
    ]);
    const found = await read({ kind: 'all-enabled' });
    expect(namesOf(found.regions)).toEqual([region, 'eu-south-1', 'us-east-1']);
    expect(found.regions[2]).toMatchObject({
      denied: ['ec2:DescribeInstances', 'ec2:GetInstanceMetadataDefaults'],
      ebsEncryptionByDefault: false,
    });
    expect(found.regions[2]).not.toHaveProperty('metadataDefaults');
    expect(found.notRead).toEqual([]);
    // A check says so all the same.
    expect(partsNotRead(found)).toEqual([
      { action: 'ec2:DescribeInstances', why: 'AccessDenied: us-east-1' },
      { action: 'ec2:GetInstanceMetadataDefaults', why: 'AccessDenied: us-east-1' },
    ]);

    rehearsal.front?.setRules([
      deny({ service: 'account', action: 'ListRegions' }),
      deny({ service: 'ec2', action: 'DescribeRegions' }),
    ]);
    // Each of a list is then tried: one that is switched off says so itself.
    const tried = await read({ kind: 'list', others: ['af-south-1', 'us-east-1'] });
    expect(namesOf(tried.regions)).toEqual([region, 'us-east-1']);
    expect(tried.regionsLeftOut).toEqual([{ name: 'af-south-1', why: 'disabled' }]);
    expect(tried.notRead).toEqual([]);
    expect((await read({ kind: 'all-enabled' })).notRead.map((each) => each.action)).toEqual([
      'ec2:DescribeRegions',
    ]);
    rehearsal.front?.setRules([]);
  });

  it('reads contacts, and leaves them out where it may not', async () => {
    expect((await read({ kind: 'home' })).contacts).toEqual({});
    const contact = { Name: 'Ops', Title: 'On call', EmailAddress: 'ops@acme.example', PhoneNumber: '+49 1' };
    const client = new AccountClient(config());
    await client.send(new PutAlternateContactCommand({ AlternateContactType: 'OPERATIONS', ...contact }));
    expect((await read({ kind: 'home' })).contacts).toEqual({
      operations: { name: 'Ops', title: 'On call', email: 'ops@acme.example', phone: '+49 1' },
    });
    rehearsal.front?.setRules([{ service: 'account', fault: { kind: 'accessDenied' } }]);
    const blind = await read({ kind: 'home' });
    expect(blind).not.toHaveProperty('contacts');
    expect(new Set(blind.notRead.map((each) => each.action))).toEqual(
      new Set(['account:GetAlternateContact']),
    );
    rehearsal.front?.setRules([]);
  });
});
