import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { type Aws, connectAws } from './aws-clients.ts';
import type { ProviderSettings } from './provider-settings.ts';

/** Connects and finds the account, which an allow list is held against. */
export interface Connection {
  readonly settings: ProviderSettings;
  /**
   * @param region a resource's own, where it differs from the plug-in's
   * @throws Error `AWS account ID not allowed: <id>`
   */
  readonly aws: (region?: string) => Promise<Aws>;
}

export function openConnection(settings: ProviderSettings): Connection {
  const regions = new Map<string, ReturnType<typeof connectAws>>();
  const connect = (region: string) => {
    const known = regions.get(region) ?? connectAws(settings.endpoint, region);
    regions.set(region, known);
    return known;
  };
  const home = connect(settings.region);
  let account: Promise<string> | undefined;
  const find = async (): Promise<string> => {
    const { Account: accountId = '' } = await home.sts.send(new GetCallerIdentityCommand({}));
    const { allowedAccountIds, forbiddenAccountIds } = settings;
    const isAllowed = allowedAccountIds.length === 0 || allowedAccountIds.includes(accountId);
    if (isAllowed && !forbiddenAccountIds.includes(accountId)) return accountId;
    throw new Error(`AWS account ID not allowed: ${accountId}`);
  };
  return {
    settings,
    aws: async (region) => {
      account ??= find();
      const accountId = await account.catch((error: unknown) => {
        // The next call asks again: an endpoint may come up later.
        account = undefined;
        throw error;
      });
      return { ...connect(region ?? settings.region), accountId };
    },
  };
}
