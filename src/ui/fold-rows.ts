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
  const listed = new Set(rows.map((row) => row.name));
  const behind = new Map<string, string[]>();
  for (const { within } of rows)
    if (within !== undefined && listed.has(within.name))
      behind.set(within.name, [...(behind.get(within.name) ?? []), within.as]);
  const regional = rows.filter((row) => row.inRegion !== undefined);
  const first = regional[0];
  return rows.flatMap((row) => {
    if (row === first) return foldRegions(regional);
    if (row.inRegion !== undefined) return [];
    if (row.within !== undefined && listed.has(row.within.name)) return [];
    const parts = joinParts(behind.get(row.name) ?? []);
    return [parts === '' ? row.title : `${row.title}: ${parts}`];
  });
}

/** «policy A», «policy B» → «policies A, B». */
function joinParts(parts: readonly string[]): string {
  const policies = parts.filter((part) => part.startsWith('policy ')).map((part) => part.slice(7));
  const rest = parts.filter((part) => !part.startsWith('policy '));
  return [
    ...(policies.length > 1 ? [`policies ${policies.join(', ')}`] : policies.map((name) => `policy ${name}`)),
    ...rest,
  ].join(', ');
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
