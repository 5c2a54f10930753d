// What is packed is what the programs reach. A build leaves chunks of the one before, for programs that still run from
// them; nobody who installs the package needs those. Run before packing only.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outdir, programs } from './build.mjs';

const reached = new Set();
const reach = (path) => {
  if (reached.has(path) || !existsSync(path)) return;
  reached.add(path);
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/["'](\.{1,2}\/[\w./-]+\.js)["']/g))
    reach(join(dirname(path), name));
};
for (const name of Object.keys(programs)) reach(join(outdir, `${name}.js`));

for (const name of readdirSync(outdir, { recursive: true, encoding: 'utf8' })) {
  const path = join(outdir, name);
  if (/-[A-Z0-9]{8}\.js$/.test(name) && !reached.has(path)) rmSync(path, { force: true });
}
