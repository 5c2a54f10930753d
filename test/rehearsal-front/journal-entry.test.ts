import { appendFile, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openJournal } from '../../src/rehearsal/journal.ts';
import { passwordPlaceholder, toJournalEntry, toReplayRequest } from '../../src/rehearsal/journal-entry.ts';
import { nameOperation } from '../../src/rehearsal/operation-name.ts';

const authorization =
  'AWS4-HMAC-SHA256 Credential=ASIAX/20260101/eu-west-1/iam/aws4_request, SignedHeaders=host, Signature=canarysignature';
function entryOf(body: string, more: { path?: string; headers?: string[]; service?: string } = {}) {
  const request = {
    method: 'POST',
    path: more.path ?? '/',
    rawHeaders: [
      'Authorization',
      authorization.replace('/iam/', `/${more.service ?? 'iam'}/`),
      'X-Amz-Security-Token',
      'canarytoken',
      ...(more.headers ?? ['Content-Type', 'application/x-www-form-urlencoded']),
    ],
    body: Buffer.from(body),
  };
  const operation = nameOperation(request);
  return toJournalEntry({
    n: 1,
    at: 5,
    operation,
    request,
    caller: 'arn:aws:iam::1:user/x',
    touch: false,
    local: false,
  });
}
const bodyOf = (entry: { body: string }) => new URLSearchParams(Buffer.from(entry.body, 'base64').toString());

describe('toJournalEntry', () => {
  it.each([
    ['CreateLoginProfile', 'Password=canary'],
    ['UpdateLoginProfile', 'Password=canary'],
    ['ChangePassword', 'OldPassword=canary&NewPassword=canary'],
  ])('keeps the password of %s out', (action, parameters) => {
    const body = bodyOf(entryOf(`Action=${action}&UserName=ada&${parameters}`));
    expect(body.toString()).not.toContain('canary');
    expect([...body.values()]).toContain(passwordPlaceholder);
    expect(body.get('Action')).toBe(action);
  });
  it('leaves bodies without a password byte for byte', () => {
    const body = 'Action=CreateUser&UserName=a%20b&Tags.member.1.Key=Password';
    expect(Buffer.from(entryOf(body).body, 'base64').toString()).toBe(body);
  });
  it('keeps no signature and no token, but key, region and service', () => {
    const entry = entryOf('', {
      path: '/b?X-Amz-Signature=canary&X-Amz-Security-Token=canary&policy',
      headers: ['X-Amz-Acl', 'private', 'Cookie', 'canary'],
      service: 's3',
    });
    expect(JSON.stringify(entry)).not.toContain('canary');
    expect(entry.headers).toEqual(['X-Amz-Acl', 'private']);
    expect(nameOperation(toReplayRequest(entry))).toMatchObject({
      service: 's3',
      region: 'eu-west-1',
      accessKeyId: 'ASIAX',
    });
  });
  it('keeps the value of a secure string out', () => {
    const headers = ['Content-Type', 'application/x-amz-json-1.1', 'X-Amz-Target', 'AmazonSSM.PutParameter'];
    const entry = entryOf(JSON.stringify({ Name: 'n', Type: 'SecureString', Value: 'canary' }), {
      headers,
      service: 'ssm',
    });
    expect(Buffer.from(entry.body, 'base64').toString()).not.toContain('canary');
  });
});

describe('openJournal', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'journal-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const options = (accountId = '111111111111') => ({ file: join(folder, 'sub', 'journal.jsonl'), accountId });

  it('gives back what was appended, and drops a torn line for good', async () => {
    const entry = entryOf('Action=CreateUser&UserName=ada');
    const first = await openJournal(options());
    await first.append(entry);
    await first.close();
    await appendFile(options().file, '{"n":2,"at"');
    const second = await openJournal(options());
    expect(second.entries).toEqual([entry]);
    await second.append({ ...entry, n: 3 });
    await second.close();
    const third = await openJournal(options());
    expect(third.entries.map(({ n }) => n)).toEqual([1, 3]);
    await third.close();
    expect((await readFile(options().file, 'utf8')).endsWith('}\n')).toBe(true);
    expect((await stat(options().file)).mode & 0o777).toBe(0o600);
  });
  it('refuses another account, damage, and a symbolic link', async () => {
    await (await openJournal(options())).close();
    await expect(openJournal(options('222222222222'))).rejects.toMatchObject({
      code: 'RehearsalJournalUnreadable',
    });
    await appendFile(options().file, 'nonsense\n');
    await expect(openJournal(options())).rejects.toThrow(/line 2 is not JSON/);
    await rm(options().file);
    await writeFile(join(folder, 'other'), '');
    await symlink(join(folder, 'other'), options().file);
    await expect(openJournal(options())).rejects.toMatchObject({ code: 'ELOOP' });
  });
});
