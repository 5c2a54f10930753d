import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListResourceTagsCommand,
  paginateListAliases,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import { parseArn } from '../../lib/arn.ts';
import type { KeyFact } from '../../model/snapshot.ts';
import { mapBounded } from '../bounded.ts';
import type { Clients } from '../clients.ts';
import { parseDocument } from './document.ts';
import { tagsOf } from './facts.ts';
import type { Gather } from './gather.ts';

/** Keys looked into at most, of those without an alias; more are a sign of a program that makes keys. */
const orphanLimit = 50;

/**
 * The keys that matter: behind the `aliases`, on trails (`trailKeys`, ARNs), and keys of ours that lost or
 * never got their alias, which only their tags tell. A key of the last kind that is about to be deleted is
 * left out; behind an alias it is kept with its state, as the alias is taken.
 */
export async function readKeys(
  clients: Clients,
  gather: Gather,
  wanted: {
    readonly aliases: readonly string[];
    readonly trailKeys: readonly string[];
    readonly accountId: string;
  },
): Promise<readonly KeyFact[]> {
  const aliases = await readAliases(clients, gather);
  const named = aliases.filter((alias) => wanted.aliases.includes(alias.name)).map((alias) => alias.keyId);
  // A key in another account cannot be read from here, and is not ours to judge.
  const onTrails = wanted.trailKeys.filter((arn) => parseArn(arn)?.accountId === wanted.accountId);
  // The key of our trail is behind our alias as a rule.
  const others = onTrails.filter((arn) => !named.some((id) => arn.endsWith(`:key/${id}`)));
  const known = await mapBounded([...named, ...others], 5, (id) => readKey(clients, gather, id, aliases));
  const orphans = await readOrphans(clients, gather, aliases);
  const byArn = new Map(
    [...known, ...orphans].flatMap((key) => (key === undefined ? [] : [[key.arn, key] as const])),
  );
  return [...byArn.values()].sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

interface KeyAlias {
  readonly name: string;
  readonly keyId: string;
}

async function readAliases(clients: Clients, gather: Gather): Promise<readonly KeyAlias[]> {
  const aliases: KeyAlias[] = [];
  await gather.attempt('kms:ListAliases', async () => {
    for await (const page of paginateListAliases({ client: clients.kms, pageSize: 100 }, {})) {
      for (const { AliasName: name, TargetKeyId: keyId } of page.Aliases ?? []) {
        if (name !== undefined && keyId !== undefined) aliases.push({ name, keyId });
      }
    }
  });
  return aliases;
}

async function readOrphans(
  clients: Clients,
  gather: Gather,
  aliases: readonly KeyAlias[],
): Promise<readonly KeyFact[]> {
  const ids: string[] = [];
  await gather.attempt('kms:ListKeys', async () => {
    for await (const page of paginateListKeys({ client: clients.kms, pageSize: 1000 }, {}))
      ids.push(...(page.Keys ?? []).flatMap((key) => key.KeyId ?? []));
  });
  const withAlias = new Set(aliases.map((alias) => alias.keyId));
  const candidates = ids.filter((id) => !withAlias.has(id)).slice(0, orphanLimit);
  const keys = await mapBounded(candidates, 5, async (id) => {
    const tags = await readTags(clients, gather, id, ['AccessDenied']);
    return tags.ManagedBy === 'bootstrap-account' ? readKey(clients, gather, id, aliases) : undefined;
  });
  return keys.flatMap((key) => (key === undefined || key.state === 'PendingDeletion' ? [] : [key]));
}

/** @param id key id or ARN; an ARN is asked in its own region */
async function readKey(
  clients: Clients,
  gather: Gather,
  id: string,
  aliases: readonly KeyAlias[],
): Promise<KeyFact | undefined> {
  const there = clients.forRegion(parseArn(id)?.region ?? clients.region);
  const about = { subject: id, absent: ['NotFound', 'UnsupportedOperation', 'KMSInvalidState'] };
  const described = await gather.attempt(
    'kms:DescribeKey',
    () => there.kms.send(new DescribeKeyCommand({ KeyId: id })),
    about,
  );
  const key = described?.KeyMetadata;
  if (key?.KeyId === undefined) return undefined;
  const [policy, rotation, tags] = await Promise.all([
    gather.attempt(
      'kms:GetKeyPolicy',
      () => there.kms.send(new GetKeyPolicyCommand({ KeyId: id, PolicyName: 'default' })),
      about,
    ),
    gather.attempt(
      'kms:GetKeyRotationStatus',
      () => there.kms.send(new GetKeyRotationStatusCommand({ KeyId: id })),
      about,
    ),
    readTags(there, gather, id),
  ]);
  return {
    id: key.KeyId,
    arn: key.Arn ?? '',
    aliases: aliases
      .filter((alias) => alias.keyId === key.KeyId)
      .map((alias) => alias.name)
      .sort(),
    state: key.KeyState ?? 'Enabled',
    enabled: key.Enabled === true,
    rotation: rotation?.KeyRotationEnabled === true,
    description: key.Description ?? '',
    policy: parseDocument(policy?.Policy ?? '{}', `key ${key.KeyId}`),
    tags,
  };
}

/** @param alsoAbsent a key without alias that denies the question is not ours, so nothing is missed */
async function readTags(
  clients: Clients,
  gather: Gather,
  id: string,
  alsoAbsent: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const answer = await gather.attempt(
    'kms:ListResourceTags',
    () => clients.kms.send(new ListResourceTagsCommand({ KeyId: id })),
    {
      subject: id,
      absent: ['NotFound', 'KMSInvalidState', ...alsoAbsent],
    },
  );
  return tagsOf(answer?.Tags?.map((tag) => ({ Key: tag.TagKey, Value: tag.TagValue })));
}
