export const contactTypes = ['security', 'billing', 'operations'] as const;
/** The three alternate contacts of an account; AWS spells them in capitals. */
export type ContactType = (typeof contactTypes)[number];

/** Whom AWS writes to, beside the owner of the root user's mailbox. */
export interface Contact {
  readonly name: string;
  readonly title: string;
  readonly email: string;
  readonly phone: string;
}
export type Contacts = Readonly<Partial<Record<ContactType, Contact>>>;

export function awsContactType(type: ContactType): 'SECURITY' | 'BILLING' | 'OPERATIONS' {
  const names = { security: 'SECURITY', billing: 'BILLING', operations: 'OPERATIONS' } as const;
  return names[type];
}

/** The values in which two contacts differ, by the keys of the file. */
export function differingValues(wanted: Contact, live: Contact): readonly (keyof Contact)[] {
  return (['name', 'title', 'email', 'phone'] as const).filter((key) => wanted[key] !== live[key]);
}
