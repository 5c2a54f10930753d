import type { ServerUnaryCall, sendUnaryData, UntypedServiceImplementation } from '@grpc/grpc-js';
import pluginPb from '@pulumi/pulumi/proto/plugin_pb.js';
import providerPb from '@pulumi/pulumi/proto/provider_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { type Connection, openConnection } from './account.ts';
import { checkInputs } from './check.ts';
import { compareProperties } from './compare.ts';
import { toGrpcError } from './grpc-error.ts';
import { create, previewCreate, previewUpdate, read, remove, update } from './operations.ts';
import { readSettings } from './provider-settings.ts';
import type { ResourceType } from './resource-type.ts';
import { sameValue } from './same-value.ts';
import { resourceTypes } from './types.ts';
import { fromStruct, toStruct } from './wire.ts';

/** The official plug-in's version that this one stands in for. */
const standsInFor = '7.48.0';

type Handle = <Q, A>(
  work: (request: Q) => Promise<A>,
) => (call: ServerUnaryCall<Q, A>, reply: sendUnaryData<A>) => void;
type Request<
  Name extends
    | 'CheckRequest'
    | 'DiffRequest'
    | 'CreateRequest'
    | 'ReadRequest'
    | 'UpdateRequest'
    | 'DeleteRequest'
    | 'ConfigureRequest'
    | 'InvokeRequest',
> = InstanceType<(typeof providerPb)[Name]>;

/** The plug-in's side of Pulumi's protocol. `busy` tells whether a call is in hand. */
export function createService(env: Readonly<Record<string, string | undefined>>): {
  readonly service: UntypedServiceImplementation;
  readonly busy: () => boolean;
} {
  let calls = 0;
  let connection: Connection | undefined;
  const handle: Handle = (work) => (call, reply) => {
    calls += 1;
    work(call.request)
      .then((answer) => reply(null, answer))
      .catch((error: unknown) => reply(toGrpcError(error)))
      .finally(() => {
        calls -= 1;
      });
  };
  const configure = async (request: Request<'ConfigureRequest'>) => {
    connection = openConnection(readSettings(fromStruct(request.getArgs()), env));
    await refuseOtherAccount(connection);
    // No secrets asked for: the engine then takes them off itself, and marks what comes back.
    return new providerPb.ConfigureResponse()
      .setAcceptsecrets(false)
      .setSupportspreview(true)
      .setAcceptresources(false)
      .setAcceptoutputs(false);
  };
  const connected = (): Connection => {
    if (connection === undefined) throw new Error('the plug-in is not configured yet');
    return connection;
  };
  const service = {
    ...pluginHandlers(handle),
    configure: handle(configure),
    ...resourceHandlers(handle, connected),
  };
  return { service: service as unknown as UntypedServiceImplementation, busy: () => calls > 0 };
}

function pluginHandlers(handle: Handle) {
  const schema = JSON.stringify({ name: 'aws', version: standsInFor, resources: {} });
  return {
    getPluginInfo: handle(async () => new pluginPb.PluginInfo().setVersion(standsInFor)),
    getSchema: handle(async () => new providerPb.GetSchemaResponse().setSchema(schema)),
    checkConfig: handle(async (request: Request<'CheckRequest'>) =>
      new providerPb.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: handle(async (request: Request<'DiffRequest'>) => diffConfig(request)),
    cancel: handle(async () => new emptyPb.Empty()),
    attach: handle(async () => new emptyPb.Empty()),
    invoke: handle(async (request: Request<'InvokeRequest'>) => {
      throw new Error(`the stand-in plug-in answers no function, and ${request.getTok()} was called`);
    }),
  };
}

/**
 * Nothing replaces the provider. Another endpoint alone is no difference: it is another in every rehearsal, and
 * comes by the environment. Any other difference must be told, or the engine goes on with the old settings.
 */
function diffConfig(request: Request<'DiffRequest'>) {
  const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
  const keys = [...new Set([...Object.keys(olds), ...Object.keys(news)])].sort();
  const changed = keys.filter((key) => key !== 'endpoints' && !sameValue({}, key, olds[key], news[key]));
  const { DIFF_NONE, DIFF_SOME } = providerPb.DiffResponse.DiffChanges;
  return new providerPb.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(changed);
}

function resourceHandlers(handle: Handle, connected: () => Connection) {
  return {
    check: handle(async (request: Request<'CheckRequest'>) => check(request, connected())),
    diff: handle(async (request: Request<'DiffRequest'>) => diff(request)),
    create: handle(async (request: Request<'CreateRequest'>) => {
      const [type, inputs] = [typeOf(request.getUrn()), fromStruct(request.getProperties())];
      const answer = new providerPb.CreateResponse();
      if (request.getPreview()) return answer.setProperties(toStruct(previewCreate(type, inputs)));
      const made = await create(type, inputs, connected());
      return answer.setId(made.id).setProperties(toStruct(made.properties));
    }),
    read: handle(async (request: Request<'ReadRequest'>) => {
      const known = { state: fromStruct(request.getProperties()), inputs: fromStruct(request.getInputs()) };
      const found = await read(typeOf(request.getUrn()), request.getId(), known, connected());
      const answer = new providerPb.ReadResponse();
      // An empty id means gone.
      if (found === undefined) return answer;
      return answer
        .setId(found.id)
        .setProperties(toStruct(found.properties))
        .setInputs(toStruct(found.inputs));
    }),
    update: handle(async (request: Request<'UpdateRequest'>) => {
      const type = typeOf(request.getUrn());
      const change = { olds: fromStruct(request.getOlds()), news: fromStruct(request.getNews()) };
      const properties = request.getPreview()
        ? previewUpdate(type, change.olds, change.news)
        : await update(type, request.getId(), change, connected());
      return new providerPb.UpdateResponse().setProperties(toStruct(properties));
    }),
    delete: handle(async (request: Request<'DeleteRequest'>) => {
      await remove(
        typeOf(request.getUrn()),
        request.getId(),
        fromStruct(request.getProperties()),
        connected(),
      );
      return new emptyPb.Empty();
    }),
  };
}

/** A dead endpoint is no reason to fail here: the engine also configures with the settings of an earlier run. */
async function refuseOtherAccount(connection: Connection): Promise<void> {
  try {
    await connection.aws();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('AWS account ID not allowed')) throw error;
  }
}

function check(request: Request<'CheckRequest'>, { settings }: Connection) {
  const olds = request.getOlds();
  const { inputs, refusals } = checkInputs(
    typeOf(request.getUrn()),
    {
      name: request.getUrn().split('::').slice(3).join('::'),
      olds: olds === undefined ? undefined : fromStruct(olds),
      news: fromStruct(request.getNews()),
      seed: request.getRandomseed_asU8(),
    },
    settings,
  );
  const failures = refusals.map(({ property, reason }) =>
    new providerPb.CheckFailure().setProperty(property).setReason(reason),
  );
  return new providerPb.CheckResponse().setInputs(toStruct(inputs)).setFailuresList(failures);
}

function diff(request: Request<'DiffRequest'>) {
  const type = typeOf(request.getUrn());
  const news = fromStruct(request.getNews());
  const differences = compareProperties(type, fromStruct(request.getOlds()), news);
  const replaces = differences.filter((each) => each.replaces);
  const { DIFF_NONE, DIFF_SOME } = providerPb.DiffResponse.DiffChanges;
  const answer = new providerPb.DiffResponse()
    .setChanges(differences.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(differences.map((each) => each.property))
    .setReplacesList(replaces.map((each) => each.property))
    .setDeletebeforereplace(replaces.length > 0 && deletesFirst(type, news))
    .setHasdetaileddiff(true);
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = providerPb.PropertyDiff.Kind;
  const kinds = {
    add: [ADD, ADD_REPLACE],
    delete: [DELETE, DELETE_REPLACE],
    update: [UPDATE, UPDATE_REPLACE],
  } as const;
  for (const each of differences) {
    const kind = kinds[each.kind][each.replaces ? 1 : 0];
    answer.getDetaileddiffMap().set(each.property, new providerPb.PropertyDiff().setKind(kind));
  }
  return answer;
}

/**
 * A name that the program gave cannot be taken twice; one that was made up is made up anew.
 * Source: nameRequiresDeleteBeforeReplace, pulumi-terraform-bridge, pkg/tfbridge/schema.go
 */
function deletesFirst(
  type: ResourceType,
  { __defaults: defaulted }: Readonly<Record<string, unknown>>,
): boolean {
  if (type.deleteFirst === true) return true;
  if (type.autoName === undefined) return false;
  return !(Array.isArray(defaulted) && defaulted.includes(type.autoName.property));
}

/** `urn:pulumi:<stack>::<project>::<parent types$type>::<name>` */
function typeOf(urn: string): ResourceType {
  const token = urn.split('::')[2]?.split('$').at(-1) ?? '';
  const type = resourceTypes.get(token);
  if (type === undefined) throw new Error(`the stand-in plug-in does not know the type ${token}`);
  return type;
}
