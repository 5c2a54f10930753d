import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  type GetEventSelectorsResponse,
  GetTrailStatusCommand,
  ListTagsCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { TrailFact } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { byName, isoTime, tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/**
 * Trails that the home region shows: its own, and shadows of multi-region and organization trails from
 * elsewhere. Status, selectors and tags are asked in each trail's own home.
 */
export async function readTrails(clients: Clients, gather: Gather): Promise<readonly TrailFact[]> {
  const answer = await gather.attempt('cloudtrail:DescribeTrails', () =>
    clients.cloudtrail.send(new DescribeTrailsCommand({ includeShadowTrails: true })),
  );
  return byName(
    await Promise.all((answer?.trailList ?? []).map((trail) => readTrail(clients, gather, trail))),
  );
}

async function readTrail(clients: Clients, gather: Gather, trail: Trail): Promise<TrailFact> {
  const arn = trail.TrailARN ?? '';
  const homeRegion = trail.HomeRegion ?? clients.region;
  const { cloudtrail } = clients.forRegion(homeRegion);
  const about = { subject: arn, absent: ['TrailNotFound'] };
  const [status, selectors, tags] = await Promise.all([
    gather.attempt(
      'cloudtrail:GetTrailStatus',
      () => cloudtrail.send(new GetTrailStatusCommand({ Name: arn })),
      about,
    ),
    gather.attempt(
      'cloudtrail:GetEventSelectors',
      () => cloudtrail.send(new GetEventSelectorsCommand({ TrailName: arn })),
      about,
    ),
    gather.attempt(
      'cloudtrail:ListTags',
      () => cloudtrail.send(new ListTagsCommand({ ResourceIdList: [arn] })),
      about,
    ),
  ]);
  const startedAt = isoTime(status?.StartLoggingTime);
  const latestDeliveryAt = isoTime(status?.LatestDeliveryTime);
  const latestDeliveryError = status?.LatestDeliveryError;
  return {
    name: trail.Name ?? '',
    arn,
    homeRegion,
    multiRegion: trail.IsMultiRegionTrail === true,
    organization: trail.IsOrganizationTrail === true,
    globalEvents: trail.IncludeGlobalServiceEvents === true,
    validation: trail.LogFileValidationEnabled === true,
    bucket: trail.S3BucketName ?? '',
    ...(trail.S3KeyPrefix === undefined || trail.S3KeyPrefix === '' ? {} : { prefix: trail.S3KeyPrefix }),
    ...(trail.KmsKeyId === undefined || trail.KmsKeyId === '' ? {} : { kmsKeyArn: trail.KmsKeyId }),
    ...(filled(trail.CloudWatchLogsLogGroupArn) ? { logGroupArn: trail.CloudWatchLogsLogGroupArn } : {}),
    ...(filled(trail.CloudWatchLogsRoleArn) ? { logRoleArn: trail.CloudWatchLogsRoleArn } : {}),
    logging: status?.IsLogging === true,
    ...(startedAt === undefined ? {} : { startedAt }),
    ...(latestDeliveryAt === undefined ? {} : { latestDeliveryAt }),
    ...(latestDeliveryError === undefined || latestDeliveryError === '' ? {} : { latestDeliveryError }),
    allManagementEvents: recordsAllManagementEvents(selectors),
    ...(recordsDataEvents(selectors) ? { dataEvents: true } : {}),
    tags: tagsOf(tags?.ResourceTagList?.[0]?.TagsList),
  };
}

/** What was taken off a trail comes back as an empty text. */
function filled(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function recordsDataEvents(selectors: GetEventSelectorsResponse | undefined): boolean {
  const basic = (selectors?.EventSelectors ?? []).some(
    (selector) => (selector.DataResources ?? []).length > 0,
  );
  const advanced = (selectors?.AdvancedEventSelectors ?? []).some((selector) =>
    (selector.FieldSelectors ?? []).some(
      ({ Field, Equals }) => Field === 'eventCategory' && Equals?.includes('Data') === true,
    ),
  );
  return basic || advanced;
}

/**
 * True when some selector takes management events, read and write, of every source. No selector at all means
 * AWS's default: all of them.
 */
export function recordsAllManagementEvents(
  selectors: Pick<GetEventSelectorsResponse, 'EventSelectors' | 'AdvancedEventSelectors'> | undefined,
): boolean {
  if (selectors === undefined) return false;
  const basic = selectors.EventSelectors ?? [];
  const advanced = selectors.AdvancedEventSelectors ?? [];
  if (basic.length === 0 && advanced.length === 0) return true;
  const byBasic = basic.some(
    (selector) =>
      selector.IncludeManagementEvents !== false &&
      (selector.ReadWriteType ?? 'All') === 'All' &&
      (selector.ExcludeManagementEventSources ?? []).length === 0,
  );
  const byAdvanced = advanced.some((selector) => {
    const fields = selector.FieldSelectors ?? [];
    // Any further field (readOnly, eventSource…) narrows what is recorded.
    return (
      fields.length === 1 &&
      fields[0]?.Field === 'eventCategory' &&
      fields[0].Equals?.includes('Management') === true
    );
  });
  return byBasic || byAdvanced;
}
