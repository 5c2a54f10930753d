import type { LoadedFile } from '../config/load.ts';
import { writeWelcomeSheet } from '../handover/write-welcome.ts';
import { chooseRows } from '../policies/choose-rows.ts';
import { assembleWelcomes, type HandedPassword } from '../report/welcome.ts';
import { handoverRoot } from './hand-over.ts';
import type { Place } from './place.ts';
import { livePowers } from './powers.ts';
import type { Study } from './study.ts';

/**
 * Writes the welcome sheet of one person from what was read last.
 * @returns its path; undefined where the plan has nobody of that name
 * @throws EngineError `WelcomeFailed`
 */
export async function welcomeOne(
  place: Place,
  file: LoadedFile,
  study: Study,
  name: string,
  passwords: readonly HandedPassword[],
): Promise<string | undefined> {
  const { plan, snapshot } = study;
  const people = plan.parts.people.filter((person) => person.name === name);
  // One person of a thousand: nobody else's rights are worked out.
  const alone = {
    ...study,
    plan: { ...plan, parts: { ...plan.parts, people, machines: [] } },
    snapshot: { ...snapshot, users: snapshot.users.filter((user) => user.name === name), roles: [] },
  };
  const { id, alias, region, partition } = plan.account;
  const [sheet] = assembleWelcomes(
    alone.plan,
    {
      account: { id, region, partition, ...(alias === undefined ? {} : { alias }) },
      rehearsal: place.target.kind === 'rehearsal',
      permissions: chooseRows(livePowers(alone)),
    },
    passwords,
  );
  return sheet === undefined ? undefined : writeWelcomeSheet(handoverRoot(file), id, sheet);
}
