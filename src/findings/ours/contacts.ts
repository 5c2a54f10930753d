import { logicalNames as names } from '../../lib/logical-names.ts';
import { differingValues } from '../../model/contact.ts';
import type { Finding } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { Snapshot } from '../../model/snapshot.ts';
import { drift } from './drift.ts';

/** Alternate contacts that the file names. Values are not told: the report hides addresses unless they are asked for. */
export function compareContacts(plan: Plan, snapshot: Snapshot): readonly Finding[] {
  const { contacts: live } = snapshot;
  if (live === undefined) return [];
  const why = 'AWS writes to it when something is wrong with the account.';
  return plan.parts['account-defaults'].contacts.flatMap((wanted) => {
    const { type } = wanted;
    const resources = [names.contact(type)];
    const present = live[type];
    if (present === undefined) {
      const what = `The account has no ${type} contact.`;
      return [
        drift('contact-missing', type, { what, expected: wanted.name, actual: 'none', why, resources }),
      ];
    }
    const differing = differingValues(wanted, present);
    if (differing.length === 0) return [];
    const what = `The ${type} contact is not as planned: ${differing.join(', ')}.`;
    return [drift('contact-changed', type, { what, why, resources })];
  });
}
