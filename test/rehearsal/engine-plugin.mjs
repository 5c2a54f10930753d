// A plug-in of one type, `aws:tiny/thing:Thing`, whose cloud is a folder: one file a thing. It stands for
// the real one in the tests of src/engine only; the stand-in of src/rehearsal does the AWS types.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import grpc from '@grpc/grpc-js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import struct from 'google-protobuf/google/protobuf/struct_pb.js';

const cloud = process.env.TINY_CLOUD;
mkdirSync(cloud, { recursive: true });
const fileOf = (id) => join(cloud, `${id}.json`);
const log = (line) => appendFileSync(join(cloud, 'calls.log'), `${line}\n`);
const toStruct = (value) => struct.Struct.fromJavaScript(value);
const fail = (callback, message) => callback({ code: grpc.status.UNKNOWN, message });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
log(`env ${JSON.stringify(Object.keys(process.env).sort())}`);

function checked(call, callback) {
  const reply = new provider.CheckResponse();
  reply.setInputs(call.request.getNews());
  callback(null, reply);
}
function diff(call, callback) {
  const before = call.request.getOldInputs()?.toJavaScript() ?? {};
  const after = call.request.getNews().toJavaScript();
  const changed = ['name', 'value'].filter((key) => before[key] !== after[key]);
  const reply = new provider.DiffResponse();
  reply.setChanges(
    changed.length > 0
      ? provider.DiffResponse.DiffChanges.DIFF_SOME
      : provider.DiffResponse.DiffChanges.DIFF_NONE,
  );
  reply.setDiffsList(changed);
  reply.setReplacesList(changed.filter((key) => key === 'name'));
  callback(null, reply);
}
async function create(call, callback) {
  const inputs = call.request.getProperties().toJavaScript();
  const reply = new provider.CreateResponse();
  reply.setProperties(toStruct(inputs));
  if (!call.request.getPreview()) {
    log(`create ${inputs.name}`);
    if (inputs.slowMs) await sleep(inputs.slowMs);
    if (inputs.fail) return fail(callback, inputs.fail);
    if (existsSync(fileOf(inputs.name)))
      return fail(callback, `creating Thing (${inputs.name}): EntityAlreadyExists: it exists`);
    writeFileSync(fileOf(inputs.name), JSON.stringify(inputs));
    log(`created ${inputs.name}`);
    reply.setId(inputs.name);
  }
  callback(null, reply);
}
function read(call, callback) {
  const id = call.request.getId();
  const reply = new provider.ReadResponse();
  if (existsSync(fileOf(id))) {
    const found = toStruct(JSON.parse(readFileSync(fileOf(id), 'utf8')));
    reply.setId(id);
    reply.setProperties(found);
    reply.setInputs(found);
  }
  callback(null, reply);
}
function update(call, callback) {
  const inputs = call.request.getNews().toJavaScript();
  const reply = new provider.UpdateResponse();
  reply.setProperties(toStruct(inputs));
  if (!call.request.getPreview()) writeFileSync(fileOf(call.request.getId()), JSON.stringify(inputs));
  callback(null, reply);
}
function remove(call, callback) {
  log(`delete ${call.request.getId()}`);
  rmSync(fileOf(call.request.getId()), { force: true });
  callback(null, new empty.Empty());
}
function configure(call, callback) {
  log(`configure ${JSON.stringify(call.request.getArgs()?.toJavaScript())}`);
  const reply = new provider.ConfigureResponse();
  reply.setSupportspreview(true);
  callback(null, reply);
}

const server = new grpc.Server();
server.addService(services.ResourceProviderService, {
  checkConfig: checked,
  diffConfig: (_, callback) => callback(null, new provider.DiffResponse()),
  configure,
  check: checked,
  diff,
  create,
  read,
  update,
  delete: remove,
  getPluginInfo: (_, callback) => {
    const info = new plugin.PluginInfo();
    info.setVersion('7.48.0');
    callback(null, info);
  },
  cancel: (_, callback) => callback(null, new empty.Empty()),
});
server.bindAsync('127.0.0.1:0', grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.stdout.write(`${port}\n`);
});
// Like the real stand-in: gone soon after its engine is (its parent changes).
const parent = process.ppid;
setInterval(() => process.ppid !== parent && process.exit(0), 200);
