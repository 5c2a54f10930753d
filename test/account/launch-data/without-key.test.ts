import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { withoutKey } from '../../../src/account/read/launch-data/without-key.ts';

const id = 'AKIAJ5Q7TESTK3YPLN4D';
const other = 'AKIAJ5Q7TESTK3YPK2LC';
// Forty characters that are no secret of anybody.
const secret = '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';
const bytes = (text: string) => Buffer.from(text);
const left = (text: string) => {
  const found = withoutKey(bytes(text), id);
  return found.kind === 'changed' ? Buffer.from(found.bytes).toString() : found.why;
};

describe('lines that only set the key are left out', () => {
  test.each([
    [
      'a shell script',
      `#!/bin/sh\nexport AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY="${secret}"\nrun\n`,
      '#!/bin/sh\nrun\n',
    ],
    [
      'without export, quoted',
      `AWS_ACCESS_KEY_ID='${id}'\nAWS_SECRET_ACCESS_KEY='${secret}';\nrun\n`,
      'run\n',
    ],
    [
      'an ini file in a here-document',
      `cat > ~/.aws/credentials <<EOF\n[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\nEOF\n`,
      'cat > ~/.aws/credentials <<EOF\n[default]\nEOF\n',
    ],
    [
      'a block of a cloud-config',
      `#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    content: |\n      MODE=live\n      AWS_ACCESS_KEY_ID=${id}\n      AWS_SECRET_ACCESS_KEY=${secret}\n`,
      '#cloud-config\nwrite_files:\n  - path: /etc/app.env\n    content: |\n      MODE=live\n',
    ],
    [
      'echo to a file',
      `echo "AWS_ACCESS_KEY_ID=${id}" >> /etc/environment\necho AWS_SECRET_ACCESS_KEY=${secret} >> /etc/environment\nrun`,
      'run',
    ],
    [
      'a unit file',
      `[Service]\nEnvironment="AWS_ACCESS_KEY_ID=${id}"\nEnvironment=AWS_SECRET_ACCESS_KEY=${secret}\nExecStart=/run`,
      '[Service]\nExecStart=/run',
    ],
    [
      'aws configure',
      `aws configure set aws_access_key_id ${id}\naws configure set aws_secret_access_key ${secret}\nrun`,
      'run',
    ],
    [
      'PowerShell, with its line ends',
      `$env:AWS_ACCESS_KEY_ID = "${id}"\r\n$env:AWS_SECRET_ACCESS_KEY = "${secret}"\r\nrun\r\n`,
      'run\r\n',
    ],
    [
      'beside other commands of a block',
      `if true; then\n  AWS_ACCESS_KEY_ID=${id}\n  run\nfi\n`,
      'if true; then\n  run\nfi\n',
    ],
    ['the id alone', `AWS_ACCESS_KEY_ID=${id}\nrun`, 'run'],
  ])('%s', (_, text, expected) => expect(left(text)).toBe(expected));

  test('gzip is gzip again, and the lines are named', () => {
    const found = withoutKey(gzipSync(`run\nAWS_ACCESS_KEY_ID=${id}\n`), id);
    expect(found).toMatchObject({ kind: 'changed', lines: [2] });
    expect(found.kind === 'changed' && gunzipSync(found.bytes).toString()).toBe('run\n');
  });
});

describe('everything else is left to a person', () => {
  test.each([
    [
      'packed',
      Buffer.from(`export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${secret}\n`).toString(
        'base64',
      ),
      'packed',
    ],
    ['on one line', `AWS_ACCESS_KEY_ID=${id} AWS_SECRET_ACCESS_KEY=${secret} run`, 'does more'],
    ['after another command', `cd /srv; export AWS_ACCESS_KEY_ID=${id}`, 'does more'],
    ['JSON', `{"aws_access_key_id": "${id}"}`, 'does more'],
    ['cloud-config’s own keys', `#cloud-config\nenv:\n  AWS_ACCESS_KEY_ID: ${id}\n`, 'does more'],
    ['in a comment', `# key ${id}\nrun`, 'does more'],
    ['overwriting a file', `echo AWS_ACCESS_KEY_ID=${id} > /etc/app.env`, 'does more'],
    ['going on on the next line', `AWS_ACCESS_KEY_ID=${id}\\\nrun`, 'does more'],
    ['going on from the line before', `env \\\n  AWS_ACCESS_KEY_ID=${id}\nrun`, 'belongs to the command'],
    [
      'all that a block holds',
      `if true; then\n  # the key\n  AWS_ACCESS_KEY_ID=${id}\nfi`,
      'belongs to the command',
    ],
    [
      'used further down',
      `AWS_ACCESS_KEY_ID=${id}\ndocker run -e AWS_ACCESS_KEY_ID app`,
      'works with the key',
    ],
    [
      'its secret by a variable',
      `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=$SECRET\nrun`,
      'works with the key',
    ],
    ['its secret elsewhere', `AWS_ACCESS_KEY_ID=${id}\nSECRET=${secret}\nrun`, 'looks like a secret'],
    ['beside another key', `AWS_ACCESS_KEY_ID=${id}\naws_access_key_id=${other}\n`, 'another key'],
    ['not in it at all', 'run', 'packed'],
  ])('%s', (_, text, why) => expect(left(text)).toContain(why));

  test('no text at all', () => {
    const found = withoutKey(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`AWS_ACCESS_KEY_ID=${id}`, 'utf16le')]),
      id,
    );
    expect(found).toMatchObject({ kind: 'by-hand' });
  });
});
