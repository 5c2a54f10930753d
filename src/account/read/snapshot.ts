import type { Snapshot, SnapshotInterest } from '../../model/snapshot.ts';
import type { Caller } from '../../model/target.ts';
import type { Clients } from '../clients.ts';
import { readAccountSettings } from './account-settings.ts';
import { readAlarms, type Watch } from './alarms.ts';
import { groupFacts, readAuthorization } from './authorization.ts';
import { readBuckets } from './buckets.ts';
import { readBudgets } from './budgets.ts';
import { readContacts } from './contacts.ts';
import { readCredentialReport, rootLastUsed } from './credential-report.ts';
import { makeGather } from './gather.ts';
import { readKeys } from './keys.ts';
import { readPlantedKeys } from './planted-keys.ts';
import { readPolicies } from './policies.ts';
import { readRegions } from './regions.ts';
import { readInstanceProfiles, readRoles } from './roles.ts';
import { readTrails } from './trails.ts';
import { readUsers } from './users.ts';

/** What a reading needs to know beforehand. */
export interface SnapshotOptions {
  readonly caller: Caller;
  readonly region: string;
  readonly now: Date;
  readonly signal?: AbortSignal;
  /**
   * Also what tells things of ours from those that were there before: tags and descriptions of policies and
   * instance profiles, a call each. A check can do without.
   * @default true
   */
  readonly origins?: boolean;
  /**
   * Looks for keys in every version of a launch template, instead of the newest and the default one.
   * @default false
   */
  readonly allTemplateVersions?: boolean;
}

/**
 * Reads the account as it is, in bulk: calls grow with pages, not with people. Changes nothing. A read that is
 * denied stands in `notRead`, the rest is complete.
 * @throws UserError `CredentialsExpired`, `CredentialsUnknown`, `ClockSkewed`
 * @throws EngineError `NetworkFailed`, `AwsCallFailed`, `UnreadableDocument`
 * @throws InterruptedError when the signal is aborted
 */
export async function readSnapshot(
  clients: Clients,
  interest: SnapshotInterest,
  options: SnapshotOptions,
): Promise<Snapshot> {
  const gather = makeGather(options.region, options.signal);
  const { accountId } = options.caller;
  // Takes AWS some seconds, so it is begun first; two readers use it.
  const report = readCredentialReport(clients, gather);
  const settingsRead = readAccountSettings(clients, gather, accountId);
  const identities = readIdentity(clients, gather, interest, {
    report: () => report,
    origins: options.origins ?? true,
  });
  const regionals = readRegions(clients, gather, interest.regions ?? { kind: 'home' }, options.signal);
  const [identity, trail, settings, planted, rootUsedAt, regional, contacts, budgets] = await Promise.all([
    identities,
    readAudit(clients, gather, interest, accountId),
    settingsRead,
    readPlanted(clients, gather, options, { regionals, identities, settings: settingsRead }),
    report.then(rootLastUsed),
    regionals,
    readContacts(clients, gather),
    readBudgets(clients, gather, options.caller, interest.budget),
  ]);
  const ebs = regional.regions[0]?.ebsEncryptionByDefault;
  return {
    takenAt: options.now.toISOString(),
    region: options.region,
    caller: options.caller,
    ...settings,
    root: { ...settings.root, ...(rootUsedAt === undefined ? {} : { lastUsedAt: rootUsedAt }) },
    planted,
    ...identity,
    ...trail,
    ...regional,
    ...(ebs === undefined ? {} : { ebsEncryptionByDefault: ebs }),
    ...(contacts === undefined ? {} : { contacts }),
    budgets,
    notRead: [...gather.notRead].sort((a, b) => (`${a.action} ${a.why}` < `${b.action} ${b.why}` ? -1 : 1)),
  };
}

type Identity = Pick<Snapshot, 'users' | 'groups' | 'roles' | 'policies' | 'instanceProfiles'>;

async function readIdentity(
  clients: Clients,
  gather: ReturnType<typeof makeGather>,
  interest: SnapshotInterest,
  {
    report,
    origins,
  }: { readonly report: () => ReturnType<typeof readCredentialReport>; readonly origins: boolean },
): Promise<Identity> {
  const authorization = await readAuthorization(clients, gather);
  const [users, roles, policies, instanceProfiles] = await Promise.all([
    readUsers(clients, gather, authorization.users, report),
    readRoles(clients, gather, authorization.roles),
    readPolicies(clients, gather, authorization.policies, {
      awsManaged: interest.awsManagedPolicies,
      origins,
    }),
    readInstanceProfiles(clients, gather, origins),
  ]);
  return { users, groups: groupFacts(authorization.groups), roles, policies, instanceProfiles };
}

/** The keys in what machines start with, in every region that is looked at. */
async function readPlanted(
  clients: Clients,
  gather: ReturnType<typeof makeGather>,
  { caller: { accountId }, allTemplateVersions: allVersions = false }: SnapshotOptions,
  reads: {
    readonly regionals: ReturnType<typeof readRegions>;
    readonly identities: Promise<Identity>;
    readonly settings: ReturnType<typeof readAccountSettings>;
  },
): Promise<Snapshot['planted']> {
  const { instances, regions: seen } = await reads.regionals;
  const regions = seen.map((each) => each.name);
  const owners = Promise.all([reads.identities, reads.settings]).then(([{ users }, { root }]) => ({
    users,
    rootHasKeys: root.hasAccessKeys,
  }));
  const [planted] = await Promise.all([
    readPlantedKeys(clients, gather, { regions, instances, accountId, owners, allVersions }),
    owners,
  ]);
  return planted;
}

type Audit = Pick<Snapshot, 'trails' | 'buckets' | 'keys'> & Watch;

async function readAudit(
  clients: Clients,
  gather: ReturnType<typeof makeGather>,
  interest: SnapshotInterest,
  accountId: string,
): Promise<Audit> {
  const trails = await readTrails(clients, gather);
  // The bucket and key of an organization trail belong to another account.
  const own = trails.filter((trail) => !trail.organization);
  const [buckets, keys, watch] = await Promise.all([
    readBuckets(clients, gather, accountId, [...interest.buckets, ...own.map((trail) => trail.bucket)]),
    readKeys(clients, gather, {
      aliases: interest.keyAliases,
      trailKeys: own.flatMap((trail) => trail.kmsKeyArn ?? []),
      accountId,
    }),
    readAlarms(clients, gather, interest.alarms, own),
  ]);
  return { trails, buckets, keys, ...watch };
}
