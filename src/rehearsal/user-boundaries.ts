import { errorReply } from './error-reply.ts';
import type { Operation } from './operation-name.ts';
import type { WireReply } from './wire.ts';

/** User name to the ARN of its permissions boundary: the emulator takes one for roles only. */
export type UserBoundaries = ReadonlyMap<string, string>;

/** Writes the boundaries into a reply that describes users; https://docs.aws.amazon.com/IAM/latest/APIReference/API_User.html */
export function addBoundaries(xml: string, boundaries: UserBoundaries): string {
  return xml.replace(/<UserName>([^<]*)<\/UserName>/g, (element, name: string) => {
    const arn = boundaries.get(name);
    if (arn === undefined) return element;
    const inner = `<PermissionsBoundaryType>Policy</PermissionsBoundaryType><PermissionsBoundaryArn>${arn}</PermissionsBoundaryArn>`;
    return `${element}<PermissionsBoundary>${inner}</PermissionsBoundary>`;
  });
}

/** Answers DeleteUserPermissionsBoundary as AWS does where there is none. */
export function deleteBoundary(operation: Operation, user: string, boundaries: UserBoundaries): WireReply {
  if (boundaries.has(user)) return emptyReply(operation);
  const message = `User ${user} doesn't have a permissions boundary.`;
  return errorReply(operation, { status: 404, code: 'NoSuchEntity', message });
}

/** An IAM reply that says no more than that it is done. */
export function emptyReply({ action }: Operation, result = ''): WireReply {
  const body = `<${action}Response xmlns="https://iam.amazonaws.com/doc/2010-05-08/">${result}<ResponseMetadata><RequestId>front</RequestId></ResponseMetadata></${action}Response>`;
  return { status: 200, rawHeaders: ['Content-Type', 'text/xml'], body: Buffer.from(body) };
}
