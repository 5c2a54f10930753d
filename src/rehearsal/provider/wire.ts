import structPb from 'google-protobuf/google/protobuf/struct_pb.js';
import type { Properties } from './resource-type.ts';

/** The engine's marker for a value that is not known yet; sdk/go/common/resource/plugin/rpc.go. */
export const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

export function containsUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(containsUnknown);
}

type Struct = ReturnType<typeof structPb.Struct.fromJavaScript>;

export function fromStruct(struct: Struct | undefined): Properties {
  return (struct?.toJavaScript() ?? {}) as Properties;
}

/** Undefined has no place on the wire: such keys are left out. */
export function toStruct(properties: Properties): Struct {
  return structPb.Struct.fromJavaScript(
    JSON.parse(JSON.stringify(properties)) as Parameters<typeof structPb.Struct.fromJavaScript>[0],
  );
}
