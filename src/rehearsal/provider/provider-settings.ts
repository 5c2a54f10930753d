import { parseLoopback } from '../loopback.ts';
import type { Properties } from './resource-type.ts';

export interface ProviderSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly allowedAccountIds: readonly string[];
  readonly forbiddenAccountIds: readonly string[];
  readonly defaultTags: Readonly<Record<string, string>>;
}

/**
 * Reads the plug-in's arguments: the SDK sends everything that is no string as JSON text.
 * @throws Error when there is no region or no endpoint; UserError when an endpoint is not on this machine:
 * the stand-in never meets AWS
 */
export function readSettings(
  args: Properties,
  env: Readonly<Record<string, string | undefined>>,
): ProviderSettings {
  const json = (key: string): unknown => {
    const value = args[key];
    return typeof value === 'string' && value !== '' ? JSON.parse(value) : value;
  };
  const region =
    typeof args.region === 'string' && args.region !== ''
      ? args.region
      : (env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? '');
  if (region === '') throw new Error('missing region: set aws:region or AWS_REGION');
  const defaults = json('defaultTags') as { readonly tags?: Readonly<Record<string, string>> } | undefined;
  return {
    region,
    endpoint: endpointOf(json('endpoints'), env.AWS_ENDPOINT_URL),
    allowedAccountIds: (json('allowedAccountIds') ?? []) as string[],
    forbiddenAccountIds: (json('forbiddenAccountIds') ?? []) as string[],
    defaultTags: defaults?.tags ?? {},
  };
}

/** The environment is of this run, the settings may be those that an earlier one recorded. */
function endpointOf(endpoints: unknown, fromEnvironment: string | undefined): string {
  const lists = (endpoints ?? []) as readonly Readonly<Record<string, string>>[];
  const given = lists.flatMap((each) => Object.values(each)).map(parseLoopback);
  const endpoint = fromEnvironment === undefined ? given[0] : parseLoopback(fromEnvironment);
  if (endpoint !== undefined) return endpoint;
  throw new Error('the stand-in plug-in needs a loopback endpoint: set aws:endpoints or AWS_ENDPOINT_URL');
}
