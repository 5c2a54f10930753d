import { makeClients } from '../account/clients.ts';
import { readCaller } from '../account/read/caller.ts';
import { loadAccountFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { inspectEngine } from '../engine/pulumi-cli.ts';
import { describeState } from '../engine/state.ts';
import { ToolError } from '../errors.ts';
import { cacheRootOf } from '../lib/folders.ts';
import type { Check } from '../model/check.ts';
import { inspectEmulator } from '../rehearsal/emulator.ts';
import { judgeSignIn } from './judge-sign-in.ts';

type Finding = Omit<Check, 'id' | 'title'>;

/** Looks at this machine and this login; changes nothing, fetches nothing. */
export async function diagnose(context: Context): Promise<readonly Check[]> {
  const rows: readonly (readonly [string, string, () => Promise<Finding>])[] = [
    ['node', 'Node', async () => checkNode(process.versions.node, process.platform)],
    ['engine', 'Pulumi engine', () => checkEngine(context)],
    ['emulator', 'Emulator for rehearsals', () => checkEmulator(context)],
    ['file', 'Account file', () => checkFile(context)],
    ['login', 'AWS login', () => checkLogin(context)],
    ['state', 'State folder', async () => checkState(context)],
  ];
  const checks: Check[] = [];
  for (const [id, title, look] of rows) {
    checks.push({ id, title, ...(await look().catch(failedCheck)) });
  }
  return checks;
}

function failedCheck(error: unknown): Finding {
  const detail = error instanceof Error ? error.message : String(error);
  const fix = error instanceof ToolError ? error.fix : undefined;
  return { state: 'fail', detail, ...(fix === undefined ? {} : { fix }) };
}

function checkNode(version: string, platform: string): Finding {
  if (platform === 'win32')
    return { state: 'fail', detail: 'Windows itself is not supported.', fix: 'Use WSL, or AWS CloudShell.' };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19))
    return { state: 'fail', detail: version, fix: 'Install Node 20.19 or newer: https://nodejs.org/' };
  // https://nodejs.org/en/about/previous-releases
  return major === 20
    ? {
        state: 'warn',
        detail: `${version}; Node 20 gets no more security updates.`,
        fix: 'Node 22 or 24 works too.',
      }
    : { state: 'ok', detail: version };
}

async function checkEngine(context: Context): Promise<Finding> {
  const { env, packageRoot } = context;
  const seen = await inspectEngine({ env, packageRoot, home: env.HOME ?? '.', tell: () => undefined });
  if (seen.found !== undefined) return { state: 'ok', detail: `v${seen.found.version}, ${seen.found.path}` };
  const others = seen.others.map((other) => `${other.version} at ${other.path}`).join(', ');
  const detail = `not here yet${others === '' ? '' : `; another version is (${others})`}; about 120 MB to fetch`;
  if (seen.next === 'download only') {
    return {
      state: 'warn',
      detail: `${detail}; without Go it cannot be built where the download is closed.`,
      fix: `Nothing to do with an open network; otherwise install Go from https://go.dev/dl/ .`,
    };
  }
  return { state: 'warn', detail, fix: 'The first plan, apply or rehearse gets it; nothing to do.' };
}

async function checkEmulator(context: Context): Promise<Finding> {
  const { env, packageRoot } = context;
  const seen = await inspectEmulator({ env, packageRoot, cacheRoot: cacheRootOf(env) });
  switch (seen.kind) {
    case 'ready':
      return { state: 'ok', detail: 'installed' };
    case 'installable':
      return {
        state: 'warn',
        detail: `not installed yet; Python ${seen.pythonVersion} is there.`,
        fix: 'The first rehearse installs it; nothing to do.',
      };
    case 'no-python':
      return {
        state: 'warn',
        detail: 'needs Python 3.10 or newer; only rehearsals use it.',
        fix: 'Debian or Ubuntu: apt install python3 python3-venv; macOS: brew install python.',
      };
    case 'no-venv':
      return {
        state: 'warn',
        detail: `Python ${seen.pythonVersion} lacks its venv module; only rehearsals use it.`,
        fix: 'Debian or Ubuntu: apt install python3-venv.',
      };
  }
}

async function checkFile(context: Context): Promise<Finding> {
  const file = await loadAccountFile(context);
  if (!file.exists)
    return { state: 'warn', detail: `none at ${file.path}`, fix: 'bootstrap-account init writes it.' };
  return { state: 'ok', detail: `${file.path}, on template ${file.template}` };
}

async function checkLogin(context: Context): Promise<Finding> {
  const file = await loadAccountFile(context).catch(() => undefined);
  const region = file?.merged.account?.region;
  const target = await context.openTarget(region === undefined ? {} : { region });
  const clients = makeClients(target);
  try {
    const caller = await readCaller(clients);
    const detail = `${caller.arn} in ${target.region}, from ${target.credentialSource}`;
    if (caller.kind === 'root')
      return {
        state: 'fail',
        detail,
        fix: 'Never work as root: bootstrap-account first-admin prints the way to a first administrator.',
      };
    return judgeSignIn(target.signIn, caller, detail);
  } finally {
    clients.close();
  }
}

async function checkState(context: Context): Promise<Finding> {
  const file = await loadAccountFile(context).catch(() => undefined);
  const id = context.flags.account ?? file?.merged.account?.id;
  if (id === undefined) return { state: 'ok', detail: `${context.stateRoot}; no account named yet` };
  const state = describeState(`${context.stateRoot}/${id}`);
  if (state.condition === 'damaged')
    return {
      state: 'fail',
      detail: `${state.folder}: ${state.why ?? 'damaged'}`,
      fix: 'bootstrap-account state where names the newest backup, state restore puts it in place.',
    };
  if (state.lock !== undefined)
    return {
      state: 'warn',
      detail: `${state.folder} is locked: ${state.lock}`,
      fix: 'If that run is gone: bootstrap-account state unlock.',
    };
  return {
    state: 'ok',
    detail: state.exists ? `${state.folder}, ${state.resources} resources` : `${state.folder}, no state yet`,
  };
}
