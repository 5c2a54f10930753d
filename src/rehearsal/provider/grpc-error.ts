import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import providerPb from '@pulumi/pulumi/proto/provider_pb.js';
import statusPb from '@pulumi/pulumi/proto/status_pb.js';
import anyPb from 'google-protobuf/google/protobuf/any_pb.js';
import { HalfMade } from './operations.ts';
import { toStruct } from './wire.ts';

/**
 * An error as the engine wants it. One after the resource was made carries what was made, so that the engine
 * records it; the details travel in the header that Go's gRPC reads them from.
 */
export function toGrpcError(error: unknown): Partial<ServiceError> {
  if (!(error instanceof HalfMade)) return { code: status.UNKNOWN, details: explain(error) };
  const message = explain(error.cause);
  const detail = new providerPb.ErrorResourceInitFailed()
    .setId(error.made.id)
    .setProperties(toStruct(error.made.properties))
    .setReasonsList([message]);
  const packed = new anyPb.Any();
  packed.pack(detail.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const metadata = new Metadata();
  const whole = new statusPb.Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([packed]);
  metadata.add('grpc-status-details-bin', Buffer.from(whole.serializeBinary()));
  return { code: status.UNKNOWN, details: message, metadata };
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
