import { DescribeKeyCommand, GetKeyRotationStatusCommand, paginateListKeys } from '@aws-sdk/client-kms';
import type { CisKeyFact, CisRegionFact } from '../../model/cis.ts';
import { mapBounded } from '../bounded.ts';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

/** Keys looked into at most in one region; each costs two calls. */
const keyLimit = 100;

/**
 * Customer-managed keys of a region that could rotate by themselves. AWS’s own keys, asymmetric and HMAC keys, and
 * those with imported material cannot, so nothing is asked of them.
 * https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html
 */
export async function readCisKeys(
  clients: Clients,
  gather: Gather,
): Promise<Pick<CisRegionFact, 'keys' | 'keysLeftOut'>> {
  const ids = await gather.attempt(
    'kms:ListKeys',
    async () => {
      const found: string[] = [];
      for await (const page of paginateListKeys({ client: clients.kms, pageSize: 1000 }, {}))
        found.push(...(page.Keys ?? []).flatMap((key) => key.KeyId ?? []));
      return found.sort();
    },
    { subject: clients.region },
  );
  if (ids === undefined) return {};
  const keys = await mapBounded(ids.slice(0, keyLimit), 5, (id) => readKey(clients, gather, id));
  return {
    keys: keys.flatMap((key) => key ?? []),
    ...(ids.length > keyLimit ? { keysLeftOut: ids.length - keyLimit } : {}),
  };
}

async function readKey({ kms }: Clients, gather: Gather, id: string): Promise<CisKeyFact | undefined> {
  const about = { subject: id, absent: ['NotFound', 'UnsupportedOperation', 'KMSInvalidState'] };
  const described = await gather.attempt(
    'kms:DescribeKey',
    () => kms.send(new DescribeKeyCommand({ KeyId: id })),
    about,
  );
  const key = described?.KeyMetadata;
  if (key?.KeyManager !== 'CUSTOMER' || key.Enabled !== true) return undefined;
  if (key.KeySpec !== 'SYMMETRIC_DEFAULT' || key.Origin !== 'AWS_KMS') return undefined;
  const rotation = await gather.attempt(
    'kms:GetKeyRotationStatus',
    () => kms.send(new GetKeyRotationStatusCommand({ KeyId: id })),
    about,
  );
  if (rotation === undefined) return undefined;
  return { arn: key.Arn ?? '', rotation: rotation.KeyRotationEnabled === true };
}
