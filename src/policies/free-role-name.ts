/** A role name made of a user's, that no role of somebody else has; names are unique ignoring case. */
export function nearestFreeName(user: string, taken: readonly string[]): string {
  const base = user.replace(/[^\w+=,.@-]/g, '-').slice(0, 50);
  const used = new Set(taken.map((each) => each.toLowerCase()));
  for (let number = 1; number < 100; number += 1) {
    const name = number === 1 ? base : number === 2 ? `${base}-role` : `${base}-role-${number - 1}`;
    if (!used.has(name.toLowerCase())) return name;
  }
  return `${base}-role`;
}
