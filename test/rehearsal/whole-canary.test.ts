import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accountId, type Bench, type Ended, openBench, region, yes } from '../helpers/bench.ts';
import { type FoundFile, filesBelow } from '../helpers/read-account.ts';

const file = `version: 1
extends: startup
account: { id: "${accountId}", region: ${region} }
trail: { encryption: sse-s3 }
people:
  - { name: ada, groups: [admins] }
  - { name: grace, groups: [admins] }
`;
/** What went over the wire and is nobody's to keep, by what it is. */
const heard = {
  sessionKeys: new Set<string>(),
  sessionTokens: new Set<string>(),
  passwords: new Set<string>(),
};
let bench: Bench;
let wire: Server;
let url: string;

beforeAll(async () => {
  bench = await openBench();
  wire = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers))
      if (name !== 'connection' && name !== 'host' && name !== 'content-length' && value !== undefined)
        headers.set(name, String(value));
    const method = incoming.method ?? 'GET';
    const password = new URLSearchParams(body.toString('latin1')).get('Password');
    if (password !== null) heard.passwords.add(password);
    const reply = await fetch(`${bench.front.url}${incoming.url}`, {
      method,
      headers,
      ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
    });
    const text = Buffer.from(await reply.arrayBuffer());
    for (const [, key = ''] of text.toString('latin1').matchAll(/<SecretAccessKey>([^<]+)</g))
      heard.sessionKeys.add(key);
    for (const [, token = ''] of text.toString('latin1').matchAll(/<SessionToken>([^<]+)</g))
      heard.sessionTokens.add(token);
    const kept = [...reply.headers].filter(
      ([name]) => !/^(connection|content-length|transfer-encoding)$/.test(name),
    );
    outgoing.writeHead(reply.status, Object.fromEntries(kept));
    outgoing.end(text);
  });
  await new Promise<void>((resolve) => wire.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(wire.address() as AddressInfo).port}`;
});
afterAll(async () => {
  wire?.closeAllConnections();
  wire?.close();
  await bench?.stop();
});

function holdersOf(secret: string, files: readonly FoundFile[]): readonly string[] {
  const forms = [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)];
  return files.filter((each) => forms.some((form) => each.content.includes(form))).map((each) => each.path);
}
/** Files of the home and of the run's own temporary folder. */
async function runWatched(words: readonly string[]): Promise<{ end: Ended; files: readonly FoundFile[] }> {
  bench.writeFile(file);
  const end = await bench.start(words, { plain: true, env: { TMPDIR: bench.home } }).ended;
  expect(end.code, end.stderr).toBe(0);
  return { end, files: filesBelow(bench.home) };
}

test('no key of the session and no password is kept by a run, but in the password files', async () => {
  const { end, files } = await runWatched(['rehearse', '--endpoint', url, '--', 'apply', '--debug', ...yes]);
  expect([heard.sessionKeys.size > 0, heard.sessionTokens.size > 0, heard.passwords.size]).toEqual([
    true,
    true,
    2,
  ]);
  const printed = `${end.stdout}${end.stderr}`;
  for (const secret of [...heard.sessionKeys, ...heard.sessionTokens]) {
    expect(holdersOf(secret, files)).toEqual([]);
    expect(printed).not.toContain(secret);
  }
  for (const secret of heard.passwords) {
    expect(holdersOf(secret, files)).toEqual([expect.stringContaining(join('passwords', ''))]);
    expect(printed).not.toContain(secret);
  }
});

test("the rehearsal's own journal holds no password", async () => {
  const { files } = await runWatched(['rehearse', '--fresh', '--', 'apply', ...yes]);
  expect(files.some((each) => each.path.endsWith('journal.jsonl'))).toBe(true);
  const passwords = files
    .filter((each) => each.path.includes('/passwords/'))
    .map((each) => each.content.trim());
  expect(passwords).toHaveLength(2);
  for (const secret of passwords)
    expect(holdersOf(secret, files)).toEqual([expect.stringContaining(join('passwords', ''))]);
});
