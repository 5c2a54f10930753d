import { parse } from 'yaml';

const maxInline = 100;

/** A value on one line, in flow style: `{ name: ada, groups: [admins] }`. */
export function renderInline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(renderInline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return renderScalar(value);
  const pairs = defined(value).map(([key, item]) => `${renderScalar(key)}: ${renderInline(item)}`);
  return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`;
}

/** A value as block lines without indentation; entries of lists stay on one line while they are short. */
function renderBlock(value: unknown): readonly string[] {
  if (Array.isArray(value) && value.length > 0) return value.flatMap((item) => renderItem(item));
  if (typeof value === 'object' && value !== null && !Array.isArray(value) && defined(value).length > 0) {
    return defined(value).flatMap(([key, item]) => renderPair(key, item));
  }
  return [renderInline(value)];
}

/** `key: value`, the value behind it or in the lines below. */
export function renderPair(key: string, value: unknown): readonly string[] {
  const isShortList =
    Array.isArray(value) &&
    value.every((item) => typeof item !== 'object') &&
    renderInline(value).length <= maxInline;
  if (typeof value !== 'object' || value === null || isShortList || isEmpty(value))
    return [`${renderScalar(key)}: ${renderInline(value)}`];
  return [`${renderScalar(key)}:`, ...renderBlock(value).map((line) => `  ${line}`)];
}

/** `- value`. */
export function renderItem(value: unknown): readonly string[] {
  const inline = renderInline(value);
  if (inline.length <= maxInline || typeof value !== 'object') return [`- ${inline}`];
  return renderBlock(value).map((line, index) => `${index === 0 ? '- ' : '  '}${line}`);
}

function isEmpty(value: object): boolean {
  return Object.keys(value).length === 0;
}
function defined(value: object): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, item]) => item !== undefined);
}

/** Plain where YAML reads it back as the same text; otherwise as JSON, which YAML reads too. */
function renderScalar(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null);
  const isPlain =
    /^[A-Za-z][A-Za-z0-9 _.@/+-]*$/.test(value) && !value.endsWith(' ') && parse(value) === value;
  return isPlain ? value : JSON.stringify(value);
}
