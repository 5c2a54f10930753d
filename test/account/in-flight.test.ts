import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GetPolicyCommand, ListUsersCommand } from '@aws-sdk/client-iam';
import { afterEach, expect, test } from 'vitest';
import { iamConcurrency, makeClients } from '../../src/account/clients.ts';
import { createGate } from '../../src/account/in-flight.ts';

test('no more than the limit at once, in order, and a failure gives its place back', async () => {
  const gate = createGate(2);
  const begun: number[] = [];
  const ends: ((fails: boolean) => void)[] = [];
  const all = [0, 1, 2, 3].map((each) =>
    gate(() => {
      begun.push(each);
      return new Promise<number>((resolve, reject) => {
        ends[each] = (fails) => (fails ? reject(new Error(`${each}`)) : resolve(each));
      });
    }).catch((error: Error) => error.message),
  );
  const settled = () => new Promise(setImmediate);
  await settled();
  expect(begun).toEqual([0, 1]);
  ends[1]?.(true);
  await settled();
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.(false);
  await settled();
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[2]?.(false);
  ends[3]?.(false);
  expect(await Promise.all(all)).toEqual([0, '1', 2, 3]);
  expect(await gate(async () => 'free again')).toBe('free again');
});

let server: Server | undefined;
afterEach(() => server?.close());

test('calls to IAM keep to the limit whoever makes them, and one that waits to be tried again holds no place', async () => {
  const counts = { open: 0, most: 0, throttled: 0 };
  server = createServer((request, response) => {
    request.resume();
    counts.open += 1;
    counts.most = Math.max(counts.most, counts.open);
    setTimeout(() => {
      counts.open -= 1;
      if (counts.throttled < iamConcurrency) {
        counts.throttled += 1;
        response.writeHead(400, { 'content-type': 'text/xml' });
        response.end('<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>');
        return;
      }
      response.end('<ListUsersResponse><ListUsersResult/></ListUsersResponse>');
    }, 5);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clients = makeClients({
    region: 'eu-west-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: async () => ({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' }),
  });
  const calls = Array.from({ length: 12 }, (_, index) =>
    index % 2 === 0
      ? clients.iam.send(new ListUsersCommand({}))
      : clients.iam.send(new GetPolicyCommand({ PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' })),
  );
  await Promise.all(calls);
  clients.close();
  expect(counts.throttled).toBe(iamConcurrency);
  expect(counts.most).toBe(iamConcurrency);
});
