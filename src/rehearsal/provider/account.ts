import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Aws, connectAws } from './aws-clients.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** Connects and finds the account, which an allow list is held against. */
export interface Connection {
  readonly settings: ProviderSettings;
  /** @throws Error `AWS account ID not allowed: <id>` */
  readonly aws: () => Promise<Aws>;
}

export function openConnection(settings: ProviderSettings): Connection {
  const clients = connectAws(settings.endpoint, settings.region);
  let known: Promise<Aws> | undefined;
  const find = async (): Promise<Aws> => {
    const { Account: accountId = '' } = await clients.sts.send(new GetCallerIdentityCommand({}));
    const { allowedAccountIds } = settings;
    if (allowedAccountIds.length > 0 && !allowedAccountIds.includes(accountId)) {
      throw new Error(`AWS account ID not allowed: ${accountId}`);
    }
    return { ...clients, accountId };
  };
  return {
    settings,
    aws: () => {
      known ??= find();
      return known;
    },
  };
}
