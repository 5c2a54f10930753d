import { cacheRootOf } from '../../src/lib/folders.ts';

/** The environment in which the built command finds what this machine has already, and keeps its state in a folder. */
export function commandEnv(home: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: process.env.HOME ?? '',
    XDG_STATE_HOME: `${home}/state`,
    XDG_CACHE_HOME: cacheRootOf(process.env).replace(/\/bootstrap-account$/, ''),
  };
}
