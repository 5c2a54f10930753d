import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';

export interface Complaint {
  /** Counts from 0, as editors do. */
  readonly line: number;
  readonly message: string;
}
export interface Suggestion {
  readonly label: string;
  readonly documentation: string;
}
/** A YAML language server as an editor drives it: messages in JSON, each behind its length. */
export interface Editor {
  /** Opens or changes a file; what the server says about it. */
  readonly open: (uri: string, text: string) => Promise<readonly Complaint[]>;
  readonly complete: (
    uri: string,
    text: string,
    position: { readonly line: number; readonly character: number },
  ) => Promise<readonly Suggestion[]>;
  readonly close: () => Promise<void>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

const require = createRequire(import.meta.url);

export async function openEditor(): Promise<Editor> {
  const server = require.resolve('yaml-language-server/bin/yaml-language-server');
  const child = spawn(process.execPath, [server, '--stdio'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const answers = new Map<number, (result: unknown) => void>();
  const complaints = new Map<string, (found: readonly Complaint[]) => void>();
  const versions = new Map<string, number>();
  let count = 0;
  const send = (message: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  };
  const ask = (method: string, params: object | null) =>
    new Promise<unknown>((resolve) => {
      count += 1;
      answers.set(count, resolve);
      send({ id: count, method, params });
    });
  const hear = (message: Message) => {
    const { id, method } = message;
    if (method === undefined) {
      if (id !== undefined) answers.get(id)?.(message.result);
    } else if (method === 'textDocument/publishDiagnostics') {
      const { uri, diagnostics, version } = message.params as {
        readonly uri: string;
        readonly version?: number;
        readonly diagnostics: readonly {
          readonly message: string;
          readonly range: { readonly start: { readonly line: number } };
        }[];
      };
      if (version !== undefined && version !== versions.get(uri)) return;
      complaints.get(uri)?.(
        diagnostics.map((each) => ({ line: each.range.start.line, message: each.message })),
      );
    } else if (id !== undefined) {
      // What the server asks of an editor: settings. It has no wishes but ours.
      const items = (message.params as { readonly items?: readonly unknown[] } | undefined)?.items ?? [];
      send({ id, result: method === 'workspace/configuration' ? items.map(() => settings) : null });
    }
  };
  child.stdout.on('data', readMessages(hear));
  await ask('initialize', {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      textDocument: { completion: { completionItem: { documentationFormat: ['plaintext'] } } },
    },
  });
  send({ method: 'initialized', params: {} });
  send({ method: 'workspace/didChangeConfiguration', params: { settings: { yaml: settings } } });
  const show = (uri: string, text: string) => {
    const version = (versions.get(uri) ?? 0) + 1;
    versions.set(uri, version);
    if (version === 1)
      send({
        method: 'textDocument/didOpen',
        params: { textDocument: { uri, languageId: 'yaml', version, text } },
      });
    else
      send({
        method: 'textDocument/didChange',
        params: { textDocument: { uri, version }, contentChanges: [{ text }] },
      });
  };
  return {
    open: (uri, text) =>
      new Promise((resolve) => {
        complaints.set(uri, resolve);
        show(uri, text);
      }),
    complete: async (uri, text, position) => {
      show(uri, text);
      const found = (await ask('textDocument/completion', { textDocument: { uri }, position })) as {
        readonly items: readonly {
          readonly label: string;
          readonly documentation?: string | { readonly value: string };
        }[];
      };
      return found.items.map(({ label, documentation = '' }) => ({
        label,
        documentation: typeof documentation === 'string' ? documentation : documentation.value,
      }));
    },
    close: async () => {
      await ask('shutdown', null);
      send({ method: 'exit' });
      child.kill();
    },
  };
}

/** No schema from the net: only the one that the file's first line names. */
const settings = {
  schemaStore: { enable: false },
  validate: true,
  completion: true,
  hover: true,
  schemas: {},
};

function readMessages(hear: (message: Message) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      const length = Number(
        /Content-Length: (\d+)/i.exec(rest.subarray(0, Math.max(0, head)).toString())?.[1],
      );
      if (head === -1 || !(rest.length >= head + 4 + length)) return;
      hear(JSON.parse(rest.subarray(head + 4, head + 4 + length).toString()) as Message);
      rest = rest.subarray(head + 4 + length);
    }
  };
}
