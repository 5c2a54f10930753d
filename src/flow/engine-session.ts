import { homedir } from 'node:os';
import { deployAccount } from '../../programs/account.ts';
import { serveCredentials } from '../account/credential-server.ts';
import type { Context } from '../context.ts';
import { ensureEngine } from '../engine/pulumi-cli.ts';
import { type OpenStack, openStack } from '../engine/workspace.ts';
import type { Plan } from '../model/plan.ts';
import type { Place } from './place.ts';

/** Opens the engine on a plan, hands it credentials from memory, and closes both whatever happens. */
export async function withStack<T>(
  context: Context,
  place: Place,
  folder: string,
  plan: Plan,
  work: (stack: OpenStack) => Promise<T>,
): Promise<T> {
  const { host } = context;
  const engine = await ensureEngine({
    env: context.env,
    packageRoot: context.packageRoot,
    home: context.env.HOME ?? homedir(),
    tell: (text: string) => host.tell({ level: 'info', text }),
  });
  const { target } = place;
  const server = await serveCredentials(target.credentials, context.randomBytes, context.now);
  try {
    const stack = await openStack({
      engine,
      folder,
      accountId: plan.account.id,
      region: plan.account.region,
      parentEnv: context.env,
      // The settings of an earlier run stand in the state; in a rehearsal its address is gone by now.
      env: { ...server.env, ...(target.endpoint === undefined ? {} : { AWS_ENDPOINT_URL: target.endpoint }) },
      tags: {},
      program: () => deployAccount(plan),
      randomBytes: context.randomBytes,
      ...(target.endpoint === undefined ? {} : { endpoint: target.endpoint }),
      ...(target.pluginFolder === undefined ? {} : { pluginFolder: target.pluginFolder }),
    });
    try {
      return await work(stack);
    } finally {
      stack.close();
    }
  } finally {
    await server.close();
  }
}
