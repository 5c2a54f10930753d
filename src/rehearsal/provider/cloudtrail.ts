import {
  AddTagsCommand,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  type ReadWriteType,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from '@aws-sdk/client-cloudtrail';
import type { TrailArgs, TrailState } from '@pulumi/aws/cloudtrail/trail.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { defineType, flag, type Inputs, optionalText, type State, tagMap, text } from './resource-type.ts';
import { changeTags, fromTagList, toTagList } from './tags.ts';

/** Group and role go together; an empty text takes both off a trail, and a new trail gets none. */
function logsOf(inputs: Inputs<TrailArgs>, wereThere = false) {
  const [group, role] = [
    optionalText(inputs, 'cloudWatchLogsGroupArn'),
    optionalText(inputs, 'cloudWatchLogsRoleArn'),
  ];
  if (group === undefined && role === undefined && !wereThere) return {};
  return { CloudWatchLogsLogGroupArn: group ?? '', CloudWatchLogsRoleArn: role ?? '' };
}

/** Settings that CreateTrail and UpdateTrail share. */
function settingsOf(inputs: Inputs<TrailArgs>) {
  return {
    S3BucketName: text(inputs, 's3BucketName'),
    S3KeyPrefix: optionalText(inputs, 's3KeyPrefix'),
    KmsKeyId: optionalText(inputs, 'kmsKeyId'),
    IncludeGlobalServiceEvents: flag(inputs, 'includeGlobalServiceEvents'),
    IsMultiRegionTrail: flag(inputs, 'isMultiRegionTrail'),
    EnableLogFileValidation: flag(inputs, 'enableLogFileValidation'),
    IsOrganizationTrail: flag(inputs, 'isOrganizationTrail'),
    ...logsOf(inputs),
  };
}

export const trail = defineType<TrailArgs, TrailState>()({
  token: 'aws:cloudtrail/trail:Trail',
  inputs: [
    'name',
    's3BucketName',
    's3KeyPrefix',
    'kmsKeyId',
    'enableLogging',
    'enableLogFileValidation',
    'includeGlobalServiceEvents',
    'isMultiRegionTrail',
    'isOrganizationTrail',
    'cloudWatchLogsGroupArn',
    'cloudWatchLogsRoleArn',
    'eventSelectors',
    'tags',
    'region',
  ],
  refused: ['advancedEventSelectors', 'insightSelectors', 'snsTopicName'],
  autoName: { property: 'name', maxLength: 255 },
  replaces: ['name'],
  defaults: {
    enableLogging: true,
    enableLogFileValidation: false,
    includeGlobalServiceEvents: true,
    isMultiRegionTrail: false,
    isOrganizationTrail: false,
  },
  outputs: ['arn', 'homeRegion'],
  create: async (aws, inputs, made) => {
    const { TrailARN: arn = '' } = await aws.cloudtrail.send(
      new CreateTrailCommand({
        Name: text(inputs, 'name'),
        ...settingsOf(inputs),
        TagsList: toTagList(tagMap(inputs)),
      }),
    );
    made(arn);
    if (flag(inputs, 'enableLogging')) await aws.cloudtrail.send(new StartLoggingCommand({ Name: arn }));
    if ((inputs.eventSelectors ?? []).length > 0) await putSelectors(aws, arn, inputs);
    return arn;
  },
  read: async (aws, id) => {
    const ask = aws.cloudtrail.send(new DescribeTrailsCommand({ trailNameList: [id] }));
    const { trailList = [] } = (await unlessGone(ask, 'TrailNotFoundException')) ?? {};
    // The emulator answers every trail, whatever the list says.
    const found = trailList.find((each) => each.TrailARN === id || each.Name === id);
    if (found?.TrailARN === undefined) return undefined;
    const status = await aws.cloudtrail.send(new GetTrailStatusCommand({ Name: id }));
    const tags = await aws.cloudtrail.send(new ListTagsCommand({ ResourceIdList: [id] }));
    // Read only where the trail reports custom ones: a reset to the default from outside is never seen.
    const selectors = found.HasCustomEventSelectors === true ? await readSelectors(aws, id) : [];
    return {
      id: found.TrailARN,
      properties: {
        arn: found.TrailARN,
        homeRegion: found.HomeRegion ?? '',
        name: found.Name,
        s3BucketName: found.S3BucketName,
        ...(found.S3KeyPrefix === undefined || found.S3KeyPrefix === ''
          ? {}
          : { s3KeyPrefix: found.S3KeyPrefix }),
        ...(found.KmsKeyId === undefined || found.KmsKeyId === '' ? {} : { kmsKeyId: found.KmsKeyId }),
        ...filled('cloudWatchLogsGroupArn', found.CloudWatchLogsLogGroupArn),
        ...filled('cloudWatchLogsRoleArn', found.CloudWatchLogsRoleArn),
        includeGlobalServiceEvents: found.IncludeGlobalServiceEvents ?? false,
        isMultiRegionTrail: found.IsMultiRegionTrail ?? false,
        isOrganizationTrail: found.IsOrganizationTrail ?? false,
        enableLogFileValidation: found.LogFileValidationEnabled ?? false,
        enableLogging: status.IsLogging ?? false,
        ...(selectors.length === 0 ? {} : { eventSelectors: selectors }),
        tagsAll: fromTagList(tags.ResourceTagList?.[0]?.TagsList),
      },
    };
  },
  update: async (aws, id, { old, next, changed }) => {
    const apart = new Set(['enableLogging', 'eventSelectors', 'tags', 'tagsAll', 'region']);
    if ([...changed].some((each) => !apart.has(each)))
      await aws.cloudtrail.send(
        new UpdateTrailCommand({
          Name: id,
          ...settingsOf(next),
          ...logsOf(next, changed.has('cloudWatchLogsGroupArn')),
        }),
      );
    if (changed.has('enableLogging')) {
      await aws.cloudtrail.send(
        flag(next, 'enableLogging')
          ? new StartLoggingCommand({ Name: id })
          : new StopLoggingCommand({ Name: id }),
      );
    }
    if (changed.has('eventSelectors')) await putSelectors(aws, id, next);
    await changeTags(old, next, {
      remove: (keys) =>
        aws.cloudtrail.send(
          new RemoveTagsCommand({ ResourceId: id, TagsList: keys.map((Key) => ({ Key })) }),
        ),
      put: (tags) => aws.cloudtrail.send(new AddTagsCommand({ ResourceId: id, TagsList: toTagList(tags) })),
    });
  },
  delete: async (aws, id) => {
    // By name: the emulator takes a delete by ARN, and does nothing.
    const Name = id.replace(/^arn:.*:trail\//, '');
    await unlessGone(aws.cloudtrail.send(new DeleteTrailCommand({ Name })), 'TrailNotFoundException');
  },
});

function filled(key: 'cloudWatchLogsGroupArn' | 'cloudWatchLogsRoleArn', value: string | undefined) {
  return value === undefined || value === '' ? {} : { [key]: value };
}

async function putSelectors(aws: Aws, id: string, inputs: Inputs<TrailArgs>): Promise<void> {
  const wanted = inputs.eventSelectors ?? [];
  // None left: back to the default, all management events.
  const EventSelectors: EventSelector[] =
    wanted.length === 0
      ? [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }]
      : wanted.map((each) => ({
          ReadWriteType: (each.readWriteType ?? 'All') as ReadWriteType,
          IncludeManagementEvents: each.includeManagementEvents !== false,
          DataResources: [],
        }));
  await aws.cloudtrail.send(new PutEventSelectorsCommand({ TrailName: id, EventSelectors }));
}

async function readSelectors(
  aws: Aws,
  id: string,
): Promise<NonNullable<State<TrailState>['eventSelectors']>> {
  const found =
    (await aws.cloudtrail.send(new GetEventSelectorsCommand({ TrailName: id }))).EventSelectors ?? [];
  const [only] = found;
  // A single All selector without data resources reads as none, whatever it says of management events.
  if (found.length === 1 && only?.ReadWriteType === 'All' && (only.DataResources ?? []).length === 0)
    return [];
  return found.map((each) => ({
    readWriteType: each.ReadWriteType ?? 'All',
    includeManagementEvents: each.IncludeManagementEvents ?? true,
  }));
}
