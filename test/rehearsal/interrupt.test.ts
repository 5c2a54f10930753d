import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { CallHook } from '../../src/rehearsal/handle-call.ts';
import type { FaultRule } from '../../src/rehearsal/rules.ts';
import { type Bench, type Ended, openBench, startupFile, yes } from '../helpers/bench.ts';

const apply = ['apply', ...yes] as const;
let bench: Bench;
afterEach(() => bench.stop());

async function openWorld(onCall?: CallHook): Promise<void> {
  bench = await openBench(onCall === undefined ? {} : { onCall });
  bench.writeFile(startupFile);
}

/** A world whose first `CreateGroup` calls back: by then the engine is in the middle of its work. */
async function openWorldWith(atFirstGroup: () => void | Promise<void>): Promise<void> {
  let done = false;
  await openWorld(async (_, __, action) => {
    if (done || action !== 'CreateGroup') return;
    done = true;
    await atFirstGroup();
  });
}

/** Creating calls of an action that went through. */
function successes(action: string): number {
  return bench.front.events().filter((event) => event.action === action && event.errorCode === undefined)
    .length;
}

async function expectInSync(): Promise<void> {
  const again = await bench.run(apply);
  expect(again, again.stderr).toMatchObject({ code: 0 });
  expect(again.stdout).toContain('In sync');
}

describe('stopped without a terminal', () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    it(`finishes what is running on ${signal}, and the next run goes on`, async () => {
      let stop = (): void => undefined;
      await openWorldWith(() => stop());
      const { child, ended } = bench.start(apply);
      stop = () => void child.kill(signal);
      const stopped = await ended;
      expect(stopped, stopped.stderr).toMatchObject({ code: 130 });
      expect(stopped.stderr).toMatch(/Stopped after \d+ change\(s\), all recorded/);
      expect(successes('CreateLoginProfile')).toBe(0);
      const next = await bench.run(apply);
      expect(next, next.stderr).toMatchObject({ code: 0 });
      expect(successes('CreateKey')).toBe(1);
      await expectInSync();
    });

  it('changes nothing when it is stopped before anything began', async () => {
    let stop = (): void => undefined;
    await openWorld((_, __, action) => {
      if (action === 'GetAccountAuthorizationDetails') stop();
    });
    const { child, ended } = bench.start(apply);
    stop = () => void child.kill('SIGINT');
    const stopped = await ended;
    expect(stopped, stopped.stderr).toMatchObject({ code: 130 });
    expect(['CreateKey', 'CreateBucket', 'CreateGroup', 'CreateUser'].map(successes)).toEqual([0, 0, 0, 0]);
  });
});

describe('stopped between the yes and the password', () => {
  // Who we are is asked again right before the change; a user who is made is read back after it.
  const whenAsked = ['GetAccountAuthorizationDetails', 'GetCallerIdentity'] as const;
  const whenReadBack = ['AddUserToGroup', 'ListUsers'] as const;
  for (const [words, calls, [after, last]] of [
    [['reset-password', 'ada'], 'UpdateLoginProfile', whenAsked],
    [['add', 'eve', '--group', 'admins'], 'CreateLoginProfile', whenReadBack],
  ] as const)
    it(`person ${words[0]} says that none was made`, async () => {
      let stop: (() => void) | undefined;
      let isLooked = false;
      await openWorld(async (_, __, action) => {
        if (stop === undefined) return;
        isLooked ||= action === after;
        if (!isLooked || action !== last) return;
        stop();
        await wait(500);
      });
      const applied = await bench.run(apply);
      expect(applied.code, applied.stderr).toBe(0);
      const before = successes(calls);
      const { child, ended } = bench.start(['person', ...words, '--yes']);
      stop = () => void child.kill('SIGINT');
      const stopped = await ended;
      stop = undefined;
      expect(stopped, stopped.stderr).toMatchObject({ code: 130 });
      expect(stopped.stderr).not.toContain('Done');
      expect(successes(calls)).toBe(before);
      const again = await bench.run(['person', ...words, '--yes']);
      expect(again, again.stderr).toMatchObject({ code: 0 });
      expect(successes(calls)).toBe(before + 1);
    });
});

it('refuses a second apply, naming the first', async () => {
  let refused: Ended | undefined;
  await openWorldWith(async () => {
    // The first waits in the middle of its work until the second has ended.
    refused = await bench.run(apply);
  });
  const { child, ended } = bench.start(apply);
  expect((await ended).code).toBe(0);
  expect(refused?.code, refused?.stderr).toBe(3);
  expect(refused?.stderr).toContain(`pid ${child.pid}`);
});

describe('a bad connection', () => {
  for (const action of ['CreateGroup', 'CreateUser', 'CreateKey', 'CreateLoginProfile', 'CreateTrail'])
    it(`gets over a lost reply to ${action}`, async () => {
      await openWorld();
      bench.front.setRules([{ action, nth: 1, fault: { kind: 'lostReply' } }]);
      const first = await bench.run(apply);
      if (first.code !== 0) {
        const next = await bench.run(apply);
        expect(next, next.stderr).toMatchObject({ code: 0 });
      }
      await expectInSync();
    });

  it('gets through when a third of the calls is throttled', async () => {
    await openWorld();
    bench.front.setRules([{ every: 3, fault: { kind: 'throttle' } }]);
    const ended = await bench.run(apply);
    expect(ended, ended.stderr).toMatchObject({ code: 0 });
  });
});

describe('refused by AWS midway', () => {
  async function applyUnder(rules: readonly FaultRule[]): Promise<Ended> {
    await openWorld();
    bench.front.setRules(rules);
    const ended = await bench.run(apply);
    bench.front.setRules([]);
    return ended;
  }

  it('does the rest and names the action that is denied', async () => {
    const denied = await applyUnder([{ action: 'CreateTrail', fault: { kind: 'accessDenied' } }]);
    expect(denied.code, denied.stderr).toBe(1);
    expect(denied.stderr).toContain('cloudtrail:CreateTrail');
    expect(successes('CreateBucket')).toBeGreaterThan(0);
    const next = await bench.run(apply);
    expect(next, next.stderr).toMatchObject({ code: 0 });
    await expectInSync();
  });

  it('stops when the credentials expire, and goes on with new ones', async () => {
    const expired = await applyUnder([{ action: 'CreateGroup', fault: { kind: 'expiredToken' } }]);
    expect(expired.code, expired.stderr).toBe(1);
    expect(expired.stderr).toMatch(/expired/i);
    const next = await bench.run(apply);
    expect(next, next.stderr).toMatchObject({ code: 0 });
    await expectInSync();
  });
});
