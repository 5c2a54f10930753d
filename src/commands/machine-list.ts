import { readIdentities } from '../account/read/identities.ts';
import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { loadCheckFile } from '../flow/check-file.ts';
import { openPlace, stateFolder } from '../flow/place.ts';

import { openKeyLog } from '../handover/key-log.ts';
import { listMachines } from '../report/list-machines.ts';
import { phraseCards } from '../ui/phrase-cards.ts';

/** `machine list`: programs with a key, how old it is, when it was used, where a rotation stands. Reads only. */
export async function runMachineList(context: Context): Promise<CommandResult> {
  const file = await loadCheckFile(context);
  const place = await openPlace(context, file);
  const { users, notRead } = await readIdentities(place.clients, context.interrupts.signal);
  const log = await openKeyLog(stateFolder(place), context.now);
  const machines = listMachines(file.merged.machines ?? [], users, {
    now: context.now(),
    offSince: log.offSince,
  });
  for (const { action, why } of notRead)
    context.host.tell({ level: 'warning', text: `${action} could not be read: ${why}` });
  if (!context.flags.json) {
    const rows = machines.map((machine) => [
      machine.name,
      machine.keys.join(', ') || 'none',
      machine.rotation,
      machine.groups.join(', '),
      machine.purpose ?? 'unknown',
      machine.note ?? '',
    ]);
    const heads = ['Machine', 'Keys', 'Rotation', 'Groups', 'Purpose', ''];
    context.host.write(
      machines.length === 0
        ? 'The file names no machine: no program outside AWS has a key from here.\n'
        : `${phraseCards(heads, rows, context.host.width).join('\n')}\n`,
    );
  }
  return { code: exitCodes.done, document: { machines, notRead } };
}
