import {
  type DefaultInstanceMetadataEndpointState,
  type DefaultInstanceMetadataTagsState,
  GetInstanceMetadataDefaultsCommand,
  type MetadataDefaultHttpTokensState,
  ModifyInstanceMetadataDefaultsCommand,
} from '@aws-sdk/client-ec2';
import type {
  InstanceMetadataDefaultsArgs,
  InstanceMetadataDefaultsState,
} from '@pulumi/aws/ec2/instanceMetadataDefaults.js';
import type { Aws } from './aws-clients.ts';
import { defineType, type Inputs, optionalNumber, optionalText } from './resource-type.ts';

const none = 'no-preference';

/** All four at once: what is left out goes back to «no preference». */
async function modify(aws: Aws, wanted: Inputs<InstanceMetadataDefaultsArgs>): Promise<void> {
  await aws.ec2.send(
    new ModifyInstanceMetadataDefaultsCommand({
      HttpTokens: (optionalText(wanted, 'httpTokens') ?? none) as MetadataDefaultHttpTokensState,
      HttpEndpoint: (optionalText(wanted, 'httpEndpoint') ?? none) as DefaultInstanceMetadataEndpointState,
      HttpPutResponseHopLimit: optionalNumber(wanted, 'httpPutResponseHopLimit') ?? -1,
      InstanceMetadataTags: (optionalText(wanted, 'instanceMetadataTags') ??
        none) as DefaultInstanceMetadataTagsState,
    }),
  );
}

export const instanceMetadataDefaults = defineType<
  InstanceMetadataDefaultsArgs,
  InstanceMetadataDefaultsState
>()({
  token: 'aws:ec2/instanceMetadataDefaults:InstanceMetadataDefaults',
  inputs: ['httpEndpoint', 'httpPutResponseHopLimit', 'httpTokens', 'instanceMetadataTags', 'region'],
  replaces: [],
  defaults: {
    httpEndpoint: none,
    httpPutResponseHopLimit: -1,
    httpTokens: none,
    instanceMetadataTags: none,
  },
  outputs: [],
  refuse: (inputs) => {
    const given = [inputs.httpTokens, inputs.httpEndpoint, inputs.instanceMetadataTags];
    if (given.some((each) => each !== none) || inputs.httpPutResponseHopLimit !== -1) return undefined;
    return { property: 'httpTokens', reason: 'at least one of the four defaults must be set' };
  },
  create: async (aws, inputs) => {
    await modify(aws, inputs);
    // The same id in every region.
    return aws.accountId;
  },
  read: async (aws, id, state) => {
    // An import comes without a state; upstream has no importer for this type.
    if (Object.keys(state).length === 0) throw new Error(`resource ${id} cannot be imported: no importer`);
    const { AccountLevel: found = {} } = await aws.ec2.send(new GetInstanceMetadataDefaultsCommand({}));
    const { HttpTokens, HttpEndpoint, HttpPutResponseHopLimit, InstanceMetadataTags } = found;
    const isSet = [HttpTokens, HttpEndpoint, HttpPutResponseHopLimit, InstanceMetadataTags].some(
      (each) => each !== undefined,
    );
    // An account without any default reads as gone.
    if (!isSet) return undefined;
    return {
      id,
      properties: {
        httpTokens: HttpTokens ?? none,
        httpEndpoint: HttpEndpoint ?? none,
        httpPutResponseHopLimit: HttpPutResponseHopLimit ?? -1,
        instanceMetadataTags: InstanceMetadataTags ?? none,
      },
    };
  },
  update: async (aws, _id, { next }) => modify(aws, next),
  delete: async (aws) => modify(aws, {}),
});
