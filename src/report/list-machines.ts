import type { AccessKeyFact, UserFact } from '../model/snapshot.ts';

/** One row of `machine list`. */
export interface ListedMachine {
  readonly name: string;
  readonly purpose?: string;
  readonly groups: readonly string[];
  readonly keys: readonly string[];
  /** Where a rotation stands. */
  readonly rotation: string;
  /** What is out of the ordinary. */
  readonly note?: string;
}

/** Machines of the file; sorted by name. */
export function listMachines(
  machines: readonly {
    readonly name: string;
    readonly purpose?: string | undefined;
    readonly groups: readonly string[];
  }[],
  users: readonly UserFact[],
  facts: { readonly now: Date; readonly offSince: (name: string, idEnd: string) => string | undefined },
): readonly ListedMachine[] {
  return machines
    .map((machine): ListedMachine => {
      const user = users.find((each) => each.name === machine.name);
      const keys = [...(user?.accessKeys ?? [])].sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
      const note =
        user === undefined
          ? 'not made yet'
          : user.loginProfile === undefined
            ? undefined
            : 'has a console password: a program needs none';
      return {
        name: machine.name,
        ...(machine.purpose === undefined ? {} : { purpose: machine.purpose }),
        groups: machine.groups,
        keys: keys.map((key) => describe(key, facts.now)),
        rotation: rotationOf(keys, (idEnd) => facts.offSince(machine.name, idEnd)),
        ...(note === undefined ? {} : { note }),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function describe({ idEnd, active, createdAt, lastUsedAt }: AccessKeyFact, now: Date): string {
  const days = Math.max(0, Math.floor((now.getTime() - Date.parse(createdAt)) / 86_400_000));
  const used = lastUsedAt === undefined ? 'never used' : `used ${lastUsedAt.slice(0, 10)}`;
  return `…${idEnd} (${active ? '' : 'off, '}${days} days old, ${used})`;
}

function rotationOf(keys: readonly AccessKeyFact[], offSince: (idEnd: string) => string | undefined): string {
  const [old, young] = keys;
  if (old === undefined || young === undefined) return 'none';
  if (old.active) return 'both valid';
  const since = offSince(old.idEnd);
  return `…${old.idEnd} off${since === undefined ? '' : ` since ${since.slice(0, 10)}`}`;
}
