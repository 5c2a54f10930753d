/** The inside of every `${…}` of a text, as written. */
export function variablesIn(text: string): readonly string[] {
  return [...text.matchAll(/\$\{([^}]*)\}/g)].map((found) => found[1] ?? '');
}

/** The condition keys that variables of a text name; the escapes `${*}`, `${?}`, `${$}` name none. */
export function keysInVariables(text: string): readonly string[] {
  return variablesIn(text).flatMap((inner) => {
    const key = keyOfVariable(inner);
    return key === undefined ? [] : [key];
  });
}

/** `key`, or `key, 'default'`. */
export function keyOfVariable(inner: string): string | undefined {
  if (inner === '*' || inner === '?' || inner === '$') return undefined;
  return /^\s*([^,\s]+)\s*(?:,\s*'[^']*'\s*)?$/.exec(inner)?.[1];
}
