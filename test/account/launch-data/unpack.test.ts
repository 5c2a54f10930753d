import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findKeyIds } from '../../../src/account/read/launch-data/find-key-ids.ts';
import { unpackUserData } from '../../../src/account/read/launch-data/unpack.ts';

/** Joined here, so that no scanner of repositories takes the test for a leak. */
const id = ['AKIA', 'J5Q7TESTK3YPLN4D'].join('');
const secret = ['q7Wm4rT9', 'xZk2Lp8Vn5Bc', '/Hd3Jf6Gs1Ya', '+Qe0UwRt'].join('');
const env = `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${secret}\n`;
const script = `#!/bin/sh\necho start\nexport AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${secret}\n`;
const b64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64');
const wrapped = (text: string) => b64(text).replace(/.{1,40}/g, '$&\n');
const mime = (...parts: readonly string[]) =>
  [
    'Content-Type: multipart/mixed; boundary="==B=="',
    'MIME-Version: 1.0',
    '',
    ...parts.flatMap((part) => ['--==B==', part]),
    '--==B==--',
    '',
  ].join('\r\n');
const look = (data: string | Uint8Array) => {
  const { texts, undecoded } = unpackUserData(Buffer.from(data));
  const found = findKeyIds(texts).map(({ id: _, ...where }) => where);
  return { found, undecoded };
};
const at = (part: string, line: number) => ({ found: [{ part, line, withSecret: true }], undecoded: [] });

describe('keys are found however they are packed', () => {
  test.each<readonly [string, string | Uint8Array, ReturnType<typeof at>]>([
    ['plain', script, at('', 3)],
    ['Windows line ends', script.replaceAll('\n', '\r\n'), at('', 3)],
    ['UTF-16 of PowerShell', Buffer.from(`\uFEFF${script}`, 'utf16le'), at('', 3)],
    ['base64 around it', b64(script), at('', 3)],
    ['base64 with line ends', wrapped(script), at('', 3)],
    ['gzip', gzipSync(script), at('', 3)],
    ['base64 of gzip', b64(gzipSync(script)), at('', 3)],
    [
      'one part of MIME',
      mime(
        'Content-Type: text/x-shellscript\r\n\r\n#!/bin/sh',
        `Content-Type: text/x-shellscript; name="run.sh"\r\n\r\n${script}`,
      ),
      at('part 2 (run.sh)', 3),
    ],
    [
      'a part in base64',
      mime(`Content-Type: text/x-shellscript\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(script)}`),
      at('part 1 (text/x-shellscript)', 3),
    ],
    [
      'a part in quoted-printable',
      mime(
        `Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nkey=3D${id.slice(0, 9)}=\r\n${id.slice(9)}\r\n${secret}`,
      ),
      at('part 1 (text/plain)', 1),
    ],
    [
      'gzip around MIME',
      gzipSync(mime(`Content-Type: text/plain\r\n\r\n${env}`)),
      at('part 1 (text/plain)', 1),
    ],
    [
      'MIME in MIME',
      mime(`${mime(`Content-Type: text/plain\r\n\r\n${env}`).replaceAll('==B==', 'inner')}`),
      at('part 1 (multipart), part 1 (text/plain)', 1),
    ],
    [
      'a file of cloud-init',
      `#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    content: |\n      # mine\n      ${env.replace('\n', '\n      ')}`,
      at('/etc/app.env', 2),
    ],
    [
      'a file in quotes',
      `#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    content: "a\\n${env.trim().replaceAll('\n', '\\n')}"\n`,
      at('/etc/app.env', 2),
    ],
    [
      'a file in base64',
      `#cloud-config\nwrite_files:\n  - { path: /etc/app.env, encoding: b64, content: ${b64(env)} }\n`,
      at('/etc/app.env', 1),
    ],
    [
      'a file in gzip and base64',
      `#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    encoding: gz+b64\n    content: ${b64(gzipSync(env))}\n`,
      at('/etc/app.env', 1),
    ],
    [
      'a binary scalar',
      `#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    encoding: gzip\n    content: !!binary ${b64(gzipSync(env))}\n`,
      at('/etc/app.env', 1),
    ],
    [
      'a jinja template',
      `## template: jinja\n#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    encoding: base64\n    content: ${b64(env)}\n`,
      at('/etc/app.env', 1),
    ],
    [
      'a part that is a cloud-config',
      mime(
        `Content-Type: text/cloud-config\r\n\r\n#cloud-config\nwrite_files:\n  - path: /root/.aws/credentials\n    encoding: b64\n    content: ${b64(env)}\n`,
      ),
      at('/root/.aws/credentials', 1),
    ],
    [
      'base64 in a script',
      `#!/bin/sh\necho ${b64(env)} | base64 -d > /etc/app.env\n`,
      at('base64 at line 2', 1),
    ],
    ['a here-document of base64', `#!/bin/sh\nbase64 -d <<X\n${wrapped(env)}X\n`, at('base64 at line 3', 1)],
  ])('%s', (_, data, expected) => {
    expect(look(data)).toEqual(expected);
  });

  test('an id without its secret is told as such', () => {
    expect(look(`# the key is ${id}\n`).found).toEqual([{ part: '', line: 1, withSecret: false }]);
    expect(look(`key ${id}\n${'x\n'.repeat(6)}${secret}\n`).found[0]?.withSecret).toBe(false);
  });
});

describe('no alarm', () => {
  test.each([
    [
      'the key of the documentation',
      'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n',
    ],
    ['the other one', 'AKIAI44QH8DHBEXAMPLE je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY'],
    ['a placeholder', 'AWS_ACCESS_KEY_ID=AKIAXXXXXXXXXXXXXXXX'],
    ['digits that no id has', 'AKIA1234567890ABCDEF'],
    ['a longer word', `X${id}`],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(look(text)).toEqual({ found: [], undecoded: [] });
  });

  test('random bytes are said to be undecoded, and are no key', () => {
    for (let round = 0; round < 50; round += 1) {
      const { found, undecoded } = look(Uint8Array.of(0, ...randomBytes(4096)));
      expect(found).toEqual([]);
      expect(undecoded).toEqual([expect.stringContaining('bytes that are no text')]);
    }
  });

  test('a certificate is data, and no more is said of it', () => {
    const pem = `-----BEGIN CERTIFICATE-----\n${b64(Uint8Array.of(0x30, 0x82, 0, ...randomBytes(700))).replace(/.{1,64}/g, '$&\n')}-----END CERTIFICATE-----\n`;
    expect(look(`#!/bin/sh\ncat > /etc/ca.pem <<X\n${pem}X\n`)).toEqual({ found: [], undecoded: [] });
  });
});

describe('what cannot be looked into is said, never passed as clean', () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  test.each<readonly [string, string | Uint8Array, RegExp]>([
    ['a bomb', bomb, /gzip data of more than \d+ bytes/],
    ['damaged gzip', gzipSync(script).subarray(0, 40), /gzip data that is damaged/],
    ['xz', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0, 0x80), /packed with xz/],
    ['an include', '#include\nhttps://acme.example/setup.sh\n', /#include/],
    ['broken YAML', '#cloud-config\nwrite_files: [ {', /no valid YAML/],
    [
      'an encoding nobody knows',
      '#cloud-config\nwrite_files:\n  - { path: /a, encoding: rot13, content: NXVN }\n',
      /\/a: encoding rot13/,
    ],
    [
      'a transfer encoding nobody knows',
      mime('Content-Type: text/plain\r\nContent-Transfer-Encoding: uuencode\r\n\r\nbegin'),
      /transfer encoding uuencode/,
    ],
    [
      'base64 of encrypted data',
      b64(Uint8Array.of(0, ...randomBytes(600))),
      /base64 of 601 bytes that are no text/,
    ],
    [
      'too deep',
      Array.from({ length: 9 }).reduce<Uint8Array>((inner) => gzipSync(inner), Buffer.from(script)),
      /packed too often/,
    ],
  ])('%s', (_, data, expected) => {
    expect(look(data).undecoded.join('; ')).toMatch(expected);
  });

  test('bombs inside each other end at the bounds', () => {
    const files = Array.from(
      { length: 40 },
      (_, n) =>
        `  - { path: /f${n}, encoding: gz+b64, content: ${b64(gzipSync(Buffer.alloc(1024 * 1024, 'a')))} }`,
    );
    const { undecoded } = look(`#cloud-config\nwrite_files:\n${files.join('\n')}\n`);
    expect(undecoded.length).toBeGreaterThan(30);
  });
});

test('whatever comes, it ends, and never throws', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 400 }),
      fc.constantFrom('', '#cloud-config\n', 'Content-Type: multipart/mixed; boundary=b\n\n--b\n'),
      (bytes, start) => {
        unpackUserData(Buffer.concat([Buffer.from(start), bytes]));
        unpackUserData(Buffer.from(b64(bytes)));
      },
    ),
  );
});
