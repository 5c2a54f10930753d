import { readIdentities } from '../account/read/identities.ts';
import type { CommandResult } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodes } from '../errors.ts';
import { loadCheckFile } from '../flow/check-file.ts';
import { openPlace } from '../flow/place.ts';
import { listPeople } from '../report/list-people.ts';
import { phraseCards } from '../ui/phrase-cards.ts';

/** `person list`: who is there, who could sign in, who has not enrolled. Reads only. */
export async function runPersonList(context: Context): Promise<CommandResult> {
  const file = await loadCheckFile(context);
  const place = await openPlace(context, file);
  const { users, notRead } = await readIdentities(place.clients, context.interrupts.signal);
  const people = listPeople(file.merged, users, context.now());
  for (const { action, why } of notRead)
    context.host.tell({ level: 'warning', text: `${action} could not be read: ${why}` });
  if (!context.flags.json) {
    const rows = people.map((person) => [
      person.name,
      person.mfa,
      person.password,
      person.keys.join(', ') || 'none',
      person.lastSeen ?? 'never',
      person.groups.join(', ') || 'none',
      person.note ?? '',
    ]);
    const heads = ['Person', 'MFA', 'Password', 'Keys', 'Last seen', 'Groups', ''];
    context.host.write(
      people.length === 0
        ? 'Nobody: the file names no person, and the account has no user.\n'
        : `${phraseCards(heads, rows, context.host.width).join('\n')}\n`,
    );
  }
  return { code: exitCodes.done, document: { people, notRead } };
}
