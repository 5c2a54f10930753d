import { type Bench, openBench, startupFile, yes } from '../../test/helpers/bench.ts';
import { expectCode, inTurn, ratiosOf, type Sample, spreadOf } from './measure.ts';
import type { Row } from './row.ts';
import { ourState, plainState, roundTrip, runOurs, runPlain, say, setLatency, type Tools } from './world.ts';

const openAccount = (): Promise<Bench> => openBench({ scenario: { trail: { deliveryAfterMs: 0 } } });

/** A run with nothing to do, against a plain `up` of the same stack and program. */
export async function measureNothingToDo(tools: Tools, repeats: number): Promise<readonly Row[]> {
  say('Applying twice …');
  const bench = await openAccount();
  try {
    bench.writeFile(startupFile);
    expectCode(await runOurs(bench, 'apply', ...yes), 0);
    expectCode(await runOurs(bench, 'plan', '--out', ourState(bench).planFile), 0);
    setLatency(bench, roundTrip);
    const sides = await inTurn(
      repeats,
      async () => expectCode(await runOurs(bench, 'apply', ...yes), 0).seconds,
      async () => expectCode(await runPlain(tools, bench, 'up', ourState(bench)), 0).seconds,
    );
    const ratio = ratiosOf(sides.ours, sides.other);
    return [
      {
        what: '`apply` with nothing to do, 50 ms a call',
        against: 'plain `up` of the same stack',
        ours: spreadOf(sides.ours),
        other: spreadOf(sides.other),
        ratio,
        aim: '≤ 1.15 ×',
        met: ratio.median <= 1.15,
      },
    ];
  } finally {
    await bench.stop();
  }
}

/** A first run, each on an empty account of its own, against preview and `up` of the same program. */
export async function measureFirstApply(tools: Tools, repeats: number): Promise<readonly Row[]> {
  const sides = await inTurn(
    repeats,
    () => firstOfOurs(),
    () => firstOfPlain(tools),
  );
  const ratio = ratiosOf(
    sides.ours.map((each) => each.seconds),
    sides.other.map((each) => each.seconds),
  );
  const phases = sides.ours.map(phasesOf);
  const names = Object.keys(phases[0] ?? {});
  return [
    {
      what: 'first `apply` of the startup template, 50 ms a call',
      against: 'preview + `up` of the same program',
      ours: spreadOf(sides.ours.map((each) => each.seconds)),
      other: spreadOf(sides.other.map((each) => each.seconds)),
      ratio,
      aim: '≤ 1.25 ×',
      met: ratio.median <= 1.25,
    },
    ...names.map(
      (name): Row => ({ what: `… of it: ${name}`, ours: spreadOf(phases.map((each) => each[name] ?? 0)) }),
    ),
    ...(['preview', 'up'] as const).map(
      (name): Row => ({
        what: `… the other: ${name}`,
        ours: spreadOf(sides.other.map((each) => JSON.parse(each.stdout)[name] ?? 0)),
        note: 'of the plain pair',
      }),
    ),
  ];
}

async function firstOfOurs(): Promise<Sample> {
  say('A first apply of ours …');
  const bench = await openAccount();
  try {
    bench.writeFile(startupFile);
    setLatency(bench, roundTrip);
    return expectCode(await runOurs(bench, 'apply', ...yes), 0);
  } finally {
    await bench.stop();
  }
}

async function firstOfPlain(tools: Tools): Promise<Sample> {
  say('A first up of the plain program …');
  const bench = await openAccount();
  try {
    bench.writeFile(startupFile);
    const state = plainState(bench);
    expectCode(await runOurs(bench, 'plan', '--out', state.planFile), 2);
    setLatency(bench, roundTrip);
    return expectCode(await runPlain(tools, bench, 'preview+up', state), 0);
  } finally {
    await bench.stop();
  }
}

/** Where the time goes, by the lines that a run writes on its way. */
function phasesOf({ lines, seconds }: Sample): Readonly<Record<string, number>> {
  const at = (pattern: RegExp, last = false): number => {
    const found = lines.filter(({ text }) => pattern.test(text));
    return (last ? found.at(-1) : found[0])?.at ?? Number.NaN;
  };
  const [looking, asking] = [at(/^Looking at account/), at(/^Asking the engine/)];
  const [running, ran] = [at(/^▸ /), at(/^[✔✖] .* \(\d/, true)];
  const handed = at(/^Handover pack/);
  return {
    'start-up, file, credentials': looking,
    'looking at the account, checks': asking - looking,
    'the engine: preview': running - asking,
    'the engine: up': ran - running,
    'read back, first passwords, read back, report': handed - ran,
    'the end': seconds - handed,
  };
}
