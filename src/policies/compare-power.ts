import type { Power, PowerChange, PowerStep } from '../model/power.ts';
import { answerOf, type PowerAnswer, type ReportPermission } from '../model/report.ts';

/** From least to most. What cannot be judged may be allowed, so it is more than denied. */
const rank: Readonly<Record<PowerAnswer, number>> = { denied: 0, unknown: 1, 'with-mfa': 2, allowed: 3 };

/**
 * Who gains and who loses what between two looks at an account, or between it and a plan: people, machines and
 * roles one by one (groups have no power of their own). Whoever is not there may do nothing. Those whose
 * answers are the same are left out. Pure.
 * @param options.groups also a member of each group: what a template gives, in which nobody is named
 */
export function comparePower(
  before: readonly Power[],
  after: readonly Power[],
  options: { readonly groups?: boolean } = {},
): readonly PowerChange[] {
  const shown = (powers: readonly Power[]) =>
    holdersOf(powers.filter(({ kind }) => kind !== 'group' || options.groups === true));
  const [then, now] = [shown(before), shown(after)];
  const keys = [...new Set([...now.keys(), ...then.keys()])];
  return keys.flatMap((key) => {
    const [was, is] = [then.get(key), now.get(key)];
    const either = is ?? was;
    if (either === undefined) return [];
    const steps = stepsBetween(was?.rows ?? [], is?.rows ?? []);
    const gains = steps.filter(({ from, to }) => rank[to] > rank[from]);
    const loses = steps.filter(({ from, to }) => rank[to] < rank[from]);
    const presence = was === undefined ? 'new' : is === undefined ? 'gone' : 'present';
    if (gains.length === 0 && loses.length === 0) return [];
    return [{ kind: either.kind, name: either.name, who: either.who, presence, gains, loses }];
  });
}

/** Users and roles have separate names; what a user is to the file may change. */
function holdersOf(powers: readonly Power[]): ReadonlyMap<string, Power> {
  return new Map(powers.map((power) => [`${sortOf(power)} ${power.name}`, power]));
}

function sortOf({ kind }: Power): 'group' | 'role' | 'user' {
  if (kind === 'group') return kind;
  return kind === 'role' || kind === 'other-role' ? 'role' : 'user';
}

function stepsBetween(
  before: readonly ReportPermission[],
  after: readonly ReportPermission[],
): readonly PowerStep[] {
  const [then, now] = [before, after].map((rows) => new Map(rows.map((row) => [row.what, row])));
  return [...new Set([...(now?.keys() ?? []), ...(then?.keys() ?? [])])].flatMap((what) => {
    const [was, is] = [then?.get(what), now?.get(what)];
    const row = is ?? was;
    if (row === undefined) return [];
    const [from, to] = [was, is].map((each) => (each === undefined ? 'denied' : answerOf(each)));
    if (from === undefined || to === undefined || from === to) return [];
    const reason = is?.reason ?? 'it is not there any more';
    return [{ what, action: row.action, resource: row.resource, from, to, reason }];
  });
}
