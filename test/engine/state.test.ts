import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { backupState, listBackups, restoreState } from '../../src/engine/backups.ts';
import { ensurePassphrase } from '../../src/engine/passphrase.ts';
import {
  clearPending,
  describeState,
  pendingOperations,
  readOutputs,
  readSalt,
  readStateIndex,
} from '../../src/engine/state.ts';
import { ensureStateFolder, replaceFile, statePaths, writeDurably } from '../../src/engine/state-folder.ts';
import { RefusedError, UserError } from '../../src/errors.ts';

const urn = (type: string, name: string) => `urn:pulumi:111122223333::bootstrap-account::${type}::${name}`;
const group = {
  urn: urn('aws:iam/group:Group', 'groups/admins'),
  type: 'aws:iam/group:Group',
  custom: true,
  id: 'admins',
  later: { kept: [1] },
};
const trail = {
  urn: urn('c:x:Y$aws:cloudtrail/trail:Trail', 'audit-trail/trail'),
  type: 'aws:cloudtrail/trail:Trail',
  custom: true,
  id: 't',
  retainOnDelete: true,
};
const checkpoint = {
  version: 3,
  checkpoint: {
    stack: 'organization/bootstrap-account/111122223333',
    latest: {
      manifest: { magic: 'm' },
      secrets_providers: { type: 'passphrase', state: { salt: 'v1:abc' } },
      resources: [
        {
          urn: urn('pulumi:pulumi:Stack', 's'),
          type: 'pulumi:pulumi:Stack',
          custom: false,
          outputs: { a: 1, b: { '4dabf18193072939515e22adb298388d': 'x', ciphertext: 'y' } },
        },
        { urn: urn('pulumi:providers:aws', 'default'), type: 'pulumi:providers:aws', custom: true, id: 'p' },
        { urn: urn('c:x:Y', 'groups'), type: 'c:x:Y', custom: false },
        group,
        trail,
        { ...group, urn: urn(group.type, 'groups/old'), delete: true },
      ],
      pending_operations: [
        {
          resource: { urn: urn('aws:iam/user:User', 'people/ada'), type: 'aws:iam/user:User' },
          type: 'creating',
        },
        {
          resource: { urn: urn('aws:iam/user:User', 'people/bob'), type: 'aws:iam/user:User' },
          type: 'creating',
        },
      ],
    },
  },
};

let root: string;
let folder: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'engine-state-'));
  folder = ensureStateFolder(join(root, '111122223333'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(content: unknown): void {
  const path = statePaths(folder).checkpoint;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
}
function thrown(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('reading', () => {
  test('no state is an empty index', () => {
    expect(readStateIndex(folder).size).toBe(0);
    expect(pendingOperations(folder)).toEqual([]);
  });

  test('the index holds the resources of the account, by logical name', () => {
    put(checkpoint);
    expect([...readStateIndex(folder).values()]).toEqual([
      {
        urn: group.urn,
        type: group.type,
        name: 'groups/admins',
        id: 'admins',
        retained: false,
        properties: {},
      },
      {
        urn: trail.urn,
        type: trail.type,
        name: 'audit-trail/trail',
        id: 't',
        retained: true,
        properties: {},
      },
    ]);
    expect(readOutputs(folder)).toEqual({ a: 1, b: '[secret]' });
    expect(readSalt(folder)).toBe('v1:abc');
  });

  test('a stack that was only made has no resources', () => {
    put({ version: 3, checkpoint: { stack: 'organization/bootstrap-account/111122223333', latest: null } });
    expect(readStateIndex(folder).size).toBe(0);
  });

  const whole = JSON.stringify(checkpoint);
  test.each([
    ['empty', ''],
    ['cut off', whole.slice(0, whole.length / 2)],
    ['an empty object', '{}'],
    ['an array', '[]'],
    ['no URN', whole.replaceAll('urn:pulumi', 'urn:other')],
    ['a newer version', whole.replace('"version":3', '"version":99')],
  ])('%s is refused, with the newest valid backup and the command', (_, text) => {
    put(checkpoint);
    const name = backupState(folder, new Date('2026-01-02T03:04:05Z'));
    put(text);
    const error = thrown(() => readStateIndex(folder));
    expect(error).toBeInstanceOf(RefusedError);
    expect(error).toMatchObject({
      code: 'StateDamaged',
      fix: expect.stringContaining(`bootstrap-account state restore ${name}`),
    });
    expect(describeState(folder)).toMatchObject({ condition: 'damaged' });
  });

  test('a state that is gone while backups are there is refused too', () => {
    put(checkpoint);
    backupState(folder, new Date('2026-01-02T03:04:05Z'));
    rmSync(statePaths(folder).checkpoint);
    expect(thrown(() => readStateIndex(folder))).toMatchObject({ code: 'StateDamaged' });
  });
});

describe('pending operations', () => {
  test('are listed, and only the named ones are cleared; nothing else in the file changes', () => {
    put(checkpoint);
    expect(pendingOperations(folder).map((one) => `${one.operation} ${one.name}`)).toEqual([
      'creating people/ada',
      'creating people/bob',
    ]);
    clearPending(folder, [urn('aws:iam/user:User', 'people/ada')]);
    const latest = {
      ...checkpoint.checkpoint.latest,
      pending_operations: checkpoint.checkpoint.latest.pending_operations.slice(1),
    };
    const now = JSON.parse(readFileSync(statePaths(folder).checkpoint, 'utf8'));
    expect(now).toEqual({ ...checkpoint, checkpoint: { ...checkpoint.checkpoint, latest } });
    expect(statSync(statePaths(folder).checkpoint).mode & 0o777).toBe(0o600);
  });
});

describe('backups', () => {
  test('the last 20 are kept, newest first; a damaged state is never backed up', () => {
    put(checkpoint);
    for (let minute = 10; minute < 35; minute++) backupState(folder, new Date(`2026-01-02T03:${minute}:05Z`));
    const backups = listBackups(folder);
    expect(backups).toHaveLength(20);
    expect(backups[0]).toEqual({
      name: '2026-01-02T03-34-05-000Z.json',
      takenAt: new Date('2026-01-02T03:34:05Z'),
      resources: 6,
      valid: true,
    });
    put('');
    expect(thrown(() => backupState(folder, new Date()))).toBeInstanceOf(RefusedError);
    expect(listBackups(folder)).toHaveLength(20);
  });

  test('the history of the engine is kept short as well', () => {
    const { history } = statePaths(folder);
    mkdirSync(history, { recursive: true });
    for (let run = 10; run < 35; run++)
      for (const end of ['history.json', 'checkpoint.json', 'history.json.attrs'])
        writeFileSync(join(history, `111122223333-17${run}.${end}`), '');
    put(checkpoint);
    backupState(folder, new Date());
    expect(readdirSync(history)).toHaveLength(60);
    expect(readdirSync(history)).not.toContain('111122223333-1714.history.json');
  });

  test('restoring puts the very bytes back and keeps what was there', () => {
    put(checkpoint);
    const text = readFileSync(statePaths(folder).checkpoint, 'utf8');
    const name = backupState(folder, new Date('2026-01-02T03:04:05Z')) ?? '';
    put('garbage');
    restoreState(folder, name, new Date('2026-01-02T04:00:00Z'));
    expect(readFileSync(statePaths(folder).checkpoint, 'utf8')).toBe(text);
    expect(readFileSync(join(statePaths(folder).backups, 'replaced-2026-01-02T04-00-00-000Z'), 'utf8')).toBe(
      'garbage',
    );
  });

  test("the engine's own last copy can be restored; a damaged or unknown one cannot", () => {
    put('');
    writeFileSync(statePaths(folder).lastStep, JSON.stringify(checkpoint));
    restoreState(folder, 'last-step', new Date());
    expect(readStateIndex(folder).size).toBe(2);
    writeFileSync(statePaths(folder).lastStep, '{');
    expect(thrown(() => restoreState(folder, 'last-step', new Date()))).toMatchObject({
      code: 'BackupDamaged',
    });
    expect(thrown(() => restoreState(folder, '../../etc/passwd', new Date()))).toBeInstanceOf(UserError);
  });
});

describe('the folder', () => {
  test('is made closed, and proved writable without leaving a trace', () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a link, a file, or a folder open to others is refused', () => {
    symlinkSync(folder, join(root, '222233334444'));
    expect(thrown(() => ensureStateFolder(join(root, '222233334444')))).toMatchObject({
      code: 'StateFolderUnsafe',
    });
    writeFileSync(join(root, '333344445555'), '');
    expect(thrown(() => ensureStateFolder(join(root, '333344445555')))).toMatchObject({
      code: 'StateFolderUnsafe',
    });
    expect(thrown(() => ensureStateFolder(join(root, '333344445555', 'deeper')))).toMatchObject({
      code: 'StateNotWritable',
      exitCode: 1,
    });
    for (const mode of [0o770, 0o702, 0o750]) {
      chmodSync(folder, mode);
      expect(thrown(() => ensureStateFolder(folder))).toMatchObject({ code: 'StateFolderUnsafe' });
    }
  });

  test('a file is written neither over another nor through a link', () => {
    const path = join(folder, 'f');
    symlinkSync(join(root, 'elsewhere'), path);
    expect(thrown(() => writeDurably(path, 'x'))).toMatchObject({ code: 'EEXIST' });
    expect(existsSync(join(root, 'elsewhere'))).toBe(false);
    replaceFile(path, 'y');
    expect(statSync(path).isFile() && readFileSync(path, 'utf8')).toBe('y');
    expect(existsSync(join(root, 'elsewhere'))).toBe(false);
  });
});

describe('the passphrase', () => {
  const random = (size: number) => new Uint8Array(size).fill(7);
  test('is made once, closed, and kept', () => {
    const path = ensurePassphrase(folder, random);
    const first = readFileSync(path, 'utf8');
    expect(Buffer.from(first.trim(), 'base64url')).toHaveLength(32);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    ensurePassphrase(folder, (size) => new Uint8Array(size));
    expect(readFileSync(path, 'utf8')).toBe(first);
  });

  test('missing beside a state, empty, open or a link: refused', () => {
    put(checkpoint);
    expect(thrown(() => ensurePassphrase(folder, random))).toMatchObject({
      code: 'PassphraseMissing',
      fix: expect.any(String),
    });
    const { passphrase } = statePaths(folder);
    writeFileSync(passphrase, '', { mode: 0o600 });
    expect(thrown(() => ensurePassphrase(folder, random))).toMatchObject({ code: 'PassphraseDamaged' });
    chmodSync(passphrase, 0o644);
    expect(thrown(() => ensurePassphrase(folder, random))).toMatchObject({ code: 'PassphraseUnsafe' });
    rmSync(passphrase);
    symlinkSync('/dev/null', passphrase);
    expect(thrown(() => ensurePassphrase(folder, random))).toMatchObject({ code: 'PassphraseUnsafe' });
  });
});
