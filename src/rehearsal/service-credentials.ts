import { errorReply } from './error-reply.ts';
import type { Operation } from './operation-name.ts';
import { emptyReply } from './user-boundaries.ts';
import type { WireReply } from './wire.ts';

interface ServiceCredential {
  readonly id: string;
  readonly user: string;
  readonly service: string;
  readonly status: string;
}
/** Passwords for one service: the emulator has none. In the order in which they were made. */
export interface ServiceCredentials {
  readonly all: Map<string, ServiceCredential>;
  /** How many were ever made: ids are told by it, so that a replay gives the same. */
  made: number;
}
type Ask = (name: string) => string;

/** Answers the four operations; undefined for any other. Changes nothing: `rememberServiceCredential` does. */
export function answerServiceCredentials(
  operation: Operation,
  ask: Ask,
  book: ServiceCredentials,
): WireReply | undefined {
  switch (operation.action) {
    case 'ListServiceSpecificCredentials': {
      const mine = [...book.all.values()].filter(({ user }) => user === ask('UserName'));
      const items = mine.map((each) => `<member>${describe(each)}</member>`).join('');
      return inResult(operation, `<ServiceSpecificCredentials>${items}</ServiceSpecificCredentials>`);
    }
    case 'CreateServiceSpecificCredential': {
      const made = describe(next(ask, book));
      const password = '<ServicePassword>only-for-rehearsals</ServicePassword>';
      return inResult(operation, `<ServiceSpecificCredential>${made}${password}</ServiceSpecificCredential>`);
    }
    case 'UpdateServiceSpecificCredential':
    case 'DeleteServiceSpecificCredential': {
      const id = ask('ServiceSpecificCredentialId');
      if (book.all.has(id)) return emptyReply(operation);
      return errorReply(operation, {
        status: 404,
        code: 'NoSuchEntity',
        message: `No such credential ${id}`,
      });
    }
    default:
      return undefined;
  }
}

export function rememberServiceCredential(action: string, ask: Ask, book: ServiceCredentials): void {
  const id = ask('ServiceSpecificCredentialId');
  const present = book.all.get(id);
  if (action === 'CreateServiceSpecificCredential') {
    const made = next(ask, book);
    book.all.set(made.id, made);
    book.made += 1;
  }
  if (action === 'UpdateServiceSpecificCredential' && present !== undefined)
    book.all.set(id, { ...present, status: ask('Status') });
  if (action === 'DeleteServiceSpecificCredential') book.all.delete(id);
}

function next(ask: Ask, { made }: ServiceCredentials): ServiceCredential {
  return {
    id: `ACCAREHEARSAL${String(made + 1).padStart(8, '0')}`,
    user: ask('UserName'),
    service: ask('ServiceName'),
    status: 'Active',
  };
}

function describe({ id, user, service, status }: ServiceCredential): string {
  return [
    `<ServiceSpecificCredentialId>${id}</ServiceSpecificCredentialId>`,
    `<UserName>${user}</UserName><ServiceName>${service}</ServiceName><Status>${status}</Status>`,
    `<ServiceUserName>${user}-at-rehearsal</ServiceUserName><CreateDate>2026-01-01T00:00:00Z</CreateDate>`,
  ].join('');
}

function inResult(operation: Operation, inner: string): WireReply {
  return emptyReply(operation, `<${operation.action}Result>${inner}</${operation.action}Result>`);
}
