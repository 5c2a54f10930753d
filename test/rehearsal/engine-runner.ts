// One `up` in a process of its own, for the tests that kill or interrupt it. Arguments: bench root, things as JSON.
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { holdLock } from '../../src/engine/lock.ts';
import { ensureEngine } from '../../src/engine/pulumi-cli.ts';
import { forwardInterrupt, upStack } from '../../src/engine/run.ts';
import { openStack } from '../../src/engine/workspace.ts';
import { accountId, packageRoot, things } from './engine-fixture.ts';

const [root = '', wanted = '{}'] = process.argv.slice(2);
const folder = join(root, 'state', accountId);
const abort = new AbortController();
process.on('SIGINT', () => abort.abort());
const lock = await holdLock(folder, { command: 'test run', now: () => new Date() });
const open = await openStack({
  engine: await ensureEngine({ env: process.env, packageRoot, home: homedir(), tell: () => {} }),
  folder,
  accountId,
  region: 'eu-west-1',
  pluginFolder: join(root, 'plug in'),
  parentEnv: process.env,
  env: { TINY_CLOUD: join(root, 'cloud') },
  tags: {},
  program: things(JSON.parse(wanted)),
  randomBytes,
});
process.on('SIGTERM', () => {
  abort.abort();
  forwardInterrupt(open);
});
const outcome = await upStack(open, { signal: abort.signal });
open.close();
lock.release();
process.stdout.write(`${JSON.stringify(outcome)}\n`);
process.exit(0);
