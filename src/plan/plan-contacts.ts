import { logicalNames as names } from '../lib/logical-names.ts';
import type { Answers } from '../model/answers.ts';
import { awsContactType, contactTypes } from '../model/contact.ts';
import type { ContactPlan } from '../model/plan.ts';
import type { Snapshot } from '../model/snapshot.ts';
import type { Adoption } from './adoption.ts';

/** Alternate contacts that the file names. One that is there already is taken over, and then says what the file says. */
export function planContacts(
  answers: Answers,
  snapshot: Snapshot,
  adoption: Adoption,
): readonly ContactPlan[] {
  return contactTypes.flatMap((type) => {
    const wanted = answers.account.contacts?.[type];
    if (wanted === undefined) return [];
    // By its type alone: an account id in the import would stand in the record, and the program gives none.
    const present = snapshot.contacts?.[type] === undefined ? undefined : awsContactType(type);
    adoption.found(names.contact(type), present, false);
    const { name, title, email, phone } = wanted;
    return [{ type, name, title, email, phone }];
  });
}
