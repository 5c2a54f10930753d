import { putSettings } from '../account/write/settings.ts';
import type { Context } from '../context.ts';
import { readRecordedSettings } from '../handover/settings-record.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Place } from './place.ts';

/** Puts account settings back as they were before the first apply, where that was recorded. */
export async function restoreSettings(
  context: Context,
  place: Place,
  folder: string,
  present: Snapshot,
): Promise<readonly string[]> {
  const before = await readRecordedSettings(folder);
  if (before === undefined) {
    context.host.tell({
      level: 'warning',
      text: 'The settings of before are not recorded on this machine: they stay as they are.',
    });
    return [];
  }
  const restored = await putSettings(place.clients, place.caller.accountId, before, present);
  context.host.tell({
    level: 'info',
    text: restored.length === 0 ? 'Settings were as before already.' : `Put back: ${restored.join(', ')}.`,
  });
  return restored;
}
