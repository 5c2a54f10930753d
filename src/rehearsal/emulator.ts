import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { EngineError, RefusedError, type ToolError, UserError } from '../errors.ts';
import {
  type CommandResult,
  findPython,
  oldestPython,
  pythonEnvironment,
  runProgram,
} from './find-python.ts';

export interface EmulatorPlace {
  /** Root of this package: `src/rehearsal/requirements.txt` lies below it. */
  readonly packageRoot: string;
  /** Folder that keeps what is fetched once; the emulator gets `emulator-<hash>` in it. */
  readonly cacheRoot: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}
export type EmulatorState =
  | { readonly kind: 'ready'; readonly python: string }
  | { readonly kind: 'installable'; readonly pythonVersion: string }
  | { readonly kind: 'no-python'; readonly seen: readonly string[] }
  | { readonly kind: 'no-venv'; readonly pythonVersion: string };

async function placeOf(
  place: EmulatorPlace,
): Promise<{ requirements: string; folder: string; python: string }> {
  const requirements = join(place.packageRoot, 'src', 'rehearsal', 'requirements.txt');
  const hash = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const folder = join(place.cacheRoot, `emulator-${hash}`);
  return { requirements, folder, python: join(folder, 'bin', 'python') };
}

/** Tells how far the emulator is from being usable; installs nothing. */
export async function inspectEmulator(place: EmulatorPlace): Promise<EmulatorState> {
  const { python } = await placeOf(place);
  if (await exists(python)) return { kind: 'ready', python };
  const search = await findPython(place.env);
  if (search.kind === 'missing') return { kind: 'no-python', seen: search.seen };
  if (!search.hasVenv) return { kind: 'no-venv', pythonVersion: search.python.version };
  return { kind: 'installable', pythonVersion: search.python.version };
}

/**
 * Makes the emulator's virtual environment, once for each set of pinned packages: beside, then renamed, so
 * a broken install is never taken for a finished one. Scripts in its `bin` name the folder it was built in
 * and are not used; `bin/python` finds its own place.
 * @throws UserError when Python 3.10 or its venv module is missing; RefusedError when a package is not
 * the pinned one; EngineError when the install fails.
 */
export async function ensureEmulator(
  options: EmulatorPlace & { readonly tell: (text: string) => void },
): Promise<{ readonly python: string }> {
  const { requirements, folder, python } = await placeOf(options);
  if (await exists(python)) return { python };
  const base = await usablePython(options);
  options.tell(
    'Installing the emulator for rehearsals: moto and what it needs, about 31 MB to fetch and 120 MB on disk. This takes about half a minute, once.',
  );
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  const building = `${folder}.building-${randomUUID()}`;
  try {
    await install(base, building, requirements, pythonEnvironment(options.env));
    await rename(building, folder).catch(async (error: unknown) => {
      // Another run was faster; its folder is as good as ours.
      if (!(await exists(python))) throw error;
    });
  } finally {
    await rm(building, { recursive: true, force: true });
  }
  options.tell('The emulator is installed.');
  return { python };
}

async function usablePython(place: EmulatorPlace): Promise<string> {
  const search = await findPython(place.env);
  const wanted = `Python ${oldestPython.major}.${oldestPython.minor} or newer`;
  if (search.kind === 'missing') {
    const found =
      search.seen.length === 0 ? 'none was found on PATH' : `found only ${search.seen.join(', ')}`;
    throw new UserError('PythonMissing', `The rehearsal needs ${wanted}; ${found}.`, {
      fix: 'Install it (Debian or Ubuntu: apt install python3 python3-venv; macOS: brew install python) and run the command again.',
    });
  }
  if (!search.hasVenv) {
    const { version } = search.python;
    const minor = version.split('.').slice(0, 2).join('.');
    throw new UserError('PythonVenvMissing', `Python ${version} is here, but its venv module is not.`, {
      fix: `On Debian or Ubuntu it is a package of its own: apt install python${minor}-venv. Then run the command again.`,
    });
  }
  return search.python.file;
}

async function install(
  base: string,
  folder: string,
  requirements: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const made = await runProgram(base, ['-I', '-m', 'venv', folder], env);
  if (made.code !== 0) throw installError('making the virtual environment', made);
  const pip = ['-I', '-m', 'pip', '--disable-pip-version-check', '--no-input', 'install', '--quiet'];
  // Wheels only: a source package would run code of its own while it is built.
  const pinned = ['--require-hashes', '--no-deps', '--only-binary', ':all:', '-r', requirements];
  const filled = await runProgram(join(folder, 'bin', 'python'), [...pip, ...pinned], env);
  if (filled.code !== 0) throw installError('fetching its packages', filled);
}

function installError(step: string, result: CommandResult): ToolError {
  const text = (result.stderr.trim() === '' ? result.stdout : result.stderr).trim();
  if (text.includes('DO NOT MATCH THE HASHES')) {
    const which = /^\s*(\S+)(?: from .*)?:\s*\n\s*Expected sha256/m.exec(text)?.[1] ?? 'a package';
    return new RefusedError(
      'EmulatorPackageChanged',
      `The emulator was not installed: ${which} is not the file whose hash is pinned.`,
      {
        fix: 'Check which package index pip uses (pip config list): it serves another file than the public one.',
      },
    );
  }
  const last = text.split('\n').slice(-3).join(' ').slice(0, 600);
  return new EngineError('EmulatorInstallFailed', `Installing the emulator failed while ${step}: ${last}`, {
    fix: 'Check the network and the package index that pip uses (pip config list), then run the command again.',
  });
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}
