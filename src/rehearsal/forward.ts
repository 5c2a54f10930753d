import { Agent, request as httpRequest } from 'node:http';
import { EngineError } from '../errors.ts';
import { headerOf, type WireReply, type WireRequest, withoutHeaders } from './wire.ts';

export interface Forwarder {
  /**
   * Sends a request on as it is and gives the answer as it is.
   * @param extra header names and values in pairs, put before the request's own.
   */
  readonly send: (request: WireRequest, extra?: readonly string[]) => Promise<WireReply>;
  readonly close: () => void;
}

/** Headers that speak of one connection only: bodies are held whole here, so their length is known. */
const hopByHop = [
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'expect',
  'upgrade',
  'te',
];

/** Keeps connections to the emulator open: a new one for each call would double the time of a run. */
export function createForwarder(emulatorUrl: string): Forwarder {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const url = new URL(emulatorUrl);
  const send = (request: WireRequest, extra: readonly string[] = []): Promise<WireReply> =>
    new Promise((resolve, reject) => {
      const headers = [...extra, ...withoutHeaders(request.rawHeaders, hopByHop)];
      if (headerOf(request, 'host') === undefined) headers.push('Host', url.host);
      if (request.body.length > 0 || request.method === 'PUT' || request.method === 'POST') {
        headers.push('Content-Length', String(request.body.length));
      }
      const outgoing = httpRequest(
        { agent, host: url.hostname, port: url.port, method: request.method, path: request.path, headers },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('error', reject);
          incoming.on('end', () =>
            resolve({
              status: incoming.statusCode ?? 502,
              rawHeaders: incoming.rawHeaders,
              body: Buffer.concat(chunks),
            }),
          );
        },
      );
      outgoing.on('error', (cause) =>
        reject(
          new EngineError(
            'EmulatorUnreachable',
            `The emulator at ${emulatorUrl} does not answer: ${cause.message}`,
            {
              cause,
              fix: 'Run the command again: it starts a fresh emulator.',
            },
          ),
        ),
      );
      outgoing.end(request.body);
    });
  return { send, close: () => agent.destroy() };
}

/** Headers of a reply that is sent on with its whole body. */
export function endToEndHeaders(reply: WireReply, method: string): string[] {
  const headers = withoutHeaders(reply.rawHeaders, hopByHop);
  // The answer to HEAD tells the length of a body that is not sent.
  const length = method === 'HEAD' ? headerOf(reply, 'content-length') : String(reply.body.length);
  if (length !== undefined && reply.status !== 204 && reply.status !== 304)
    headers.push('Content-Length', length);
  return headers;
}
