import {
  type ServerUnaryCall,
  type sendUnaryData,
  status,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import pluginPb from '@pulumi/pulumi/proto/plugin_pb.js';
import providerPb from '@pulumi/pulumi/proto/provider_pb.js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { type Connection, openConnection } from './account.ts';
import { compareProperties } from './compare.ts';
import { checkInputs, create, previewCreate, previewUpdate, read, update } from './operations.ts';
import { readSettings } from './provider-settings.ts';
import type { ResourceType } from './resource-type.ts';
import { resourceTypes } from './types.ts';
import { fromStruct, toStruct } from './wire.ts';

/** The official plug-in's version that this one stands in for. */
const standsInFor = '7.48.0';

type Handler<Q, A> = (request: Q) => Promise<A>;

/** The plug-in's side of Pulumi's protocol. `busy` tells whether a call is in hand. */
export function createService(): {
  readonly service: UntypedServiceImplementation;
  readonly busy: () => boolean;
} {
  let calls = 0;
  let connection: Connection | undefined;
  const connected = (): Connection => {
    if (connection === undefined) throw new Error('the plug-in is not configured yet');
    return connection;
  };
  const handle =
    <Q, A>(work: Handler<Q, A>) =>
    (call: ServerUnaryCall<Q, A>, reply: sendUnaryData<A>): void => {
      calls += 1;
      work(call.request)
        .then((answer) => reply(null, answer))
        .catch((error: unknown) => reply({ code: status.UNKNOWN, message: explain(error) }))
        .finally(() => {
          calls -= 1;
        });
    };
  const service: UntypedServiceImplementation = {
    ...pluginHandlers(handle),
    configure: handle(async (request: InstanceType<typeof providerPb.ConfigureRequest>) => {
      connection = openConnection(readSettings(fromStruct(request.getArgs()), process.env));
      await refuseOtherAccount(connection);
      return new providerPb.ConfigureResponse()
        .setAcceptsecrets(false)
        .setSupportspreview(true)
        .setAcceptresources(false)
        .setAcceptoutputs(false);
    }),
    check: handle(async (request: InstanceType<typeof providerPb.CheckRequest>) => {
      const { inputs, unknown } = checkInputs(
        typeOf(request.getUrn()),
        fromStruct(request.getNews()),
        connected(),
      );
      const failures = unknown.map((property) =>
        new providerPb.CheckFailure()
          .setProperty(property)
          .setReason('the stand-in plug-in does not know this property'),
      );
      return new providerPb.CheckResponse().setInputs(toStruct(inputs)).setFailuresList(failures);
    }),
    diff: handle(async (request: InstanceType<typeof providerPb.DiffRequest>) => diff(request)),
    create: handle(async (request: InstanceType<typeof providerPb.CreateRequest>) => {
      const [type, inputs] = [typeOf(request.getUrn()), fromStruct(request.getProperties())];
      if (request.getPreview())
        return new providerPb.CreateResponse().setProperties(toStruct(previewCreate(type, inputs)));
      const made = await create(type, inputs, connected());
      return new providerPb.CreateResponse().setId(made.id).setProperties(toStruct(made.properties));
    }),
    read: handle(async (request: InstanceType<typeof providerPb.ReadRequest>) => {
      const known = { state: fromStruct(request.getProperties()), inputs: fromStruct(request.getInputs()) };
      const found = await read(typeOf(request.getUrn()), request.getId(), known, connected());
      // An empty id means gone.
      if (found === undefined) return new providerPb.ReadResponse();
      return new providerPb.ReadResponse()
        .setId(found.id)
        .setProperties(toStruct(found.properties))
        .setInputs(toStruct(found.inputs));
    }),
    update: handle(async (request: InstanceType<typeof providerPb.UpdateRequest>) => {
      const [olds, news] = [fromStruct(request.getOlds()), fromStruct(request.getNews())];
      const properties = request.getPreview()
        ? previewUpdate(olds, news)
        : await update(typeOf(request.getUrn()), request.getId(), olds, news, connected());
      return new providerPb.UpdateResponse().setProperties(toStruct(properties));
    }),
    delete: handle(async (request: InstanceType<typeof providerPb.DeleteRequest>) => {
      await typeOf(request.getUrn()).delete(
        await connected().aws(),
        request.getId(),
        fromStruct(request.getProperties()),
      );
      return new emptyPb.Empty();
    }),
  };
  return { service, busy: () => calls > 0 };
}

function pluginHandlers(handle: <Q, A>(work: Handler<Q, A>) => unknown): UntypedServiceImplementation {
  const echo = async (request: InstanceType<typeof providerPb.CheckRequest>) =>
    new providerPb.CheckResponse().setInputs(request.getNews());
  return {
    getPluginInfo: handle(async () => new pluginPb.PluginInfo().setVersion(standsInFor)),
    getSchema: handle(async () =>
      new providerPb.GetSchemaResponse().setSchema(
        JSON.stringify({ name: 'aws', version: standsInFor, resources: {} }),
      ),
    ),
    checkConfig: handle(echo),
    // Nothing in the configuration replaces the provider: a rehearsal's endpoint changes with every run.
    diffConfig: handle(async () =>
      new providerPb.DiffResponse().setChanges(providerPb.DiffResponse.DiffChanges.DIFF_NONE),
    ),
    cancel: handle(async () => new emptyPb.Empty()),
    attach: handle(async () => new emptyPb.Empty()),
    invoke: handle(async (request: InstanceType<typeof providerPb.InvokeRequest>) => {
      throw new Error(`the stand-in plug-in answers no function, and ${request.getTok()} was called`);
    }),
  } as UntypedServiceImplementation;
}

/** A dead endpoint is no reason to fail here: the engine also configures with the settings of an earlier run. */
async function refuseOtherAccount(connection: Connection): Promise<void> {
  try {
    await connection.aws();
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('AWS account ID not allowed')) throw error;
  }
}

function diff(
  request: InstanceType<typeof providerPb.DiffRequest>,
): InstanceType<typeof providerPb.DiffResponse> {
  const type = typeOf(request.getUrn());
  const { changed, replaces } = compareProperties(
    type,
    fromStruct(request.getOlds()),
    fromStruct(request.getNews()),
  );
  const { DIFF_NONE, DIFF_SOME } = providerPb.DiffResponse.DiffChanges;
  const answer = new providerPb.DiffResponse()
    .setChanges(changed.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList([...changed])
    .setReplacesList([...replaces])
    .setDeletebeforereplace(replaces.length > 0)
    .setHasdetaileddiff(true);
  const { UPDATE, UPDATE_REPLACE } = providerPb.PropertyDiff.Kind;
  for (const key of changed) {
    answer
      .getDetaileddiffMap()
      .set(key, new providerPb.PropertyDiff().setKind(replaces.includes(key) ? UPDATE_REPLACE : UPDATE));
  }
  return answer;
}

/** `urn:pulumi:<stack>::<project>::<parent types$type>::<name>` */
function typeOf(urn: string): ResourceType {
  const token = urn.split('::')[2]?.split('$').at(-1) ?? '';
  const type = resourceTypes.get(token);
  if (type === undefined) throw new Error(`the stand-in plug-in does not know the type ${token}`);
  return type;
}

/** AWS's code and words, as the official plug-in passes them on. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { $metadata: metadata } = error as {
    readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string };
  };
  if (metadata === undefined) return error.message;
  return `api error ${error.name}: ${error.message} (StatusCode: ${metadata.httpStatusCode ?? 0}, RequestID: ${metadata.requestId ?? ''})`;
}
