import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UserError } from '../errors.ts';
import type { Counters } from './call-counters.ts';
import type { EmulatorLine } from './call-emulator.ts';
import { createCallLock } from './call-lock.ts';
import { createCallPace } from './call-pace.ts';
import { createCallerBook } from './caller-book.ts';
import { describeIssue } from './describe-issue.ts';
import type { RecordedEvent } from './event-history.ts';
import { createForwarder, endToEndHeaders } from './forward.ts';
import { answerControl, type FrontStatus } from './front-control.ts';
import { createFrontState } from './front-state.ts';
import { type CallEnd, type CallHook, handleCall } from './handle-call.ts';
import type { Journal } from './journal.ts';
import { replayJournal } from './replay.ts';
import { createFaultPicker, type FaultRule } from './rules.ts';
import { type Scenario, type ScenarioInput, scenarioSchema } from './scenario.ts';
import type { WireReply, WireRequest } from './wire.ts';

export interface FrontOptions {
  /** Base URL of the emulator; `/moto-api/seed` is called on it only when there is a journal. */
  readonly emulatorUrl: string;
  readonly accountId: string;
  /** Replayed first, then written on. Absent: nothing is kept. */
  readonly journal?: Journal;
  readonly scenario?: ScenarioInput;
  /** @default a free one */
  readonly port?: number;
  readonly now: () => Date;
  readonly onCall?: CallHook;
}

/** An HTTP server before the emulator; what it does itself stands in SPEC.md. */
export interface Front {
  readonly url: string;
  readonly status: () => FrontStatus;
  readonly counters: () => Counters;
  readonly resetCounters: () => void;
  /** The event history, oldest first, whatever the visibility delay. */
  readonly events: () => readonly RecordedEvent[];
  readonly setRules: (rules: readonly FaultRule[]) => void;
  /** @throws UserError when the scenario is none. */
  readonly setScenario: (scenario: ScenarioInput) => void;
  readonly stop: () => Promise<void>;
}

/**
 * Starts a front on 127.0.0.1, after the journal's calls are in the emulator again.
 * @throws UserError for a wrong scenario; EngineError when the emulator does not answer or the replay fails.
 */
export async function startFront(options: FrontOptions): Promise<Front> {
  const state = createFrontState(options.accountId, parseScenario(options.scenario ?? {}));
  const forwarder = createForwarder(options.emulatorUrl);
  const line: EmulatorLine = {
    state,
    forwarder,
    lock: createCallLock(),
    callers: createCallerBook(forwarder, () => state.scenario.callerArn),
    journal: options.journal,
    seed: 0,
    touched: new Set(),
    now: options.now,
  };
  if (options.journal !== undefined) await replayJournal(line, options.journal.entries);
  let faults = createFaultPicker([]);
  let index = 0;
  const controls = {
    status: (): FrontStatus => ({
      front: 'bootstrap-account',
      accountId: options.accountId,
      counters: state.counters.snapshot(),
    }),
    setRules: (rules: readonly FaultRule[]) => {
      faults = createFaultPicker(rules);
    },
    setScenario: (scenario: ScenarioInput) => {
      state.scenario = parseScenario(scenario);
    },
    resetCounters: () => state.counters.reset(),
  };
  const handling = {
    line,
    faults: () => faults,
    lookupPace: createCallPace(() => performance.now()),
    nextIndex: () => {
      index += 1;
      return index;
    },
    onCall: options.onCall,
  };
  const server = createServer((incoming, outgoing) => {
    void serve(
      incoming,
      outgoing,
      (request) => answerControl(request, controls) ?? handleCall(handling, request),
    );
  });
  const url = await listen(server, options.port ?? 0);
  return {
    url,
    ...controls,
    counters: () => state.counters.snapshot(),
    events: () => state.history.all(),
    stop: () => stop(server, forwarder.close),
  };
}

function parseScenario(input: ScenarioInput): Scenario {
  const parsed = scenarioSchema.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new UserError(
    'ScenarioInvalid',
    `The rehearsal's scenario is wrong: ${describeIssue(parsed.error)}.`,
    {
      fix: 'The keys of a scenario stand in src/rehearsal/SPEC.md.',
    },
  );
}

async function serve(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  handle: (request: WireRequest) => CallEnd | Promise<CallEnd>,
): Promise<void> {
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const method = incoming.method ?? 'GET';
    const request = {
      method,
      path: incoming.url ?? '/',
      rawHeaders: incoming.rawHeaders,
      body: Buffer.concat(chunks),
    };
    const end = await handle(request);
    if (end.kind === 'dropped') outgoing.destroy();
    else write(outgoing, method, end.reply, end.kind === 'truncated');
  } catch (error) {
    // An emulator that is gone, or a caller that hung up: the caller sees a server error or nothing.
    const text = error instanceof Error ? error.message : 'unknown';
    if (!outgoing.headersSent) outgoing.writeHead(502, { 'Content-Type': 'text/plain' });
    outgoing.end(text);
  }
}

function write(outgoing: ServerResponse, method: string, reply: WireReply, truncated: boolean): void {
  outgoing.sendDate = false;
  outgoing.writeHead(reply.status, endToEndHeaders(reply, method));
  if (!truncated) {
    outgoing.end(reply.body);
    return;
  }
  const half = reply.body.subarray(0, Math.floor(reply.body.length / 2));
  outgoing.write(half, () => outgoing.destroy());
}

function listen(server: Server, port: number): Promise<string> {
  // Engine and plug-in keep connections open between their calls; closing one under them looks like a reset.
  server.keepAliveTimeout = 120_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
  });
}

function stop(server: Server, closeForwarder: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      closeForwarder();
      resolve();
    });
    server.closeAllConnections();
  });
}
