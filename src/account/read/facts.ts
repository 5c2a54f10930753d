interface TagPair {
  readonly Key?: string | undefined;
  readonly Value?: string | undefined;
}

/** AWS's list of tag pairs as a record; AWS's own `aws:` tags left out, as nobody else may set them. */
export function tagsOf(pairs: readonly TagPair[] | undefined): Readonly<Record<string, string>> {
  const entries = (pairs ?? []).flatMap(({ Key, Value }) =>
    Key === undefined || Key.startsWith('aws:') ? [] : [[Key, Value ?? ''] as const],
  );
  return Object.fromEntries(entries);
}

export function byName<T extends { readonly name: string }>(things: readonly T[]): readonly T[] {
  return [...things].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** A date as the snapshot writes it. */
export function isoTime(date: Date | undefined): string | undefined {
  return date?.toISOString();
}
