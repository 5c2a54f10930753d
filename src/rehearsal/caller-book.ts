import { askInNameOf, elementsOf } from './ask-emulator.ts';
import { type CallIdentity, identityOfArn } from './event-history.ts';
import type { Forwarder } from './forward.ts';
import type { Operation } from './operation-name.ts';

/** The management account that AWS Organizations would act from, and the key that stands for it. */
export const managementAccount = '111122223333';
export const managementKeyId = 'AKIAREHEARSALOPERATO';

/** Whose access keys are whose, asked of the emulator once for each key. */
export interface CallerBook {
  readonly identify: (operation: Operation) => Promise<CallIdentity>;
  /** Forgets what a renamed or deleted user would make wrong. */
  readonly forget: () => void;
}

export function createCallerBook(forwarder: Forwarder, callerArn: () => string | undefined): CallerBook {
  const known = new Map<string, Promise<CallIdentity>>();
  return {
    identify: (operation) => {
      if (operation.accessKeyId === managementKeyId) return Promise.resolve(management);
      const told = callerArn();
      if (told !== undefined) return Promise.resolve(identityOfArn(told));
      const key = operation.accessKeyId ?? '';
      const found = known.get(key) ?? ask(operation, forwarder);
      known.set(key, found);
      return found;
    },
    forget: () => known.clear(),
  };
}

const management: CallIdentity = {
  type: 'AWSAccount',
  arn: `arn:aws:iam::${managementAccount}:root`,
  accountId: managementAccount,
  userName: managementAccount,
};

async function ask(operation: Operation, forwarder: Forwarder): Promise<CallIdentity> {
  const reply = await askInNameOf(operation, forwarder).query('sts', 'GetCallerIdentity', {});
  return identityOfArn(elementsOf(reply.body.toString(), 'Arn')[0] ?? '');
}
