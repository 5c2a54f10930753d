import type { PublicAccessBlockFact } from '../../model/snapshot.ts';

const switches = [
  'blockPublicAcls',
  'ignorePublicAcls',
  'blockPublicPolicy',
  'restrictPublicBuckets',
] as const;

/** The switches that are off; all of them where no block is set. */
export function openSwitches(block: PublicAccessBlockFact | undefined): readonly string[] {
  return switches.filter((name) => block?.[name] !== true);
}
