import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { statePaths } from '../../src/engine/state-folder.ts';
import type { Counters } from '../../src/rehearsal/call-counters.ts';
import { accountId, type Bench, openBench, yes } from '../../test/helpers/bench.ts';
import {
  everybodySignedIn,
  largeFile,
  planOf,
  recordPlan,
  seedPlan,
} from '../../test/helpers/large-account.ts';
import { measureJoiner } from './joiner.ts';
import { expectCode, inTurn, ratiosOf, type Sample, spreadOf } from './measure.ts';
import type { Row } from './row.ts';
import { ourState, roundTrip, runOurs, runPlain, say, setLatency, type Tools } from './world.ts';

export interface Size {
  readonly people: number;
  readonly roles: number;
  readonly repeats: number;
  /** How many times as fast as the refresh it should be. */
  readonly faster?: number;
}

/**
 * `check` against the engine's `refresh --preview-only` of the same stack, 50 ms a call. The account is made by
 * a run of three people and one role; everybody else by plain calls, as that run would have left them, and the
 * engine's record of them is copied from the third person's: making a thousand people through the engine
 * would take longer than all the rest, and the refresh reads the same either way.
 */
export async function measureChecks(tools: Tools, sizes: readonly Size[]): Promise<readonly Row[]> {
  const most = Math.max(...sizes.map(({ people }) => people));
  const signIns = everybodySignedIn(most, new Date(Date.now() + 60_000));
  const bench = await openBench({ scenario: { signIns, trail: { deliveryAfterMs: 0 } } });
  try {
    bench.writeFile(largeFile({ people: 3, roles: 1 }));
    expectCode(await runOurs(bench, 'apply', ...yes), 0);
    const rows: Row[] = [];
    const times: { readonly people: number; readonly seconds: number }[] = [];
    for (const size of sizes) {
      await growTo(bench, size);
      const { found, seconds } = await measureSize(tools, bench, size);
      rows.push(...found);
      if (size.people >= 100) {
        const repeats = Math.min(size.repeats, 3);
        rows.push(
          ...(await measureJoiner(tools, bench, { people: size.people, repeats, file: fileOf(bench) })),
        );
      }
      times.push({ people: size.people, seconds });
    }
    const [first, last] = [times[0], times.at(-1)];
    if (first !== undefined && last !== undefined && first !== last) {
      const growth = last.seconds / first.seconds;
      rows.push({
        what: `growth of \`check\` from ${first.people} to ${last.people} people`,
        ours: spreadOf([growth]),
        unit: '×',
        aim: `below linear (${last.people / first.people} ×)`,
        met: growth < last.people / first.people,
      });
    }
    return rows;
  } finally {
    await bench.stop();
  }
}

async function growTo(bench: Bench, size: Size): Promise<void> {
  say(`Making ${size.people} people and ${size.roles} roles …`);
  const folder = join(bench.stateFolder, '..', '..', accountId);
  const before = await planOf(bench, folder);
  bench.writeFile(largeFile(size));
  // The rehearsal's own copy holds the bucket's name; it goes over to the larger file.
  const bucket = before.parts['audit-trail']?.bucket.name;
  writeFileSync(join(folder, 'bootstrap-account.yaml'), `${largeFile(size)}trail: { bucket: ${bucket} }\n`);
  const plan = await planOf(bench, folder);
  const { clients } = bench;
  const present = new Set([...before.parts.people, ...before.parts.roles].map(({ name }) => name));
  await seedPlan(clients, plan, present);
  const { checkpoint } = statePaths(bench.stateFolder);
  copyFileSync(checkpoint, `${checkpoint}.before`);
  await recordPlan(clients, plan, checkpoint);
  // With the record, so that nothing is taken for somebody else's and imported anew.
  writeFileSync(ourState(bench).planFile, JSON.stringify(await planOf(bench, folder)));
}

async function measureSize(
  tools: Tools,
  bench: Bench,
  { people, roles, repeats, faster }: Size,
): Promise<{ readonly found: readonly Row[]; readonly seconds: number }> {
  say(`Checking ${people} people …`);
  setLatency(bench, roundTrip);
  const counted = async (run: () => Promise<Sample>): Promise<{ sample: Sample; calls: Counters }> => {
    bench.front.resetCounters();
    const sample = expectCode(await run(), 0);
    return { sample, calls: bench.front.counters() };
  };
  const sides = await inTurn(
    repeats,
    () => counted(() => runOurs(bench, 'check', '--file', fileOf(bench))),
    () => counted(() => runPlain(tools, bench, 'refresh', ourState(bench))),
  );
  setLatency(bench, 0);
  const seconds = (all: readonly { readonly sample: Sample }[]) => all.map((each) => each.sample.seconds);
  const calls = (all: readonly { readonly calls: Counters }[]) =>
    spreadOf(all.map((each) => each.calls.reading));
  const memory = (all: readonly { readonly sample: Sample }[]) =>
    spreadOf(all.flatMap((each) => each.sample.mebibytes ?? []));
  const ratio = ratiosOf(seconds(sides.ours), seconds(sides.other));
  const against = '`refresh --preview-only`';
  const what = `\`check\`, ${people} people, ${roles} roles`;
  const shared = accountCalls(sides.ours[0]?.calls);
  const rows: readonly Row[] = [
    {
      what: `${what}: time`,
      against,
      ours: spreadOf(seconds(sides.ours)),
      other: spreadOf(seconds(sides.other)),
      ratio,
      ...(faster === undefined ? {} : { aim: `≥ ${faster} × faster`, met: ratio.median <= 1 / faster }),
    },
    {
      what: `${what}: calls`,
      against,
      ours: calls(sides.ours),
      other: calls(sides.other),
      unit: 'calls',
      ratio: ratiosOf([calls(sides.ours).median], [calls(sides.other).median]),
      aim: `IAM and account level ≤ 40, ≤ 8 a region; what the buckets and keys of the file need is extra`,
      met: shared.account <= 40 && shared.region <= 8,
      note: `${shared.account} + ${shared.region} a region + ${shared.extra} for 2 buckets and a key`,
    },
    {
      what: `${what}: memory`,
      against: 'engine, plug-in and their driver',
      ours: memory(sides.ours),
      other: memory(sides.other),
      unit: 'MiB',
      aim: '≤ 300 MB',
      met: memory(sides.ours).max * 1.048576 <= 300,
    },
  ];
  return { found: rows, seconds: spreadOf(seconds(sides.ours)).median };
}

function fileOf(bench: Bench): string {
  return join(bench.stateFolder, '..', '..', accountId, 'bootstrap-account.yaml');
}

/** The calls as the aim counts them; opening the rehearsal's own session is no part of it. */
function accountCalls(counters: Counters | undefined): {
  readonly account: number;
  readonly region: number;
  readonly extra: number;
} {
  const sum = (test: (name: string) => boolean) =>
    Object.entries(counters?.reads ?? {})
      .filter(([name]) => test(name))
      .reduce((total, [, count]) => total + count, 0);
  const isRegion = (name: string) => /^(ec2|access-analyzer):/.test(name);
  const isExtra = (name: string) => /^(s3|kms):/.test(name);
  const isOpening = (name: string) => name === 'sts:AssumeRole' || name === 'iam:GetRole';
  return {
    account: sum((name) => !isRegion(name) && !isExtra(name) && !isOpening(name)),
    region: sum(isRegion),
    extra: sum(isExtra),
  };
}
