import {
  type AlternateContactType,
  DeleteAlternateContactCommand,
  GetAlternateContactCommand,
  PutAlternateContactCommand,
} from '@aws-sdk/client-account';
import type {
  AlternativeContactArgs,
  AlternativeContactState,
} from '@pulumi/aws/account/alternativeContact.js';
import { type Aws, unlessGone } from './aws-clients.ts';
import { defineType, type Inputs, text } from './resource-type.ts';

const typeOf = (id: string) => (id.split('/').at(-1) ?? '') as AlternateContactType;

async function putContact(aws: Aws, wanted: Inputs<AlternativeContactArgs>): Promise<void> {
  await aws.account.send(
    new PutAlternateContactCommand({
      AlternateContactType: text(wanted, 'alternateContactType') as AlternateContactType,
      EmailAddress: text(wanted, 'emailAddress'),
      Name: text(wanted, 'name'),
      PhoneNumber: text(wanted, 'phoneNumber'),
      Title: text(wanted, 'title'),
    }),
  );
}

export const alternativeContact = defineType<AlternativeContactArgs, AlternativeContactState>()({
  token: 'aws:account/alternativeContact:AlternativeContact',
  inputs: ['alternateContactType', 'emailAddress', 'name', 'phoneNumber', 'title'],
  refused: ['accountId'],
  // A name is auto-named like a bucket's: whoever leaves it out gets one with a random end.
  autoName: { property: 'name', maxLength: 255 },
  replaces: ['alternateContactType'],
  outputs: [],
  create: async (aws, inputs) => {
    await putContact(aws, inputs);
    // The account id that stands before the slash is left out, as the program leaves it out.
    return `/${text(inputs, 'alternateContactType')}`;
  },
  read: async (aws, id) => {
    const ask = aws.account.send(new GetAlternateContactCommand({ AlternateContactType: typeOf(id) }));
    const found = (await unlessGone(ask, 'ResourceNotFoundException'))?.AlternateContact;
    if (found === undefined) return undefined;
    return {
      id,
      properties: {
        alternateContactType: found.AlternateContactType,
        emailAddress: found.EmailAddress,
        name: found.Name,
        phoneNumber: found.PhoneNumber,
        title: found.Title,
      },
    };
  },
  update: async (aws, _id, { next }) => putContact(aws, next),
  delete: async (aws, id) => {
    const ask = aws.account.send(new DeleteAlternateContactCommand({ AlternateContactType: typeOf(id) }));
    await unlessGone(ask, 'ResourceNotFoundException');
  },
});
