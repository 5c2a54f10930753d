import { join } from 'node:path';
import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { readStateIndex } from '../engine/state.ts';
import { partitionOf } from '../lib/partitions.ts';
import type { Partition } from '../model/target.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { type NeededRights, neededRights } from '../policies/rights/needed-rights.ts';
import { sharedStateRights } from '../policies/rights/own-rights.ts';
import { readPolicy } from '../policies/rights/read-policy.ts';
import { type PlannedArns, plannedArns } from '../policies/rights/right-arns.ts';
import { type RightsPolicies, rightsPolicies } from '../policies/rights/rights-policy.ts';
import { openEnd, planUnread } from './plan-unread.ts';

export interface CommandRights extends RightsPolicies {
  readonly accountId?: string;
  /** True where the statements are limited to what the file names. */
  readonly narrowed: boolean;
}

/** What a command needs, from the file and this machine's record alone: AWS is not asked. */
export function rightsOfCommand(
  context: Context,
  file: LoadedFile,
  command: 'plan' | 'apply' | 'check',
): CommandRights {
  const accountId = context.flags.account ?? file.merged.account?.id;
  const region = context.flags.region ?? file.merged.account?.region ?? 'us-east-1';
  const known = accountId === undefined ? {} : { accountId };
  const scope = { partition: partitionOf(region), ...known };
  if (command === 'check') return { documents: [readPolicy(scope)], widened: [], narrowed: false, ...known };
  const state = accountId === undefined ? new Map() : readStateIndex(join(context.stateRoot, accountId));
  const plan =
    file.exists && accountId !== undefined ? planUnread(file, { accountId, region }, state) : undefined;
  if (plan === undefined) {
    return { ...rightsPolicies(neededRights(command), scope), narrowed: false, ...known };
  }
  const types = [...plannedResources(plan), ...state.values()].map(({ type }) => type);
  const arns = plannedArns(plan, state);
  const bucket = (arns.of.bucket ?? []).map((arn) => arn.replace(new RegExp(`-${openEnd}$`), '-????????'));
  const named = { ...arns, of: { ...arns.of, bucket } };
  const needed = neededRights(command, [...new Set(types)]);
  const shared = withSharedState(
    { needed, named },
    file,
    { partition: scope.partition, accountId: plan.account.id },
    command,
  );
  return { ...rightsPolicies(shared.needed, scope, shared.named), narrowed: true, ...known };
}

interface Named {
  readonly needed: NeededRights;
  readonly named: PlannedArns;
}

/** What the shared state needs goes to its own objects alone, also where it is only fetched. */
function withSharedState(
  { needed, named }: Named,
  file: LoadedFile,
  { partition, accountId }: { readonly partition: Partition; readonly accountId: string },
  command: 'plan' | 'apply',
): Named {
  const bucket = file.merged.state?.replace(/^s3:\/\//, '');
  if (bucket === undefined) return { needed, named };
  const { read, write } = sharedStateRights;
  const object = [`arn:${partition}:s3:::${bucket}/bootstrap-account/${accountId}/*`];
  const key = [`arn:${partition}:kms:*:${accountId}:key/*`];
  return {
    needed: { ...needed, writes: [...needed.writes, ...read, ...(command === 'apply' ? write : [])] },
    named: { ...named, of: { ...named.of, object, key } },
  };
}
