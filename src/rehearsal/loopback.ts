import { UserError } from '../errors.ts';

/**
 * An endpoint as a base URL without a slash at its end.
 * @throws UserError when it is not an http address of this machine.
 */
export function parseLoopback(endpoint: string): string {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  const isLocal = url !== undefined && isLoopbackHost(url.hostname);
  if (
    url === undefined ||
    !isLocal ||
    url.protocol !== 'http:' ||
    url.pathname !== '/' ||
    url.search !== '' ||
    url.username !== ''
  ) {
    throw new UserError(
      'EndpointNotLoopback',
      `The endpoint ${JSON.stringify(endpoint)} is not an emulator on this machine.`,
      {
        fix: 'Give an address like http://127.0.0.1:5000, or leave it out: the rehearsal then starts its own emulator.',
      },
    );
  }
  return url.origin;
}

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
