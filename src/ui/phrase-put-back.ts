import type { AttachmentNote, TemplateNote } from '../model/keys.ts';
import type { InstanceFact } from '../model/snapshot.ts';

/** What machines are left with when roles are taken off them, a line each. */
export function phrasePutBack(
  instances: readonly InstanceFact[],
  notes: {
    readonly attachments: readonly AttachmentNote[];
    readonly templates?: readonly TemplateNote[];
  },
): readonly string[] {
  return [
    ...instances.map(({ id, name, region }) => {
      const before = notes.attachments.find((each) => each.instance === id)?.previousProfileArn;
      const then =
        before === undefined
          ? 'has no role then'
          : `gets "${before.slice(before.lastIndexOf('/') + 1)}" back`;
      return `  ${id}${name === undefined ? '' : ` ("${name}")`} in ${region}: ${then}`;
    }),
    ...(notes.templates ?? []).map(
      ({ template, region, version, previousDefault }) =>
        `  ${template} in ${region}: version ${previousDefault}, which holds the key, is its default again; version ${version} is deleted`,
    ),
  ];
}
