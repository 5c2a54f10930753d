import {
  AssociateKmsKeyCommand,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteMetricFilterCommand,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  PutMetricFilterCommand,
  PutRetentionPolicyCommand,
  paginateDescribeLogGroups,
  paginateDescribeMetricFilters,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { LogGroupArgs, LogGroupState } from '@pulumi/aws/cloudwatch/logGroup.js';
import type { LogMetricFilterArgs, LogMetricFilterState } from '@pulumi/aws/cloudwatch/logMetricFilter.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { defineType, type Inputs, optionalNumber, optionalText, tagMap, text } from './resource-type.ts';
import { changeTags } from './tags.ts';

const gone = 'ResourceNotFoundException';

export const logGroup = defineType<LogGroupArgs, LogGroupState>()({
  token: 'aws:cloudwatch/logGroup:LogGroup',
  inputs: ['name', 'retentionInDays', 'kmsKeyId', 'tags', 'region'],
  refused: ['deletionProtectionEnabled', 'logGroupClass', 'namePrefix', 'skipDestroy'],
  autoName: { property: 'name', maxLength: 255 },
  replaces: ['name'],
  defaults: { retentionInDays: 0 },
  outputs: ['arn', 'logGroupClass'],
  create: async (aws, inputs, made) => {
    const name = text(inputs, 'name');
    const kmsKeyId = optionalText(inputs, 'kmsKeyId');
    await aws.logs.send(
      new CreateLogGroupCommand({
        logGroupName: name,
        tags: { ...tagMap(inputs) },
        ...(kmsKeyId === undefined ? {} : { kmsKeyId }),
      }),
    );
    made(name);
    await putRetention(aws, name, inputs, true);
    return name;
  },
  read: async (aws, id) => {
    const found = await findLogGroup(aws, id);
    if (found === undefined) return undefined;
    const arn = (found.arn ?? '').replace(/:\*$/, '');
    const { tags } = await aws.logs.send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return {
      id,
      properties: {
        arn,
        name: id,
        retentionInDays: found.retentionInDays ?? 0,
        logGroupClass: found.logGroupClass ?? 'STANDARD',
        ...(found.kmsKeyId === undefined || found.kmsKeyId === '' ? {} : { kmsKeyId: found.kmsKeyId }),
        tagsAll: tags ?? {},
      },
    };
  },
  update: async (aws, id, { old, next, changed }) => {
    if (changed.has('retentionInDays')) await putRetention(aws, id, next, false);
    if (changed.has('kmsKeyId')) {
      const kmsKeyId = optionalText(next, 'kmsKeyId');
      if (kmsKeyId === undefined) await aws.logs.send(new DisassociateKmsKeyCommand({ logGroupName: id }));
      else await aws.logs.send(new AssociateKmsKeyCommand({ logGroupName: id, kmsKeyId }));
    }
    const resourceArn = text(old, 'arn');
    await changeTags(old, next, {
      remove: (tagKeys) => aws.logs.send(new UntagResourceCommand({ resourceArn, tagKeys })),
      put: (tags) => aws.logs.send(new TagResourceCommand({ resourceArn, tags: { ...tags } })),
    });
  },
  delete: async (aws, id) => {
    await unlessGone(aws.logs.send(new DeleteLogGroupCommand({ logGroupName: id })), gone);
  },
});

async function findLogGroup(aws: Aws, name: string) {
  for await (const page of paginateDescribeLogGroups({ client: aws.logs }, { logGroupNamePrefix: name })) {
    const found = page.logGroups?.find((each) => each.logGroupName === name);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** 0 is for ever: no call for a new group, which is so by itself. */
async function putRetention(
  aws: Aws,
  logGroupName: string,
  inputs: Inputs<LogGroupArgs>,
  isNew: boolean,
): Promise<void> {
  const retentionInDays = optionalNumber(inputs, 'retentionInDays') ?? 0;
  if (retentionInDays > 0)
    await aws.logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
  else if (!isNew) await aws.logs.send(new DeleteRetentionPolicyCommand({ logGroupName }));
}

export const logMetricFilter = defineType<LogMetricFilterArgs, LogMetricFilterState>()({
  token: 'aws:cloudwatch/logMetricFilter:LogMetricFilter',
  inputs: ['name', 'logGroupName', 'pattern', 'metricTransformation', 'region'],
  refused: ['applyOnTransformedLogs'],
  autoName: { property: 'name', maxLength: 255 },
  replaces: ['name', 'logGroupName'],
  outputs: [],
  create: async (aws, inputs) => {
    await putFilter(aws, inputs);
    return text(inputs, 'name');
  },
  read: async (aws, id, state) => {
    // The id is the filter's name alone; only an import names the log group too.
    const [, imported, name] = /^(.+):([^:]+)$/.exec(id) ?? [undefined, undefined, id];
    const group = imported ?? text(state, 'logGroupName');
    const found = await findFilter(aws, group, name);
    const [counted] = found?.metricTransformations ?? [];
    if (found === undefined || counted === undefined) return undefined;
    const { defaultValue, unit } = counted;
    return {
      id: name,
      properties: {
        name,
        logGroupName: group,
        pattern: found.filterPattern ?? '',
        metricTransformation: {
          name: counted.metricName ?? '',
          namespace: counted.metricNamespace ?? '',
          value: counted.metricValue ?? '',
          ...(defaultValue === undefined ? {} : { defaultValue: String(defaultValue) }),
          ...(unit === undefined || unit === 'None' ? {} : { unit }),
        },
      },
    };
  },
  update: (aws, _id, { next }) => putFilter(aws, next),
  delete: async (aws, id, state) => {
    const place = { logGroupName: text(state, 'logGroupName'), filterName: id };
    await unlessGone(aws.logs.send(new DeleteMetricFilterCommand(place)), gone);
  },
});

async function findFilter(aws: Aws, logGroupName: string, name: string) {
  const wanted = { logGroupName, filterNamePrefix: name };
  const look = async () => {
    for await (const page of paginateDescribeMetricFilters({ client: aws.logs }, wanted)) {
      const found = page.metricFilters?.find((each) => each.filterName === name);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return unlessGone(look(), gone);
}

async function putFilter(aws: Aws, inputs: Inputs<LogMetricFilterArgs>): Promise<void> {
  const counted = inputs.metricTransformation;
  if (counted === undefined) throw new Error('property metricTransformation must be there');
  await aws.logs.send(
    new PutMetricFilterCommand({
      logGroupName: text(inputs, 'logGroupName'),
      filterName: text(inputs, 'name'),
      filterPattern: text(inputs, 'pattern').trim(),
      metricTransformations: [
        {
          metricName: counted.name,
          metricNamespace: counted.namespace,
          metricValue: counted.value,
          ...(counted.defaultValue === undefined ? {} : { defaultValue: Number(counted.defaultValue) }),
        },
      ],
    }),
  );
}
