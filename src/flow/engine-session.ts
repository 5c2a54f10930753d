import { homedir } from 'node:os';
import { serveCredentials } from '../account/credential-server.ts';
import type { Context } from '../context.ts';
import { ensureEngine } from '../engine/pulumi-cli.ts';
import type { OpenStack } from '../engine/workspace.ts';
import type { Plan } from '../model/plan.ts';
import type { Place } from './place.ts';

/** Pulumi's SDK and the programs: half a second of processor time, which a command without the engine is spared. */
async function loadPrograms() {
  const [{ openStack }, { deployAccount }] = await Promise.all([
    import('../engine/workspace.ts'),
    import('../../programs/account.ts'),
  ]);
  return { openStack, deployAccount };
}

/**
 * Told by a command that will open the engine, before it reads the account: the SDK is loaded in the pauses
 * between the calls.
 */
export function expectEngine(): void {
  // Where it cannot be loaded, `withStack` says so.
  loadPrograms().catch(() => undefined);
}

/** Opens the engine on a plan, hands it credentials from memory, and closes both whatever happens. */
export async function withStack<T>(
  context: Context,
  place: Place,
  folder: string,
  plan: Plan,
  work: (stack: OpenStack) => Promise<T>,
): Promise<T> {
  const { host } = context;
  const { openStack, deployAccount } = await loadPrograms();
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
