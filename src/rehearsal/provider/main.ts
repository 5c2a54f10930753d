import { Server, ServerCredentials } from '@grpc/grpc-js';
import providerGrpc from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { createService } from './service.ts';

/** Milliseconds between looks for the engine. */
const lookEvery = 250;
const unlimited = -1;

// The launcher knows its parent before this file is loaded: an engine that dies meanwhile is missed as well.
const engine = Number(process.env.STAND_IN_PARENT ?? process.ppid);
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

// A press of Ctrl-C is for the engine: it finishes its steps, and needs us for that.
process.on('SIGINT', () => undefined);

// Without its engine the plug-in ends by itself, for it holds credentials; a call in hand is finished first.
setInterval(() => {
  if (process.ppid !== engine && !busy()) process.exit(0);
}, lookEvery).unref();
