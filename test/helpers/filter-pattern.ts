/**
 * As much of CloudWatch Logs' filter patterns for JSON as ours use: `{ … }` with `&&`, `||`, brackets, `=`, `!=`
 * with a text that may hold `*`, and NOT EXISTS. A field that is not there equals nothing and differs from nothing.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function matchesPattern(pattern: string, event: object): boolean {
  const tokens = pattern.match(/\{|\}|\(|\)|&&|\|\||!=|=|NOT EXISTS|\$[\w.]+|"[^"]*"|\S+/g) ?? [];
  let at = 0;
  const next = () => tokens[at++] ?? '';
  const expectToken = (wanted: string) => {
    const found = next();
    if (found !== wanted) throw new Error(`expected ${wanted}, found ${found} in ${pattern}`);
  };
  const any = (): boolean => {
    let result = all();
    while (tokens[at] === '||') {
      at += 1;
      const right = all();
      result ||= right;
    }
    return result;
  };
  const all = (): boolean => {
    let result = one();
    while (tokens[at] === '&&') {
      at += 1;
      const right = one();
      result &&= right;
    }
    return result;
  };
  const one = (): boolean => {
    if (tokens[at] === '(') {
      at += 1;
      const result = any();
      expectToken(')');
      return result;
    }
    const value = fieldOf(event, next());
    const operator = next();
    if (operator === 'NOT EXISTS') return value === undefined;
    const text = next();
    if (!/^".*"$/.test(text) || (operator !== '=' && operator !== '!='))
      throw new Error(`not understood: ${operator} ${text} in ${pattern}`);
    if (value === undefined) return false;
    return like(text.slice(1, -1), String(value)) === (operator === '=');
  };
  expectToken('{');
  const result = any();
  expectToken('}');
  if (at !== tokens.length) throw new Error(`something follows in ${pattern}`);
  return result;
}

function fieldOf(event: object, selector: string): unknown {
  return selector
    .replace(/^\$\./, '')
    .split('.')
    .reduce<unknown>(
      (value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined),
      event,
    );
}

function like(pattern: string, text: string): boolean {
  const source = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`).test(text);
}
