import { GetAlternateContactCommand } from '@aws-sdk/client-account';
import { awsContactType, type Contact, type Contacts, contactTypes } from '../../model/contact.ts';
import type { Clients } from '../clients.ts';
import type { Gather } from './gather.ts';

/** The alternate contacts that are set; undefined where they could not be read. One call each. */
export async function readContacts(clients: Clients, gather: Gather): Promise<Contacts | undefined> {
  const client = await clients.account();
  let denied = false;
  const found = await Promise.all(
    contactTypes.map(async (type) => {
      const AlternateContactType = awsContactType(type);
      const answer = await gather.attempt(
        'account:GetAlternateContact',
        async () =>
          (await client.send(new GetAlternateContactCommand({ AlternateContactType }))).AlternateContact ??
          {},
        { subject: type, absent: ['ResourceNotFound'], onDenied: () => (denied = true) },
      );
      return answer === undefined ? [] : [[type, contactFact(answer)] as const];
    }),
  );
  return denied ? undefined : Object.fromEntries(found.flat());
}

function contactFact(answer: {
  readonly Name?: string | undefined;
  readonly Title?: string | undefined;
  readonly EmailAddress?: string | undefined;
  readonly PhoneNumber?: string | undefined;
}): Contact {
  const { Name = '', Title = '', EmailAddress = '', PhoneNumber = '' } = answer;
  return { name: Name, title: Title, email: EmailAddress, phone: PhoneNumber };
}
