import { rmSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureFirstApply, measureNothingToDo } from './speed/applies.ts';
import { measureColdStart } from './speed/cold-start.ts';
import { measureChecks, type Size } from './speed/large-check.ts';
import { type Row, renderTable } from './speed/row.ts';
import { measureStartUp } from './speed/start-up.ts';
import { prepareTools, say, type Tools } from './speed/world.ts';

// One table of ratios, ours by the other, both measured in turn in this run: npm run bench -- [--only start,cold,
// check,nothing,first] [--people 10,100,1000] [--repeats 5] [--node <path>] [--json speed.json]. What is aimed at: docs/benchmarks.md.
const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'start,cold,check,nothing,first' },
    people: { type: 'string', default: '10,100,1000' },
    repeats: { type: 'string', default: '5' },
    // For a cold start on another Node than this one.
    node: { type: 'string', default: process.execPath },
    json: { type: 'string', default: 'speed.json' },
  },
});
const parts = new Set(values.only.split(','));
const repeats = Number(values.repeats);
const began = Date.now();

/** What a thousand people cost is measured fewer times: each refresh of them takes longer than all the rest. */
const sizes = values.people
  .split(',')
  .map(Number)
  .map((people): Size => {
    const faster = people >= 1000 ? 50 : people >= 100 ? 10 : undefined;
    return {
      people,
      roles: people >= 1000 ? 50 : 5,
      repeats: people >= 1000 ? Math.min(repeats, 3) : repeats,
      ...(faster === undefined ? {} : { faster }),
    };
  });

const measures: Readonly<Record<string, (tools: Tools) => Promise<readonly Row[]>>> = {
  start: measureStartUp,
  cold: (tools) => measureColdStart(tools, values.node, Math.min(repeats, 3)),
  nothing: (tools) => measureNothingToDo(tools, repeats),
  first: (tools) => measureFirstApply(tools, Math.min(repeats, 3)),
  check: (tools) => measureChecks(tools, sizes),
};
const tools = await prepareTools();
const rows: Row[] = [];
const minutes = () => (Date.now() - began) / 60_000;
try {
  for (const [name, measure] of Object.entries(measures)) {
    if (!parts.has(name)) continue;
    const found = await measure(tools);
    rows.push(...found);
    // What is known by now is kept, whatever comes after.
    const document = { schemaVersion: 1, takenAt: new Date(began).toISOString(), minutes: minutes(), rows };
    writeFileSync(values.json, `${JSON.stringify(document, null, 1)}\n`);
    say(`${name}: ${found.length} rows after ${minutes().toFixed(1)} minutes.`);
  }
} finally {
  rmSync(tools.scratch, { recursive: true, force: true });
  process.stdout.write(`${renderTable(rows)}\n`);
  say(`${minutes().toFixed(1)} minutes; the same as JSON in ${values.json}.`);
}
