import type { CisFacts, CisVerdict } from '../../model/cis.ts';
import type { Snapshot } from '../../model/snapshot.ts';

/** What a control is judged by: the live account, never the plan. */
export interface CisInput {
  readonly snapshot: Snapshot;
  readonly facts: CisFacts;
  readonly now: Date;
}
export type Judge = (input: CisInput) => CisVerdict;

export const done = (why: string, evidence: readonly string[] = []): CisVerdict => ({
  status: 'done',
  why,
  evidence,
});
export const open = (why: string, evidence: readonly string[] = []): CisVerdict => ({
  status: 'open',
  why,
  evidence,
});
export const manual = (why: string, evidence: readonly string[] = []): CisVerdict => ({
  status: 'manual',
  why,
  evidence,
});
export const unknown = (why: string, evidence: readonly string[] = []): CisVerdict => ({
  status: 'unknown',
  why,
  evidence,
});
/** A judge of what this tool does not look at. */
export const notCovered = (why: string): Judge => {
  const verdict: CisVerdict = { status: 'not-covered', why, evidence: [] };
  return () => verdict;
};
/** A judge of what only a person can tell. */
export const onlyByHand = (why: string): Judge => {
  const verdict = manual(why);
  return () => verdict;
};

/** Those of the reads that were denied, wherever. */
export function deniedOf({ snapshot, facts }: CisInput, actions: readonly string[]): readonly string[] {
  const all = [...snapshot.notRead, ...facts.notRead].map((read) => read.action);
  return actions.filter((action) => all.includes(action));
}

interface Told {
  /** IAM's names of the reads without which nothing wrong means nothing. */
  readonly needs: readonly string[];
  /** What is not as the benchmark wants it. */
  readonly wrong: readonly string[];
  readonly bad: string;
  readonly good: string;
  /** What else could not be seen, each with its reason; it makes «nothing wrong» unknown too. */
  readonly blind?: readonly string[];
}

/** Something wrong is certain, whatever else could not be read; nothing wrong is certain only when all was read. */
export function settle(input: CisInput, { needs, wrong, bad, good, blind = [] }: Told): CisVerdict {
  if (wrong.length > 0) return open(bad, wrong);
  const denied = deniedOf(input, needs);
  if (denied.length > 0) return unknownWithout(denied);
  if (blind.length > 0) return unknown('Not everything could be looked at.', blind);
  return done(good);
}

export function unknownWithout(denied: readonly string[]): CisVerdict {
  return unknown(`Not allowed to read it: ${denied.join(', ')}.`, denied);
}
