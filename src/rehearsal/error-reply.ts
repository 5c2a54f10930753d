import type { Operation, Protocol } from './operation-name.ts';
import type { WireReply } from './wire.ts';

export interface AwsError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** Ids of requests the front answers itself: recognisable, and never AWS's. */
const requestId = '00000000-front-4000-8000-000000000000';

/** An AWS error in the words of the operation's protocol. */
export function errorReply(operation: Operation, error: AwsError): WireReply {
  const { body, headers } = write(operation.protocol, error);
  const noBody = operation.action.startsWith('Head');
  return {
    status: error.status,
    rawHeaders: [...headers, 'x-amzn-requestid', requestId],
    body: Buffer.from(noBody ? '' : body),
  };
}

function write(
  protocol: Protocol,
  error: AwsError,
): { readonly body: string; readonly headers: readonly string[] } {
  const code = escapeXml(error.code);
  const message = escapeXml(error.message);
  const inner = `<Code>${code}</Code><Message>${message}</Message>`;
  const type = error.status >= 500 ? 'Receiver' : 'Sender';
  const xml = ['Content-Type', 'text/xml'];
  switch (protocol) {
    case 'query':
      return {
        headers: xml,
        body: `<ErrorResponse><Error><Type>${type}</Type>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
    case 'ec2':
      return {
        headers: xml,
        body: `<Response><Errors><Error>${inner}</Error></Errors><RequestID>${requestId}</RequestID></Response>`,
      };
    case 's3':
      return { headers: xml, body: `<Error>${inner}<RequestId>${requestId}</RequestId></Error>` };
    case 's3control':
      return {
        headers: xml,
        body: `<ErrorResponse><Error>${inner}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
      };
    case 'json':
    case 'rest-json':
    case 'cbor':
      return {
        headers: ['Content-Type', 'application/x-amz-json-1.1', 'x-amzn-errortype', error.code],
        body: JSON.stringify({ __type: error.code, message: error.message }),
      };
  }
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

type Kind = 'throttle' | 'accessDenied' | 'expiredToken' | 'notFound';
/**
 * What each service calls the same mishap.
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const codes: Readonly<Record<Protocol, Readonly<Record<Kind, readonly [code: string, status: number]>>>> = {
  query: {
    throttle: ['Throttling', 400],
    accessDenied: ['AccessDenied', 403],
    expiredToken: ['ExpiredToken', 403],
    notFound: ['NoSuchEntity', 404],
  },
  ec2: {
    throttle: ['RequestLimitExceeded', 503],
    accessDenied: ['UnauthorizedOperation', 403],
    expiredToken: ['RequestExpired', 400],
    notFound: ['InvalidParameterValue', 400],
  },
  s3: {
    throttle: ['SlowDown', 503],
    accessDenied: ['AccessDenied', 403],
    expiredToken: ['ExpiredToken', 400],
    notFound: ['NoSuchBucket', 404],
  },
  s3control: {
    throttle: ['SlowDown', 503],
    accessDenied: ['AccessDenied', 403],
    expiredToken: ['ExpiredToken', 400],
    notFound: ['NoSuchPublicAccessBlockConfiguration', 404],
  },
  json: {
    throttle: ['ThrottlingException', 400],
    accessDenied: ['AccessDeniedException', 400],
    expiredToken: ['ExpiredTokenException', 400],
    notFound: ['NotFoundException', 400],
  },
  'rest-json': {
    throttle: ['TooManyRequestsException', 429],
    accessDenied: ['AccessDeniedException', 403],
    expiredToken: ['ExpiredTokenException', 403],
    notFound: ['ResourceNotFoundException', 404],
  },
  cbor: {
    throttle: ['ThrottlingException', 400],
    accessDenied: ['AccessDeniedException', 400],
    expiredToken: ['ExpiredTokenException', 400],
    notFound: ['ResourceNotFoundException', 400],
  },
};

/** The error that a service answers for a mishap every service knows. */
export function commonError(operation: Operation, kind: Kind, message: string): AwsError {
  const [code, status] = codes[operation.protocol][kind];
  if (kind === 'notFound' && operation.service === 'cloudtrail')
    return { status, code: 'TrailNotFoundException', message };
  return { status, code, message };
}
