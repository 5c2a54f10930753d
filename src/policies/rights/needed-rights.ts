import { ownRights } from './own-rights.ts';
import { readActions } from './read-actions.ts';
import type { Right } from './right.ts';
import { typeRights } from './type-rights.ts';

/** What a command needs: reads go through the whole account, since what nobody planned is looked for as well. */
export interface NeededRights {
  readonly reads: readonly Right[];
  readonly writes: readonly Right[];
}

const ownReads: readonly Right[] = readActions
  // Only a report asks what the CIS benchmark wants to know.
  .filter(({ reader }) => !reader.startsWith('cis-'))
  .map(({ action, on, calls }) => ({ action, on: [on], ...(calls === undefined ? {} : { calls }) }));

/** @param types Pulumi's types of the resources in question. Default: every type that a plan can contain. */
export function neededRights(
  command: 'plan' | 'apply',
  types: readonly string[] = Object.keys(typeRights),
): NeededRights {
  const used = types.flatMap((type) => typeRights[type] ?? []);
  const { 'read/simulate.ts': simulate = [], ...writers } = ownRights;
  const reads = [...ownReads, ...used.flatMap(({ read }) => read)];
  if (command === 'plan') return { reads: distinct(reads), writes: [] };
  const writes = [
    ...used.flatMap(({ write, remove }) => [...write, ...(remove ?? [])]),
    ...Object.values(writers).flat(),
  ];
  const all = distinct([...reads, ...simulate]);
  const read = new Set(all.map(keyOf));
  return { reads: all, writes: distinct(writes).filter((right) => !read.has(keyOf(right))) };
}

/** The same action may be needed in several places: once is enough, for all that it is needed on. */
function distinct(rights: readonly Right[]): readonly Right[] {
  const found = new Map<string, Right>();
  for (const right of rights) {
    const known = found.get(keyOf(right));
    const on = [...new Set([...(known?.on ?? []), ...right.on])];
    const calls = [...new Set([...(known?.calls ?? []), ...(right.calls ?? [])])];
    found.set(keyOf(right), { ...right, on, ...(right.calls === undefined ? {} : { calls }) });
  }
  return [...found.values()];
}

const keyOf = ({ action, service = '' }: Right): string => `${action} ${service}`;

/** The calls as `service:Operation`, by which a recorded call is compared with its right. */
export function callsOfRight({ action, calls }: Right): readonly string[] {
  return calls ?? [action];
}
