import type { AccountMemory } from './account-memory.ts';
import type { Operation } from './operation-name.ts';
import type { MetadataDefaults } from './scenario.ts';
import type { WireReply } from './wire.ts';

/** Operations that the emulator lacks and the front answers from what it remembers. */
export function answerLocally(operation: Operation, memory: AccountMemory): WireReply | undefined {
  if (operation.service !== 'ec2') return undefined;
  if (operation.action === 'GetInstanceMetadataDefaults') {
    return ec2Reply(operation, accountLevel(memory.metadataDefaults.get(operation.region) ?? {}));
  }
  // The change itself is taken in by rememberCall, as every successful call is.
  if (operation.action === 'ModifyInstanceMetadataDefaults')
    return ec2Reply(operation, '<return>true</return>');
  return undefined;
}

function accountLevel(defaults: MetadataDefaults): string {
  const elements = Object.entries(defaults).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<accountLevel>${elements.join('')}</accountLevel>`;
}

function ec2Reply({ action }: Operation, inner: string): WireReply {
  const body = `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId>${inner}</${action}Response>`;
  return { status: 200, rawHeaders: ['Content-Type', 'text/xml'], body: Buffer.from(body) };
}
