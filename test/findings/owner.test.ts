import { expect, test } from 'vitest';
import { checkOwner } from '../../src/findings/preflight/owner.ts';
import { logicalNames as names } from '../../src/lib/logical-names.ts';
import type { StateEntry } from '../../src/model/plan.ts';
import type { OwnBucketFact, Snapshot } from '../../src/model/snapshot.ts';
import { assemblePlan } from '../../src/plan/assemble.ts';
import { markPlan } from '../../src/plan/owner.ts';
import { emptySnapshot, exampleAnswers } from '../helpers/example.ts';

const none = new Map<string, StateEntry>();
const name = exampleAnswers.trail?.bucket ?? '';
const bucket: OwnBucketFact = {
  kind: 'own',
  name,
  region: 'eu-west-1',
  tags: { ManagedBy: 'bootstrap-account', Origin: 'made' },
  versioning: 'Enabled',
  lifecycle: [],
};
const marked = (StateId: string): Snapshot => ({
  ...emptySnapshot,
  buckets: { [name]: { ...bucket, tags: { ...bucket.tags, StateId } } },
});
const stateWith = (tags: Readonly<Record<string, string>>): Map<string, StateEntry> =>
  new Map([
    [
      names.auditBucket,
      {
        urn: 'u',
        type: 'aws:s3/bucket:Bucket',
        name: names.auditBucket,
        id: name,
        retained: true,
        properties: { tags },
      },
    ],
  ]);
const planOf = (snapshot: Snapshot, state = none, stateId?: string) =>
  markPlan(assemblePlan(exampleAnswers, snapshot, state), state, stateId);
const tagOf = (...args: Parameters<typeof planOf>) =>
  planOf(...args).parts['audit-trail']?.bucket.tags.StateId;
const rulesOf = (snapshot: Snapshot, state = none, stateId?: string) =>
  checkOwner(planOf(snapshot, state, stateId), snapshot, state, stateId).map(({ rule, stops }) => [
    rule,
    stops,
  ]);

test('a new state marks the account, keeps its own mark, and one that only looks leaves it', () => {
  expect(tagOf(emptySnapshot, none, 'aa')).toBe('aa');
  expect(tagOf(marked('aa'), stateWith({ StateId: 'aa' }), 'bb')).toBe('aa');
  expect(tagOf(marked('aa'), none)).toBe('aa');
  expect(tagOf(marked('aa'), none, 'bb')).toBe('bb');
});

test('a state that has something on record is refused by another one’s mark', () => {
  expect(rulesOf(marked('aa'), stateWith({ StateId: 'bb' }), 'bb')).toEqual([['state-of-another', 'refuse']]);
  expect(rulesOf(marked('aa'), stateWith({}), 'bb')).toEqual([['state-of-another', 'refuse']]);
});

test('an empty one takes over and says so; one’s own mark, no mark, and a mere look say nothing', () => {
  expect(rulesOf(marked('aa'), none, 'bb')).toEqual([['state-taken-over', undefined]]);
  expect(rulesOf(marked('aa'), none, 'aa')).toEqual([]);
  expect(rulesOf(marked('aa'), stateWith({ StateId: 'aa' }), 'bb')).toEqual([]);
  expect(rulesOf(emptySnapshot, stateWith({}), 'bb')).toEqual([]);
  expect(rulesOf(marked('aa'), none)).toEqual([]);
});
