import { spawn } from 'node:child_process';

/** Oldest CPython that the pinned emulator runs on: the lowest version its packages have wheels for. */
export const oldestPython = { major: 3, minor: 10 } as const;

export interface CommandResult {
  /** Undefined when the program could not be started or was ended by a signal. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end, with no input and only the environment given. Never rejects. */
export function runProgram(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on('error', (error) => resolve({ code: undefined, stdout, stderr: error.message }));
    child.on('close', (code) => resolve({ code: code ?? undefined, stdout, stderr }));
  });
}

/** Variables that Python, pip and a proxy need; nothing that holds an AWS credential. */
const kept = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTPS_PROXY',
  'https_proxy',
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_FIND_LINKS',
  'PIP_CERT',
  'PIP_CONFIG_FILE',
  'PIP_DEFAULT_TIMEOUT',
  'REQUESTS_CA_BUNDLE',
] as const;

/** What a Python child may see of our environment. */
export function pythonEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const whitelisted: Record<string, string> = {};
  for (const name of kept) {
    const value = env[name];
    if (value !== undefined) whitelisted[name] = value;
  }
  return whitelisted;
}

export interface FoundPython {
  readonly file: string;
  /** Like `3.11.7`. */
  readonly version: string;
}
export type PythonSearch =
  | { readonly kind: 'found'; readonly python: FoundPython; readonly hasVenv: boolean }
  /** `seen`: versions that are there, but too old. */
  | { readonly kind: 'missing'; readonly seen: readonly string[] };

const names = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

/** Looks for a Python that is new enough, and says whether it can make a virtual environment. */
export async function findPython(env: Readonly<Record<string, string | undefined>>): Promise<PythonSearch> {
  const seen: string[] = [];
  const childEnv = pythonEnvironment(env);
  for (const file of names) {
    const asked = await runProgram(
      file,
      ['-I', '-c', 'import platform; print(platform.python_version())'],
      childEnv,
    );
    const version = asked.stdout.trim();
    if (asked.code !== 0 || version === '') continue;
    if (!isNewEnough(version)) {
      seen.push(version);
      continue;
    }
    // Debian splits ensurepip off into python3-venv: `import venv` alone would not notice.
    const venv = await runProgram(file, ['-I', '-c', 'import venv, ensurepip'], childEnv);
    return { kind: 'found', python: { file, version }, hasVenv: venv.code === 0 };
  }
  return { kind: 'missing', seen };
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === oldestPython.major && minor >= oldestPython.minor;
}
