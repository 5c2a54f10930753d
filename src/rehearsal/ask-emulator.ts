import type { Forwarder } from './forward.ts';
import type { Operation } from './operation-name.ts';
import type { WireReply } from './wire.ts';

/** Questions the front asks the emulator for itself, in the caller's name; never counted, never recorded. */
export interface EmulatorQuestions {
  /** A read of the query protocol. */
  readonly query: (
    service: 'iam' | 'sts' | 'sns',
    action: string,
    parameters: Readonly<Record<string, string>>,
  ) => Promise<WireReply>;
  /** A read of the JSON protocol. */
  readonly json: (
    service: string,
    target: string,
    body: Readonly<Record<string, unknown>>,
  ) => Promise<WireReply>;
  readonly bucketPolicy: (bucket: string) => Promise<WireReply>;
}

const versions = { iam: '2010-05-08', sts: '2011-06-15', sns: '2010-03-31' } as const;
const form = 'application/x-www-form-urlencoded; charset=utf-8';

export function askInNameOf(
  operation: Pick<Operation, 'accessKeyId' | 'region'>,
  forwarder: Forwarder,
): EmulatorQuestions {
  const keyId = operation.accessKeyId ?? 'AKIAFRONTFRONTFRONT0';
  const headers = (service: string, region: string, type?: string) => [
    'Authorization',
    authorizationFor(keyId, region, service),
    ...(type === undefined ? [] : ['Content-Type', type]),
  ];
  return {
    query: (service, action, parameters) =>
      forwarder.send({
        method: 'POST',
        path: '/',
        rawHeaders: headers(service, service === 'sns' ? operation.region : 'us-east-1', form),
        body: Buffer.from(
          new URLSearchParams({ Action: action, Version: versions[service], ...parameters }).toString(),
        ),
      }),
    json: (service, target, body) =>
      forwarder.send({
        method: 'POST',
        path: '/',
        rawHeaders: [
          ...headers(service, operation.region, 'application/x-amz-json-1.1'),
          'X-Amz-Target',
          target,
        ],
        body: Buffer.from(JSON.stringify(body)),
      }),
    bucketPolicy: (bucket) =>
      forwarder.send({
        method: 'GET',
        path: `/${bucket}?policy`,
        rawHeaders: headers('s3', operation.region),
        body: Buffer.alloc(0),
      }),
  };
}

/** A signature header that names key, region and service and signs nothing: the emulator reads no more of it. */
export function authorizationFor(accessKeyId: string, region: string, service: string): string {
  return `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=none`;
}

/** All texts of one element. */
export function elementsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1] ?? '');
}
