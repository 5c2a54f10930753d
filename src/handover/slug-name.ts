/**
 * A file name of a name from outside: no separator, no leading dot, nothing that a shell would read.
 * @param used names taken already, without regard to case; the new one is added
 */
export function slugName(name: string, used: Set<string> = new Set()): string {
  const plain = name
    .replace(/[^A-Za-z0-9@_+=,.-]/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 100);
  const base = plain === '' ? 'unnamed' : plain;
  let slug = base;
  for (let number = 2; used.has(slug.toLowerCase()); number += 1) slug = `${base}-${number}`;
  used.add(slug.toLowerCase());
  return slug;
}
