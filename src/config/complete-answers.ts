import { inPartition } from '../lib/own-partition.ts';
import { partitionOf } from '../lib/partitions.ts';
import type { AccountFile, GroupEntry, RoleEntry } from '../model/account-file.ts';
import type {
  AlarmsAnswer,
  Answers,
  BudgetAnswer,
  DefaultsAnswer,
  GroupAnswer,
  RegionsAnswer,
  RoleAnswer,
  TrailAnswer,
} from '../model/answers.ts';
import { type Contacts, contactTypes } from '../model/contact.ts';
import type { Partition } from '../model/target.ts';
import { hasAdministrator } from './member-rules.ts';

/** An answer that nothing gives: no flag, variable, file, template or default. */
export interface MissingAnswer {
  /** Key of the question in `ui/questions.ts`. */
  readonly key: string;
  readonly fileKey: string;
  readonly flag: string;
  readonly why: string;
}
/** What is known without the file. */
export interface AnswerFacts {
  /** Account of the credentials; used where the file names none. */
  readonly accountId: string;
  /** Region of the profile; used where the file names none. */
  readonly region?: string;
}

/**
 * Makes answers of a merged file by adding the defaults, or names every answer that is still missing. The audit
 * bucket is named by `generateNames` beforehand; a trail without bucket is a missing answer too.
 */
export function completeAnswers(
  merged: AccountFile,
  facts: AnswerFacts,
): { readonly answers: Answers } | { readonly missing: readonly MissingAnswer[] } {
  const region = merged.account?.region ?? facts.region;
  const bucket = merged.trail?.bucket;
  const missing: readonly MissingAnswer[] = [
    ...(region === undefined ? [missingAnswers.region] : []),
    ...(hasAdministrator(merged) ? [] : [missingAnswers.admins]),
    ...(wantsTrail(merged) && bucket === undefined ? [missingAnswers.bucket] : []),
    ...(wantsAlarms(merged) && merged.alarms?.email === undefined ? [missingAnswers.alarmEmail] : []),
    ...missingOfBudget(merged),
  ];
  if (missing.length > 0 || region === undefined) return { missing };
  return { answers: makeAnswers(merged, { id: merged.account?.id ?? facts.accountId, region }) };
}

/** The same where nothing is asked any more: what is missing is simply not in the answers. */
export function makeAnswers(
  merged: AccountFile,
  { id, region }: { readonly id: string; readonly region: string },
): Answers {
  const alias = merged.account?.alias;
  const bucket = merged.trail?.bucket;
  const partition = partitionOf(region);
  return {
    account: { id, region, ...(alias === undefined ? {} : { alias }), ...completeContacts(merged) },
    groups: entriesOf(merged.groups).map(([name, group]) => completeGroup(name, group, partition)),
    people: merged.people ?? [],
    machines: merged.machines ?? [],
    roles: entriesOf(merged.roles).map(([name, role]) => completeRole(name, role)),
    ...completePolicies(merged, partition),
    ...completeTags(merged.tags),
    regions: completeRegions(merged, region),
    trail: wantsTrail(merged) && bucket !== undefined ? completeTrail(merged, bucket) : null,
    alarms: completeAlarms(merged),
    budget: completeBudget(merged),
    defaults: completeDefaults(merged),
    graceDays: merged.graceDays ?? 7,
    ...(merged.rootClosedAt === undefined ? {} : { rootClosedAt: merged.rootClosedAt }),
    exceptions: merged.exceptions ?? [],
  };
}

function wantsTrail({ trail }: AccountFile): boolean {
  return trail?.enabled !== false;
}

const missingAnswers = {
  region: {
    key: 'region',
    fileKey: 'account.region',
    flag: '--region',
    why: 'The trail, its bucket and its key live in one home region.',
  },
  admins: {
    key: 'admins',
    fileKey: 'people',
    flag: '--admin',
    why: 'Somebody has to be able to administer the account without root.',
  },
  bucket: {
    key: 'bucket',
    fileKey: 'trail.bucket',
    flag: '--audit-bucket',
    why: 'The trail needs a bucket for its log files; the first plan generates a name.',
  },
  alarmEmail: {
    key: 'alarm-email',
    fileKey: 'alarms.email',
    flag: '--alarm-email',
    why: 'An alarm that nobody reads is none.',
  },
  budgetUsd: {
    key: 'budget',
    fileKey: 'budget.monthlyUsd',
    flag: '--budget',
    why: 'A budget needs an amount to be held against.',
  },
  budgetEmail: {
    key: 'budget-email',
    fileKey: 'budget.email',
    flag: '--budget-email',
    why: 'A budget only mails; without an address it does nothing.',
  },
} as const satisfies Readonly<Record<string, MissingAnswer>>;

function entriesOf<T>(
  map: Readonly<Record<string, T | null>> | undefined,
): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
}

function completeGroup(name: string, group: GroupEntry, partition: Partition): GroupAnswer {
  const access = group.access ?? 'none';
  return {
    name,
    kind: group.kind ?? 'human',
    ...reasonsOf(group),
    access:
      typeof access === 'string'
        ? { kind: access }
        : { kind: 'statements', statements: inPartition(access.statements, partition) },
    cli: group.cli ?? 'none',
    ...ownWish(group),
  };
}

function reasonsOf({ purpose, owner }: { purpose?: string; owner?: string }) {
  return { ...(purpose === undefined ? {} : { purpose }), ...(owner === undefined ? {} : { owner }) };
}

/** What only a team that wants it says. */
function ownWish({ policies, path }: { policies?: readonly string[]; path?: string }) {
  return {
    ...(policies === undefined ? {} : { policies }),
    ...(path === undefined ? {} : { path }),
  };
}

function completeTags(tags: AccountFile['tags']): { readonly tags?: Readonly<Record<string, string>> } {
  const given = entriesOf(tags);
  return given.length === 0 ? {} : { tags: Object.fromEntries(given) };
}

function completePolicies({ policies }: AccountFile, partition: Partition): Pick<Answers, 'policies'> {
  const given = entriesOf(policies).map(([name, policy]) => ({
    name,
    ...policy,
    statements: inPartition(policy.statements, partition),
  }));
  return given.length === 0 ? {} : { policies: given };
}

function completeRole(name: string, role: RoleEntry): RoleAnswer {
  const things = [
    ...(role.queues ?? []).map((each) => ({ kind: 'queue' as const, ...each })),
    ...(role.secrets ?? []).map((each) => ({ kind: 'secret' as const, ...each })),
    ...(role.logGroups ?? []).map((each) => ({ kind: 'log-group' as const, ...each })),
  ];
  return {
    name,
    ...reasonsOf(role),
    buckets: (role.buckets ?? []).map((bucket) => ({
      ...bucket,
      delete: bucket.delete ?? false,
      create: bucket.create ?? false,
    })),
    ...(things.length === 0 ? {} : { things }),
    ...ownWish(role),
    ...completeTags(role.tags),
  };
}

function completeContacts({ account }: AccountFile): { readonly contacts?: Contacts } {
  const given = contactTypes.flatMap((type) => {
    const contact = account?.contacts?.[type];
    return contact === undefined || contact === null ? [] : [[type, contact] as const];
  });
  return given.length === 0 ? {} : { contacts: Object.fromEntries(given) };
}

function completeRegions({ regions = 'home' }: AccountFile, home: string): RegionsAnswer {
  if (typeof regions === 'string') return { kind: regions };
  return { kind: 'list', others: [...new Set(regions)].filter((each) => each !== home).sort() };
}

function completeTrail({ trail = {} }: AccountFile, bucket: string): TrailAnswer {
  return {
    name: trail.name ?? 'account-trail',
    bucket,
    retentionDays: trail.retentionDays ?? 400,
    encryption: trail.encryption ?? 'kms',
    objectLock: trail.objectLock ?? 'none',
  };
}

/** A file that says `alarms` at all wants them, unless it says none. */
function wantsAlarms({ alarms }: AccountFile): boolean {
  return alarms !== undefined && alarms !== null && alarms.set !== 'none';
}

function completeAlarms(merged: AccountFile): AlarmsAnswer | null {
  const email = merged.alarms?.email;
  if (!wantsAlarms(merged) || email === undefined) return null;
  return { email, logRetentionDays: merged.alarms?.logRetentionDays ?? 90 };
}

function missingOfBudget({ budget, alarms }: AccountFile): readonly MissingAnswer[] {
  if (budget === undefined || budget === null) return [];
  const email = budget.email ?? alarms?.email;
  return [
    ...(budget.monthlyUsd === undefined ? [missingAnswers.budgetUsd] : []),
    ...(email === undefined ? [missingAnswers.budgetEmail] : []),
  ];
}

function completeBudget({ budget, alarms }: AccountFile): BudgetAnswer | null {
  const email = budget?.email ?? alarms?.email;
  const monthlyUsd = budget?.monthlyUsd;
  return monthlyUsd === undefined || email === undefined ? null : { monthlyUsd, email };
}

function completeDefaults({ defaults = {} }: AccountFile): DefaultsAnswer {
  const policy = defaults.passwordPolicy ?? {};
  return {
    passwordPolicy: {
      minimumLength: policy.minimumLength ?? 14,
      requireSymbols: policy.requireSymbols ?? false,
      requireNumbers: policy.requireNumbers ?? false,
      requireUppercase: policy.requireUppercase ?? false,
      requireLowercase: policy.requireLowercase ?? false,
      reusePrevention: policy.reusePrevention ?? 24,
    },
    blockPublicS3: defaults.blockPublicS3 ?? true,
    encryptEbs: defaults.encryptEbs ?? true,
    requireImdsv2: defaults.requireImdsv2 ?? true,
    accessAnalyzer: defaults.accessAnalyzer ?? true,
  };
}
