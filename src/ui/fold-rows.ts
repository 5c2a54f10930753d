/** One resource in a list, as it is shown. */
export interface ListedRow {
  /** Pulumi's logical name. */
  readonly name: string;
  readonly title: string;
  /** A setting that each region has for itself. */
  readonly inRegion?: { readonly setting: string; readonly region: string };
  /** What it belongs to, by logical name, and what it is called beside that: «versioning». */
  readonly within?: { readonly name: string; readonly as: string };
}

/**
 * A list's titles without what says nothing new: what belongs to a listed thing stands behind it, and settings of
 * the same regions are one line. No resource is left out.
 */
export function foldRows(rows: readonly ListedRow[]): readonly string[] {
  const listed = new Map(rows.map((row) => [row.name, row]));
  const ownerOf = ({ within }: ListedRow) => (within === undefined ? undefined : listed.get(within.name));
  const behind = new Map<ListedRow, string[]>();
  for (const row of rows) {
    let root = row;
    for (let owner = ownerOf(root); owner !== undefined; owner = ownerOf(root)) root = owner;
    if (root !== row && row.within !== undefined)
      behind.set(root, [...(behind.get(root) ?? []), row.within.as]);
  }
  const regional = rows.filter((row) => row.inRegion !== undefined);
  const first = regional[0];
  return rows.flatMap((row) => {
    if (row === first) return foldRegions(regional);
    if (row.inRegion !== undefined || ownerOf(row) !== undefined) return [];
    const parts = joinParts(behind.get(row) ?? []);
    return [parts === '' ? row.title : `${row.title}: ${parts}`];
  });
}

const several = {
  policy: (names: readonly string[]) => `policies ${names.join(', ')}`,
  // Their names are sentences.
  alarm: (names: readonly string[]) => `${names.length} alarms (${names.join('; ')})`,
} as const;

/** «policy A», «policy B», «filter», «filter» → «policies A, B, 2 filters». */
function joinParts(parts: readonly string[]): string {
  const told = new Set<string>();
  return parts
    .flatMap((part) => {
      const [kind = '', name] = splitOnce(part);
      const word = kind === 'policy' || kind === 'alarm' ? kind : undefined;
      const key = word !== undefined && name !== undefined ? `${word} …` : part;
      if (told.has(key)) return [];
      told.add(key);
      if (word === undefined || name === undefined) {
        const count = parts.filter((each) => each === part).length;
        return count === 1 ? [part] : [`${count} ${part}s`];
      }
      const names = parts.flatMap((each) =>
        each.startsWith(`${word} `) ? [each.slice(word.length + 1)] : [],
      );
      return [names.length === 1 ? `${word} ${names.join()}` : several[word](names)];
    })
    .join(', ');
}

function splitOnce(part: string): readonly [string, string?] {
  const at = part.indexOf(' ');
  return at < 0 ? [part] : [part.slice(0, at), part.slice(at + 1)];
}

/** Settings that the same regions have for themselves. */
function foldRegions(rows: readonly ListedRow[]): readonly string[] {
  const regionsOf = new Map<string, string[]>();
  for (const { inRegion } of rows)
    if (inRegion !== undefined)
      regionsOf.set(inRegion.setting, [...(regionsOf.get(inRegion.setting) ?? []), inRegion.region]);
  const settingsOf = new Map<string, string[]>();
  for (const [setting, regions] of regionsOf) {
    const key = regions.join(', ');
    settingsOf.set(key, [...(settingsOf.get(key) ?? []), setting]);
  }
  return [...settingsOf].flatMap(([regions, settings]) => {
    const many = regions.split(', ').length;
    if (many === 1) return settings.map((setting) => `${setting} in ${regions}`);
    return [`in ${many} regions: ${settings.join('; ')} (${regions})`];
  });
}
