import { AlternativeContact } from '@pulumi/aws/account/alternativeContact.js';
import type { ComponentResource } from '@pulumi/pulumi';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import { awsContactType } from '../../src/model/contact.ts';
import type { Plan } from '../../src/model/plan.ts';
import { childOptions } from '../child-options.ts';

/** The alternate contacts that the file names. They outlive the stack: AWS has to reach somebody. */
export function makeContacts(plan: Plan, parent: ComponentResource): void {
  for (const { type, name, title, email, phone } of plan.parts['account-defaults'].contacts) {
    const child = names.contact(type);
    new AlternativeContact(
      child,
      {
        alternateContactType: awsContactType(type),
        // Always given: a name that is left out gets a random end.
        name,
        title,
        emailAddress: email,
        phoneNumber: phone,
      },
      childOptions(plan, parent, child, { keep: 'retain' }),
    );
  }
}
