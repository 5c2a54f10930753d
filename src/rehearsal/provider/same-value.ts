import type { Properties, ResourceType } from './resource-type.ts';

type Rules = Pick<ResourceType, 'documents' | 'sets' | 'keyIds'>;

/**
 * Whether two values of an input count as the same: documents by meaning, sets without order, a key's id and
 * its ARN, and nothing, false, zero and empty as one.
 */
export function sameValue(type: Rules, key: string, a: unknown, b: unknown): boolean {
  if (isNothing(a) && isNothing(b)) return true;
  if (type.documents?.includes(key) === true) return sameDocument(a, b);
  if (type.keyIds?.includes(key) === true) return keyId(a) === keyId(b);
  const [left, right] = type.sets?.includes(key) === true ? [sorted(a), sorted(b)] : [a, b];
  return stable(left) === stable(right);
}

function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '' || value === 0) return true;
  return typeof value === 'object' && Object.values(value).every(isNothing);
}

function keyId(value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^arn:[^/]*:key\//, '') : value;
}

function sorted(value: unknown): unknown {
  return Array.isArray(value) ? value.map(stable).sort() : value;
}

/** Key order does not count, nor does a key without a value. */
function stable(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  const entries = Object.entries(value as Properties).filter(([, each]) => !isNothing(each));
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${JSON.stringify(key)}:${stable(each)}`)
    .join(',')}}`;
}

/** IAM's equivalence: list order, one or a list of one, an account id or its root ARN. */
export function sameDocument(a: unknown, b: unknown): boolean {
  return canonicalText(a) === canonicalText(b);
}

function canonicalText(value: unknown): string {
  try {
    return JSON.stringify(canonical(typeof value === 'string' ? JSON.parse(value) : value));
  } catch {
    return String(value);
  }
}

function canonical(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(canonical).sort((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1));
    return items.length === 1 ? items[0] : items;
  }
  if (typeof value === 'string') return value.replace(/^arn:[a-z-]+:iam::(\d{12}):root$/, '$1');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.fromEntries(
    Object.entries(value as Properties)
      .sort(([x], [y]) => (x < y ? -1 : 1))
      .map(([key, each]) => [key, canonical(each)]),
  );
}
