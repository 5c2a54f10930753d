import { generateNames } from '../config/bucket-name.ts';
import { completeAnswers } from '../config/complete-answers.ts';
import type { LoadedFile } from '../config/load.ts';
import { partitionOf } from '../lib/partitions.ts';
import type { Plan, StateIndex } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import { assemblePlan } from '../plan/assemble.ts';

/** Ends the audit bucket's name as long as no run has given it its random end. */
export const openEnd = '00000000';

/**
 * The plan of a file without a look at the account: right for names, not for what is there already.
 * Undefined where the file leaves something open.
 */
export function planUnread(
  file: LoadedFile,
  wish: { readonly accountId: string; readonly region: string },
  state: StateIndex,
): Plan | undefined {
  const { merged } = generateNames(file.merged, { ...wish, randomBytes: (size) => new Uint8Array(size) });
  const complete = completeAnswers(merged, wish);
  if ('missing' in complete) return undefined;
  return assemblePlan(complete.answers, unreadAccount(wish), state);
}

/** An account of which nothing is known. */
function unreadAccount({ accountId, region }: { readonly accountId: string; readonly region: string }) {
  const partition = partitionOf(region);
  const snapshot: Snapshot = {
    takenAt: new Date(0).toISOString(),
    region,
    caller: {
      accountId,
      partition,
      arn: `arn:${partition}:sts::${accountId}:assumed-role/nobody/nobody`,
      kind: 'role',
      name: 'nobody',
      credentialKind: 'session',
    },
    aliases: [],
    summary: {},
    root: { hasAccessKeys: false, hasMfa: true },
    users: [],
    groups: [],
    roles: [],
    policies: [],
    instanceProfiles: [],
    instances: [],
    trails: [],
    buckets: {},
    keys: [],
    logGroups: [],
    alarms: [],
    topics: [],
    budgets: [],
    regions: [
      { name: region, ebsEncryptionByDefault: false, metadataDefaults: {}, analyzers: [], denied: [] },
    ],
    regionsLeftOut: [],
    contacts: {},
    notRead: [],
  };
  return snapshot;
}
