import {
  type AdvancedEventSelector,
  type EventSelector,
  GetEventSelectorsCommand,
  type GetEventSelectorsResponse,
} from '@aws-sdk/client-cloudtrail';
import type { CisFacts } from '../../model/cis.ts';
import type { TrailFact } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

type ObjectEvents = CisFacts['objectEvents'][string];

/**
 * Which events on the objects of all buckets each trail records.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-data-events-with-cloudtrail.html
 */
export async function readObjectEvents(
  clients: Clients,
  gather: Gather,
  trails: readonly Pick<TrailFact, 'arn' | 'homeRegion'>[],
): Promise<CisFacts['objectEvents']> {
  const found = await Promise.all(
    trails.map(async ({ arn, homeRegion }) => {
      const { cloudtrail } = clients.forRegion(homeRegion);
      const answer = await gather.attempt(
        'cloudtrail:GetEventSelectors',
        () => cloudtrail.send(new GetEventSelectorsCommand({ TrailName: arn })),
        { subject: arn, absent: ['TrailNotFound'] },
      );
      return answer === undefined ? [] : [[arn, objectEventsOf(answer)] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** A selector that names buckets, or narrows in another way, does not count: the benchmark means all of them. */
export function objectEventsOf(
  answer: Pick<GetEventSelectorsResponse, 'EventSelectors' | 'AdvancedEventSelectors'>,
): ObjectEvents {
  const kinds = [
    ...(answer.EventSelectors ?? []).flatMap(kindsOfBasic),
    ...(answer.AdvancedEventSelectors ?? []).flatMap(kindsOfAdvanced),
  ];
  const [read, write] = [kinds.includes('read'), kinds.includes('write')];
  if (read && write) return 'all';
  return read ? 'read' : write ? 'write' : 'none';
}

type Kind = 'read' | 'write';

function kindsOfBasic({ DataResources, ReadWriteType = 'All' }: EventSelector): readonly Kind[] {
  const whole = (DataResources ?? []).some(
    ({ Type, Values }) =>
      Type === 'AWS::S3::Object' && (Values ?? []).some((value) => /^arn:[^:]+:s3(:::)?$/.test(value)),
  );
  if (!whole) return [];
  return ReadWriteType === 'All' ? ['read', 'write'] : ReadWriteType === 'ReadOnly' ? ['read'] : ['write'];
}

function kindsOfAdvanced({ FieldSelectors }: AdvancedEventSelector): readonly Kind[] {
  const fields = new Map((FieldSelectors ?? []).map((selector) => [selector.Field, selector.Equals ?? []]));
  if (fields.get('eventCategory')?.includes('Data') !== true) return [];
  if (fields.get('resources.type')?.includes('AWS::S3::Object') !== true) return [];
  const readOnly = fields.get('readOnly');
  if (fields.size > (readOnly === undefined ? 2 : 3)) return [];
  if (readOnly === undefined) return ['read', 'write'];
  return [
    ...(readOnly.includes('true') ? (['read'] as const) : []),
    ...(readOnly.includes('false') ? (['write'] as const) : []),
  ];
}
