import type { Context } from '../context.ts';
import type { AccountFile } from '../model/account-file.ts';
import type { PowerChange } from '../model/power.ts';
import { comparePlans, type PlanDifference } from '../plan/compare-plans.ts';
import { compareWorlds } from '../policies/compare-worlds.ts';
import { monthlyCosts } from '../report/costs.ts';
import { type TriedTemplate, tryTemplate } from './template-plan.ts';

/** A value that two files have otherwise; absent where one does not say it. */
export interface SettingDifference {
  readonly path: string;
  readonly from?: unknown;
  readonly to?: unknown;
}

/** Two templates, or account files, one against the other. */
export interface TemplateDiff {
  readonly from: string;
  readonly to: string;
  readonly settings: readonly SettingDifference[];
  readonly resources: readonly PlanDifference[];
  readonly permissions: readonly PowerChange[];
  /** AWS's own policies in either; what they allow is read from an account and not judged here. */
  readonly unread: readonly string[];
  /** USD a month. */
  readonly costs: { readonly from: number; readonly to: number };
}

/**
 * What changes for an account that goes from one template to another: in the file, in what is made, and in who may
 * do what. Nothing is asked of AWS.
 * @throws UserError `InvalidFile`, `FileNotReadable`, `TemplateNotFound`
 */
export async function diffTemplates(context: Context, from: string, to: string): Promise<TemplateDiff> {
  const before = await tryTemplate(context, from);
  const after = await tryTemplate(context, to);
  return {
    from,
    to,
    settings: compareSettings(before.merged, after.merged),
    resources: comparePlans(before.plan, after.plan),
    permissions: compareWorlds(before.asked, after.asked),
    unread: [...new Set([...before.unread, ...after.unread])].sort(),
    costs: { from: sumOf(before), to: sumOf(after) },
  };
}

export function areAlike({ settings, resources, permissions }: TemplateDiff): boolean {
  return settings.length === 0 && resources.length === 0 && permissions.length === 0;
}

function sumOf({ plan }: TriedTemplate): number {
  const sum = monthlyCosts(plan).reduce((total, { monthlyUsd }) => total + monthlyUsd, 0);
  return Math.round(sum * 100) / 100;
}

function compareSettings(before: AccountFile, after: AccountFile): readonly SettingDifference[] {
  const [then, now] = [new Map(leavesOf(before)), new Map(leavesOf(after))];
  return [...new Set([...now.keys(), ...then.keys()])]
    .filter((path) => JSON.stringify(then.get(path)) !== JSON.stringify(now.get(path)))
    .sort()
    .map((path) => ({
      path,
      ...(then.has(path) ? { from: then.get(path) } : {}),
      ...(now.has(path) ? { to: now.get(path) } : {}),
    }));
}

/** Values by their path; a list is one value, but for a list of named things. */
function leavesOf(value: unknown, path: readonly string[] = []): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path.join('.'), value]];
  if (!Array.isArray(value))
    return Object.entries(value).flatMap(([key, item]) => leavesOf(item, [...path, key]));
  const named = value.flatMap((item) =>
    typeof item?.name === 'string' ? [item as { readonly name: string }] : [],
  );
  if (value.length === 0) return [];
  if (named.length < value.length) return [[path.join('.'), value]];
  return named.flatMap(({ name, ...rest }) => leavesOf(rest, [...path, name]));
}
