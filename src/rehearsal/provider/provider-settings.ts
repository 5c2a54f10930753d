import type { Properties } from './resource-type.ts';

export interface ProviderSettings {
  readonly region: string;
  readonly endpoint: string;
  readonly allowedAccountIds: readonly string[];
  readonly defaultTags: Readonly<Record<string, string>>;
}

/**
 * Reads the plug-in's arguments: the SDK sends everything that is no string as JSON text.
 * @throws Error when there is no region, or no endpoint: the stand-in has nowhere else to go
 */
export function readSettings(args: Properties, env: NodeJS.ProcessEnv): ProviderSettings {
  const json = (key: string): unknown => {
    const value = args[key];
    return typeof value === 'string' ? JSON.parse(value) : value;
  };
  const region = typeof args.region === 'string' ? args.region : (env.AWS_REGION ?? env.AWS_DEFAULT_REGION);
  if (region === undefined || region === '') throw new Error('missing region');
  const [endpoints] = (json('endpoints') ?? []) as Readonly<Record<string, string>>[];
  // The environment is of this run, the settings may be those that an earlier one recorded.
  const endpoint = env.AWS_ENDPOINT_URL ?? endpoints?.iam;
  if (endpoint === undefined) throw new Error('the stand-in plug-in needs a loopback endpoint');
  const defaults = json('defaultTags') as { readonly tags?: Readonly<Record<string, string>> } | undefined;
  return {
    region,
    endpoint,
    allowedAccountIds: (json('allowedAccountIds') ?? []) as string[],
    defaultTags: defaults?.tags ?? {},
  };
}
