import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { InternalError } from '../errors.ts';
import type { AwsCredentials } from '../model/target.ts';

/** How engine and plug-in get the operator's credentials: from this process, never from disk. */
export interface CredentialServer {
  /** To be put into the child's environment. */
  readonly env: {
    readonly AWS_CONTAINER_CREDENTIALS_FULL_URI: string;
    readonly AWS_CONTAINER_AUTHORIZATION_TOKEN: string;
  };
  readonly close: () => Promise<void>;
}

/** Milliseconds that keys without an end are handed out for; asked again after that. */
const staticLife = 3_600_000;

/**
 * Serves credentials on a loopback address to whoever shows the random token. Asked again, it renews them.
 * https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 */
export async function serveCredentials(
  credentials: () => Promise<AwsCredentials>,
  randomBytes: (size: number) => Uint8Array,
  now: () => Date = () => new Date(),
): Promise<CredentialServer> {
  const token = Buffer.from(randomBytes(32)).toString('hex');
  const server = createServer((request, response) => {
    void answer(request, response, { token, credentials, now });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  // The engine holds the run open, not this server.
  server.unref();
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new InternalError(
      'NoLoopbackPort',
      'No loopback port could be opened to hand credentials to the engine.',
    );
  }
  return {
    env: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${address.port}/`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  own: {
    readonly token: string;
    readonly credentials: () => Promise<AwsCredentials>;
    readonly now: () => Date;
  },
): Promise<void> {
  const reply = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  if (request.method !== 'GET' || !isSame(request.headers.authorization ?? '', own.token)) {
    reply(403, { code: 'Forbidden', message: 'wrong token' });
    return;
  }
  try {
    const found = await own.credentials();
    // SDKs insist on a token and an end: an empty token and an hour stand for keys that have neither.
    const end = found.expiration ?? new Date(own.now().getTime() + staticLife);
    reply(200, {
      AccessKeyId: found.accessKeyId,
      SecretAccessKey: found.secretAccessKey,
      Token: found.sessionToken ?? '',
      Expiration: end.toISOString(),
    });
  } catch {
    // The reason may carry secrets, and the process that owns the terminal meets it itself.
    reply(500, { code: 'NoCredentials', message: 'the credentials could not be renewed' });
  }
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}
