type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where state and fetched things live, by https://specifications.freedesktop.org/basedir-spec/latest/ ;
 * a relative path in the variable is ignored, as the specification wants it.
 */
export function stateRootOf(env: Environment): string {
  return `${baseOf(env, 'XDG_STATE_HOME', '.local/state')}/bootstrap-account`;
}
export function cacheRootOf(env: Environment): string {
  return `${baseOf(env, 'XDG_CACHE_HOME', '.cache')}/bootstrap-account`;
}

function baseOf(env: Environment, variable: string, below: string): string {
  const given = env[variable];
  return given?.startsWith('/') === true ? given : `${env.HOME ?? '.'}/${below}`;
}
