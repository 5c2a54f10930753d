import type { Instance } from '@aws-sdk/client-ec2';
import { cleanLine } from '../../lib/clean-text.ts';
import type { InstanceFact } from '../../model/snapshot.ts';
import type { Clients } from '../clients.ts';
import { tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/** Instances that are gone stay in the answer for an hour; they hold nothing any more. */
const gone: readonly (string | undefined)[] = ['shutting-down', 'terminated'];

/**
 * EC2 instances of the clients' region, sorted by id: a thousand a page.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html
 */
export async function readInstances(clients: Clients, gather: Gather): Promise<readonly InstanceFact[]> {
  const { paginateDescribeInstances } = await import('../late/ec2.ts');
  const { region } = clients;
  const facts: InstanceFact[] = [];
  await gather.attempt(
    'ec2:DescribeInstances',
    async () => {
      const client = await clients.ec2();
      for await (const page of paginateDescribeInstances({ client, pageSize: 1000 }, {})) {
        const instances = (page.Reservations ?? []).flatMap((reservation) => reservation.Instances ?? []);
        facts.push(...instances.filter(isThere).map((instance) => instanceFact(instance, region)));
      }
    },
    { subject: region },
  );
  return facts.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function isThere(instance: Instance): boolean {
  return !gone.includes(instance.State?.Name);
}

function instanceFact(instance: Instance, region: string): InstanceFact {
  // Anybody who may tag a machine writes it: one line, whatever it says.
  const name = cleanLine(tagsOf(instance.Tags).Name ?? '');
  const profileArn = instance.IamInstanceProfile?.Arn;
  return {
    id: instance.InstanceId ?? '',
    region,
    ...(name === '' ? {} : { name }),
    state: instance.State?.Name ?? '',
    ...(profileArn === undefined ? {} : { profileArn }),
    httpTokens: instance.MetadataOptions?.HttpTokens === 'required' ? 'required' : 'optional',
    metadata: instance.MetadataOptions?.HttpEndpoint !== 'disabled',
    ...(instance.MetadataOptions?.HttpPutResponseHopLimit === undefined
      ? {}
      : { hopLimit: instance.MetadataOptions.HttpPutResponseHopLimit }),
    ...addressesOf(instance),
  };
}

/** Public and private ones, by which a caller in the event history is known again. */
function addressesOf(instance: Instance): Pick<InstanceFact, 'addresses'> {
  const addresses = [instance.PublicIpAddress, instance.PrivateIpAddress].filter(
    (each): each is string => each !== undefined && each !== '',
  );
  return addresses.length === 0 ? {} : { addresses };
}
