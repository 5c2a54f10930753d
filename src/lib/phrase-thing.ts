import type { RoleThingAnswer } from '../model/answers.ts';

/** `queue jobs (send)`. */
export function phraseThing(thing: RoleThingAnswer): string {
  if (thing.kind === 'queue') return `queue ${thing.name} (${thing.access})`;
  return thing.kind === 'secret' ? `secret ${thing.name} (read)` : `log group ${thing.name} (write)`;
}
