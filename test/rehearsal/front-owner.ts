import { openRehearsal } from '../../src/rehearsal/target.ts';
import { accountId, emulatorPython, region } from './front-fixture.ts';

// A process that holds a rehearsal open until it is killed: `tsx front-owner.ts <home>`.
const rehearsal = await openRehearsal({
  home: process.argv[2] ?? '',
  accountId,
  region,
  pluginFolder: '/nowhere',
  emulatorPython: await emulatorPython(),
  now: () => new Date(),
  fresh: false,
  tell: () => undefined,
});
process.stdout.write(`${rehearsal.target.endpoint}\n`);
