import { Server, ServerCredentials } from '@grpc/grpc-js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { createService } from './service.ts';

/** Milliseconds between looks for the engine. */
const lookEvery = 250;
const unlimited = -1;

// The launcher knows its parent before this file is loaded: an engine that dies meanwhile is missed as well.
const engine = Number(process.env.STAND_IN_PARENT ?? process.ppid);
const ending = { wanted: false };
const { service, busy } = createService(process.env);
const server = new Server({
  'grpc.max_receive_message_length': unlimited,
  'grpc.max_send_message_length': unlimited,
});
server.addService(providerGrpc.ResourceProviderService, service);
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  // The engine reads the port from the first line.
  process.stdout.write(`${port}\n`);
});

// The engine ends its plug-ins by SIGINT, waits five seconds, and kills. A press of Ctrl-C does not come here: the
// engine starts us in a process group of our own, and needs us to finish its steps.
process.on('SIGINT', () => {
  ending.wanted = true;
  endWhenIdle();
});

// Without its engine the plug-in ends by itself, for it holds credentials; a call in hand is finished first.
setInterval(() => {
  if (process.ppid !== engine) ending.wanted = true;
  endWhenIdle();
}, lookEvery).unref();

function endWhenIdle(): void {
  if (ending.wanted && !busy()) process.exit(0);
}
