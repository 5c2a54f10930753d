import type { Clients } from '../../src/account/clients.ts';

/** A process that is killed: nothing after it happens. */
export class Killed extends Error {}

interface Input {
  readonly Key?: string;
  readonly Body?: string;
  readonly IfMatch?: string;
  readonly IfNoneMatch?: string;
}

/** S3 in memory, as far as the shared state uses it: conditional writes, and a kill before or after any call. */
export class FakeBucket {
  readonly objects = new Map<string, { text: string; etag: string }>();
  calls = 0;
  /** Number of the call that is the last; `after`: it still went through. */
  killAt: { readonly call: number; readonly after: boolean } | undefined;
  /** Told of every call, before it is answered. */
  seen: ((command: string, key: string) => void) | undefined;
  /** Every write and removal arrives twice, as where its first answer is lost on the way. */
  sendsTwice = false;
  #marks = 0;

  readonly send = async (command: {
    readonly constructor: { readonly name: string };
    readonly input: Input;
  }) => {
    this.calls += 1;
    const killed = this.killAt?.call === this.calls;
    if (killed && this.killAt?.after === false) throw new Killed();
    this.seen?.(command.constructor.name, command.input.Key ?? '');
    if (this.sendsTwice && /^(Put|Delete)ObjectCommand$/.test(command.constructor.name))
      this.#answer(command.constructor.name, command.input);
    const answer = this.#answer(command.constructor.name, command.input);
    if (killed) throw new Killed();
    return answer;
  };

  get clients(): Clients {
    const service = { send: this.send };
    return { s3: service, kms: service, region: 'eu-west-1', close: () => undefined } as unknown as Clients;
  }
  textOf(name: string): string | undefined {
    return [...this.objects].find(([key]) => key.endsWith(`/${name}`))?.[1].text;
  }

  #answer(name: string, input: Input): unknown {
    const present = this.objects.get(input.Key ?? '');
    switch (name) {
      case 'GetObjectCommand':
        if (present === undefined) throw failure('NoSuchKey', 404);
        return { ETag: present.etag, Body: { transformToString: async () => present.text } };
      case 'PutObjectCommand': {
        if (input.IfNoneMatch === '*' && present !== undefined) throw failure('PreconditionFailed', 412);
        if (input.IfMatch !== undefined && present?.etag !== input.IfMatch)
          throw failure('PreconditionFailed', 412);
        this.#marks += 1;
        const etag = `"${this.#marks}"`;
        this.objects.set(input.Key ?? '', { text: input.Body ?? '', etag });
        return { ETag: etag };
      }
      case 'DeleteObjectCommand':
        if (input.IfMatch !== undefined && present === undefined) throw failure('NoSuchKey', 404);
        if (input.IfMatch !== undefined && present?.etag !== input.IfMatch)
          throw failure('PreconditionFailed', 412);
        this.objects.delete(input.Key ?? '');
        return {};
      default:
        return { KeyMetadata: { Arn: 'arn:aws:kms:eu-west-1:123456789012:key/k', KeyId: 'k' } };
    }
  }
}

function failure(code: string, status: number): Error {
  return Object.assign(new Error(code), { name: code, $metadata: { httpStatusCode: status } });
}
