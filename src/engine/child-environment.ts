import { dirname } from 'node:path';
import { ourUserAgent } from '../lib/user-agent.ts';
import type { EngineCommand } from './engine-command.ts';

/**
 * All that engine and plug-in get of our environment. What is not here stays out: credentials of other
 * tools, AWS_PROFILE (the account is pinned elsewhere), NODE_OPTIONS and PULUMI_* switches that would
 * change or log what the engine does.
 */
const passedOn = [
  'HOME',
  'USER',
  'LOGNAME',
  'TMPDIR',
  'TMP',
  'TEMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'AWS_CA_BUNDLE',
  'PULUMI_HOME',
] as const;

const markerName = 'BOOTSTRAP_ACCOUNT_STATE_FOLDER';

/** By this entry the engine and plug-in of a killed run are found again. */
export function stateMarker(folder: string): string {
  return `${markerName}=${folder}`;
}

/**
 * The whole environment of an engine child.
 * @param extra Credentials for this run, from the caller; never ours by default.
 */
export function childEnvironment(options: {
  readonly parent: Readonly<Record<string, string | undefined>>;
  readonly engine: EngineCommand;
  readonly folder: string;
  readonly extra: Readonly<Record<string, string>>;
}): Record<string, string> {
  const { parent, engine, folder, extra } = options;
  const kept = passedOn.flatMap((name) => {
    const value = parent[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(kept),
    // The credentials of this run are the only ones: shared files and instance metadata would come before or after them.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true',
    // The official plug-in puts this behind its own user agent (hashicorp/aws-sdk-go-base: aws_config.go, which
    // it uses for every client), so that CloudTrail's events show which runs were ours.
    TF_APPEND_USER_AGENT: ourUserAgent,
    ...extra,
    // The engine's own folder first, so that it finds the helpers that came with it.
    PATH: [dirname(engine.path), parent.PATH ?? '/usr/bin:/bin'].join(':'),
    PULUMI_AUTOMATION_API: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    // We take our own, under our lock.
    PULUMI_DIY_BACKEND_DISABLE_CHECKPOINT_BACKUPS: 'true',
    [markerName]: folder,
  };
}
