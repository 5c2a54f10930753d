/** One part of a MIME message, its transfer encoding undone. */
export interface MimePart {
  readonly type: string;
  readonly name?: string;
  readonly body: Uint8Array;
  /** Named where the transfer encoding is none that is known: then the body is as it stands. */
  readonly unknownEncoding?: string;
}

/** The parts of a MIME message, or undefined where the text is none. Nested ones come as a part each. */
export function readMime(text: string): readonly MimePart[] | undefined {
  const { headers, body } = splitHeaders(text);
  const type = headers.get('content-type');
  if (type === undefined) return undefined;
  if (!/^multipart\//i.test(type)) return [partOf(headers, body)];
  const boundary = parameterOf(type, 'boundary');
  if (boundary === undefined) return undefined;
  return splitParts(body, boundary).map((part) => {
    const split = splitHeaders(part);
    // A part that is multipart itself is handed on whole, with its headers.
    return /^multipart\//i.test(split.headers.get('content-type') ?? '')
      ? { type: 'multipart', body: Buffer.from(part) }
      : partOf(split.headers, split.body);
  });
}

/** Whether a text begins as mail does: header lines, one of them about MIME. */
export function looksLikeMime(text: string): boolean {
  return /^(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:content-type|mime-version)[ \t]*:/i.test(
    text.trimStart().slice(0, 4096),
  );
}

function splitHeaders(text: string): {
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
} {
  const lines = text.replace(/^\s*\n/, '').split('\n');
  const headers = new Map<string, string>();
  let last = '';
  for (const [index, raw] of lines.entries()) {
    const line = raw.replace(/\r$/, '');
    if (line === '') return { headers, body: lines.slice(index + 1).join('\n') };
    const [, key, value] = /^([A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(.*)$/.exec(line) ?? [];
    if (key !== undefined) {
      last = key.toLowerCase();
      headers.set(last, value ?? '');
    } else if (/^[ \t]/.test(line) && last !== '') headers.set(last, `${headers.get(last)} ${line.trim()}`);
    else return { headers: new Map(), body: text };
  }
  return { headers, body: '' };
}

function splitParts(body: string, boundary: string): readonly string[] {
  const parts: string[] = [];
  let open: string[] | undefined;
  for (const line of body.split('\n')) {
    const mark = line.trimEnd();
    if (mark === `--${boundary}` || mark === `--${boundary}--`) {
      if (open !== undefined) parts.push(open.join('\n'));
      open = mark.endsWith(`${boundary}--`) ? undefined : [];
    } else open?.push(line);
  }
  // A message that was cut off: its last part is looked at all the same.
  if (open !== undefined) parts.push(open.join('\n'));
  return parts;
}

function partOf(headers: ReadonlyMap<string, string>, body: string): MimePart {
  const type = (headers.get('content-type') ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? '';
  const name =
    parameterOf(headers.get('content-disposition') ?? '', 'filename') ??
    parameterOf(headers.get('content-type') ?? '', 'name');
  const encoding = (headers.get('content-transfer-encoding') ?? '7bit').trim().toLowerCase();
  const known = /^(7bit|8bit|binary|base64|quoted-printable)$/.test(encoding);
  return {
    type,
    ...(name === undefined ? {} : { name }),
    body: decodeBody(encoding, body),
    ...(known ? {} : { unknownEncoding: encoding }),
  };
}

function decodeBody(encoding: string, body: string): Uint8Array {
  if (encoding === 'base64') return Buffer.from(body.replace(/\s+/g, ''), 'base64');
  if (encoding !== 'quoted-printable') return Buffer.from(body.replace(/\r\n/g, '\n').replace(/\r$/, ''));
  const joined = body.replace(/=\r?\n/g, '');
  return Buffer.from(
    joined.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function parameterOf(header: string, name: string): string | undefined {
  const found = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^;\\s]+))`, 'i').exec(header);
  return found?.[1] ?? found?.[2];
}
