import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CustomResource, type CustomResourceOptions } from '@pulumi/pulumi';
import { ensureEngine } from '../../src/engine/pulumi-cli.ts';
import { type OpenStack, type OpenStackOptions, openStack } from '../../src/engine/workspace.ts';

export const accountId = '111122223333';
const here = dirname(fileURLToPath(import.meta.url));
export const packageRoot = join(here, '..', '..');

export interface ThingArgs {
  readonly name: string;
  readonly value?: string;
  readonly fail?: string;
  readonly slowMs?: number;
}
/** The one type that `engine-plugin.mjs` knows. */
export class Thing extends CustomResource {
  constructor(name: string, args: ThingArgs, options?: CustomResourceOptions) {
    super('aws:tiny/thing:Thing', name, { ...args }, options);
  }
}
/** A program of things: logical name → arguments. */
export function things(wanted: Readonly<Record<string, ThingArgs & { readonly import?: string }>>) {
  return async () => {
    for (const [name, { import: id, ...args }] of Object.entries(wanted)) {
      new Thing(name, args, id === undefined ? {} : { import: id });
    }
    return { names: Object.keys(wanted) };
  };
}

/** One throw-away place: state folder, cloud folder, plug-in folder. */
export interface Bench {
  readonly root: string;
  readonly folder: string;
  readonly cloud: string;
  readonly plugin: string;
  readonly open: (
    program: OpenStackOptions['program'],
    more?: Partial<OpenStackOptions>,
  ) => Promise<OpenStack>;
  readonly calls: () => readonly string[];
  readonly remove: () => void;
}
export function makeBench(): Bench {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'engine-test-')));
  const [cloud, plugin, folder] = [
    join(root, 'cloud'),
    join(root, 'plug in'),
    join(root, 'state', accountId),
  ];
  mkdirSync(plugin, { recursive: true });
  const launcher = join(plugin, 'pulumi-resource-aws');
  writeFileSync(launcher, `#!/bin/sh\nexec node '${join(here, 'engine-plugin.mjs')}' "$@"\n`);
  chmodSync(launcher, 0o755);
  return {
    root,
    folder,
    cloud,
    plugin,
    open: async (program, more = {}) =>
      openStack({
        engine: await ensureEngine({ env: process.env, packageRoot, home: homedir(), tell: () => {} }),
        folder,
        accountId,
        region: 'eu-west-1',
        pluginFolder: plugin,
        parentEnv: process.env,
        env: { TINY_CLOUD: cloud },
        tags: { 'managed-by': 'bootstrap-account' },
        program,
        randomBytes,
        ...more,
      }),
    calls: () =>
      existsSync(join(cloud, 'calls.log'))
        ? readFileSync(join(cloud, 'calls.log'), 'utf8').trim().split('\n')
        : [],
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
export const never = new AbortController().signal;
