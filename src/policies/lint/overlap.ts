/** A character to meet literally, `?`, or `*`. */
type Token = string | { readonly many: boolean };
type Pattern = readonly Token[];

const any: Token = { many: true };
const one: Token = { many: false };

/**
 * Whether some ARN fits both: an entry of a policy, with `*`, `?` and variables, and a form of AWS's list, in
 * which `${Name}` stands for at least one character. Part by part, as IAM matches them.
 */
export function arnsOverlap(entry: string, form: string): boolean {
  const wanted = splitArn(entry);
  const known = splitArn(form);
  return known.every((part, index) => partsOverlap(wanted[index] ?? '*', part));
}

function partsOverlap(a: string, b: string): boolean {
  if (a === '*') return true;
  const isPlain = (text: string): boolean => !/[*?$]/.test(text);
  if (isPlain(a) && isPlain(b)) return a.toLowerCase() === b.toLowerCase();
  return overlap(tokens(a), tokens(b));
}

/** The first of an ARN's six parts in which two cannot meet: 1 partition, 2 service, 3 region, 4 account, 5 resource. */
export function firstDifference(entry: string, form: string): number | undefined {
  const wanted = splitArn(entry);
  const at = splitArn(form).findIndex((part, index) => !partsOverlap(wanted[index] ?? '*', part));
  return at === -1 ? undefined : at;
}

/** Six parts; a colon inside `${…}` parts nothing. */
export function splitArn(text: string): readonly string[] {
  const parts: string[] = [''];
  for (const piece of text.split(/(\$\{[^}]*\}|:)/)) {
    if (piece === ':' && parts.length < 6) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts;
}

function tokens(text: string): Pattern {
  return text.split(/(\$\{[^}]*\}|.)/s).flatMap((piece): Pattern => {
    if (piece === '') return [];
    if (piece === '*') return [any];
    if (piece === '?') return [one];
    // `${*}`, `${?}` and `${$}` are those characters; every other variable is some text.
    if (/^\$\{[*?$]\}$/.test(piece)) return [piece.charAt(2)];
    return piece.length > 1 && piece.startsWith('$') ? [one, any] : [piece];
  });
}

/** Whether two patterns have a text in common. Case does not count: it is a hint, not a grant. */
function overlap(a: Pattern, b: Pattern): boolean {
  let row = firstRow(b);
  for (const left of a) {
    const next = [isMany(left) && row[0] === true];
    for (const [index, right] of b.entries()) {
      // A `*` stands for nothing, or takes in one more token of the other side.
      const widened = row[index + 1] === true || next[index] === true;
      next.push(isMany(left) || isMany(right) ? widened : row[index] === true && meets(left, right));
    }
    row = next;
  }
  return row.at(-1) === true;
}

function firstRow(b: Pattern): boolean[] {
  const row = [true];
  for (const [index, token] of b.entries()) row.push(isMany(token) && row[index] === true);
  return row;
}

function isMany(token: Token): boolean {
  return typeof token !== 'string' && token.many;
}
function meets(a: Token, b: Token): boolean {
  return typeof a !== 'string' || typeof b !== 'string' || a.toLowerCase() === b.toLowerCase();
}
