/** One HTTP request as it came in: header names and values in pairs, as the sender wrote them. */
export interface WireRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}
export interface WireReply {
  readonly status: number;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** The first header of that name, whatever its case. */
export function headerOf(
  message: { readonly rawHeaders: readonly string[] },
  name: string,
): string | undefined {
  for (const [key, value] of headerPairs(message.rawHeaders)) {
    if (key.toLowerCase() === name) return value;
  }
  return undefined;
}

export function headerPairs(rawHeaders: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    pairs.push([rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '']);
  }
  return pairs;
}

/** Headers without those named (lower case). */
export function withoutHeaders(rawHeaders: readonly string[], names: readonly string[]): string[] {
  return headerPairs(rawHeaders)
    .filter(([key]) => !names.includes(key.toLowerCase()))
    .flat();
}

/** The same reply with another text in its body. */
export function withText(reply: WireReply, text: string): WireReply {
  return { ...reply, body: Buffer.from(text) };
}
