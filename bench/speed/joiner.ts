import { type Bench, yes } from '../../test/helpers/bench.ts';
import { expectCode, ratiosOf, type Sample, spreadOf } from './measure.ts';
import type { Row } from './row.ts';
import { ourState, roundTrip, runOurs, runPlain, say, setLatency, type Tools } from './world.ts';

const joiner = 'zz-joiner';

/**
 * One person added and removed again in an account of so many, against a full `up` of the same stack, 50 ms a
 * call. Also tells how many calls changed something: what is not about that person is not touched.
 * @param file the account file, which the command edits
 */
export async function measureJoiner(
  tools: Tools,
  bench: Bench,
  { people, repeats, file }: { readonly people: number; readonly repeats: number; readonly file: string },
): Promise<readonly Row[]> {
  say(`One joiner and leaver among ${people} people …`);
  const add = [
    'person',
    'add',
    joiner,
    '--group',
    'developers',
    ...yes,
    '--passwords',
    'file',
    '--file',
    file,
  ];
  const remove = ['person', 'remove', joiner, ...yes, '--file', file];
  const joined: Sample[] = [];
  const left: Sample[] = [];
  const full: Sample[] = [];
  const changes: number[] = [];
  setLatency(bench, roundTrip);
  for (let turn = 0; turn < repeats; turn += 1) {
    bench.front.resetCounters();
    joined.push(expectCode(await runOurs(bench, ...add), 0));
    changes.push(bench.front.counters().changing);
    left.push(expectCode(await runOurs(bench, ...remove), 0));
    full.push(expectCode(await runPlain(tools, bench, 'up', ourState(bench)), 0));
  }
  setLatency(bench, 0);
  const seconds = (all: readonly Sample[]) => all.map((each) => each.seconds);
  const against = 'plain `up` of the whole stack';
  const row = (what: string, ours: readonly Sample[]): Row => {
    const ratio = ratiosOf(seconds(ours), seconds(full));
    return {
      what: `${what} ${people} people`,
      against,
      ours: spreadOf(seconds(ours)),
      other: spreadOf(seconds(full)),
      ratio,
      ...(people === 100 ? { aim: '≤ 0.2 ×', met: ratio.median <= 0.2 } : {}),
    };
  };
  return [
    row('`person add` among', joined),
    row('`person remove` among', left),
    {
      what: `… of \`person add\`: changing calls, ${people} people`,
      ours: spreadOf(changes),
      unit: 'calls',
      aim: 'user, tags, membership, password',
      met: Math.max(...changes) <= 5,
    },
  ];
}
