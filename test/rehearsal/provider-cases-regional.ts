import {
  CreateAnalyzerCommand,
  DeleteAnalyzerCommand,
  ListAnalyzersCommand,
} from '@aws-sdk/client-accessanalyzer';
import {
  type AlternateContactType,
  DeleteAlternateContactCommand,
  GetAlternateContactCommand,
} from '@aws-sdk/client-account';
import {
  GetInstanceMetadataDefaultsCommand,
  ModifyInstanceMetadataDefaultsCommand,
} from '@aws-sdk/client-ec2';
import { Analyzer } from '@pulumi/aws/accessanalyzer/analyzer.js';
import { AlternativeContact } from '@pulumi/aws/account/alternativeContact.js';
import { InstanceMetadataDefaults } from '@pulumi/aws/ec2/instanceMetadataDefaults.js';
import { lookFor, type TypeCase } from './provider-case.ts';
import { accountId, defaultTags, region } from './provider-fixture.ts';

const alternativeContact: TypeCase = {
  token: 'aws:account/alternativeContact:AlternativeContact',
  make: (phase, _base, options) =>
    new AlternativeContact(
      'alternativeContact',
      {
        alternateContactType: phase === 'replaced' ? 'BILLING' : 'SECURITY',
        name: phase === 'first' ? 'Team' : 'Other team',
        title: phase === 'first' ? 'On call' : 'Lead',
        emailAddress: 'team@acme.example',
        phoneNumber: '+49 30 1',
      },
      options,
    ),
  id: /^\/SECURITY$/,
  look: async (clients) => {
    const client = await clients.account();
    const titles = ['SECURITY', 'BILLING'].map(async (type) => {
      const ask = new GetAlternateContactCommand({ AlternateContactType: type as AlternateContactType });
      const found = await client.send(ask).catch((error: Error) => {
        if (error.name === 'ResourceNotFoundException') return undefined;
        throw error;
      });
      return found?.AlternateContact?.Title;
    });
    return Promise.all(titles);
  },
  found: () => ({
    first: ['On call', undefined],
    changed: ['Lead', undefined],
    replaced: [undefined, 'Lead'],
  }),
  inPlace: ['name', 'title'],
  forcing: ['alternateContactType'],
  byHand: async (clients) =>
    (await clients.account()).send(new DeleteAlternateContactCommand({ AlternateContactType: 'BILLING' })),
  seen: 'gone',
  // An account id before the slash would stand in the record, and the program gives none.
  importId: 'BILLING',
  left: [undefined, undefined],
};

const instanceMetadataDefaults: TypeCase = {
  token: 'aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults',
  make: (phase, _base, options) =>
    new InstanceMetadataDefaults(
      'instanceMetadataDefaults',
      phase === 'first'
        ? { httpTokens: 'optional', httpPutResponseHopLimit: 2 }
        : { httpTokens: 'required', httpEndpoint: 'enabled' },
      options,
    ),
  id: /^123456789012$/,
  outputs: { httpEndpoint: 'no-preference', instanceMetadataTags: 'no-preference', region },
  look: async (clients) => {
    const { AccountLevel } = await (await clients.ec2()).send(new GetInstanceMetadataDefaultsCommand({}));
    return AccountLevel;
  },
  found: () => ({
    first: { HttpTokens: 'optional', HttpPutResponseHopLimit: 2 },
    // All four are put: what is left out goes back to no preference.
    changed: { HttpTokens: 'required', HttpEndpoint: 'enabled' },
  }),
  inPlace: ['httpEndpoint', 'httpPutResponseHopLimit', 'httpTokens'],
  byHand: async (clients) =>
    (await clients.ec2()).send(new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'optional' })),
  seen: ['httpTokens'],
  importId: 'none',
  left: {},
};

const analyzer: TypeCase = {
  token: 'aws:accessanalyzer/analyzer:Analyzer',
  make: (phase, _base, options) =>
    new Analyzer(
      'analyzer',
      {
        // Another name would fail, here and with AWS: a replacement is made first, and there can be one only.
        analyzerName: 'it-one',
        ...(phase === 'replaced' ? { region: 'us-east-1' } : {}),
        tags: { phase: phase === 'first' ? 'one' : 'two' },
      },
      options,
    ),
  id: /^it-one$/,
  outputs: {
    arn: `arn:aws:access-analyzer:${region}:${accountId}:analyzer/it-one`,
    type: 'ACCOUNT',
    region,
    tagsAll: { ...defaultTags, phase: 'one' },
  },
  look: async (clients) => {
    const list = async (name: string) => {
      const client = await clients.forRegion(name).accessAnalyzer();
      const { analyzers = [] } = (await lookFor(client.send(new ListAnalyzersCommand({})))) ?? {};
      return analyzers.map((each) => [each.name, each.tags?.phase]);
    };
    return { home: await list(region), other: await list('us-east-1') };
  },
  found: () => ({
    first: { home: [['it-one', 'one']], other: [] },
    changed: { home: [['it-one', 'two']], other: [] },
    replaced: { home: [], other: [['it-one', 'two']] },
  }),
  inPlace: ['tags', 'tagsAll'],
  forcing: ['region'],
  createFirst: true,
  byHand: async (clients) => {
    const client = await clients.forRegion('us-east-1').accessAnalyzer();
    await client.send(new DeleteAnalyzerCommand({ analyzerName: 'it-one' }));
    await client.send(
      new CreateAnalyzerCommand({
        analyzerName: 'it-one',
        type: 'ACCOUNT',
        tags: { ...defaultTags, phase: 'x' },
      }),
    );
  },
  seen: ['tags', 'tagsAll'],
  importId: 'it-one@us-east-1',
  left: { home: [], other: [] },
};

export const regionalCases: readonly TypeCase[] = [alternativeContact, instanceMetadataDefaults, analyzer];
