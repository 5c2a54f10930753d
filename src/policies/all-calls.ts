import type { Statement } from '../model/policy.ts';
import type { AccessRequest } from './access.ts';
import { listOf } from './list-of.ts';
import { type SampleCall, sampleCall } from './sample-call.ts';

/** A call, and how the statement spells it. */
export interface WrittenCall extends SampleCall {
  readonly written: string;
}

/**
 * Every call that statements speak of, allowed or denied: each action on each resource, asked as it is written.
 * Statements with NotAction or NotResource name none.
 */
export function allCalls(
  statements: readonly Statement[],
  principal: AccessRequest['principal'],
): readonly WrittenCall[] {
  return statements.flatMap((statement) =>
    listOf(statement.Action).flatMap((Action) =>
      listOf(statement.Resource).flatMap((Resource) => {
        const call = sampleCall({ ...statement, Effect: 'Allow', Action, Resource }, principal);
        const written = Resource === '*' ? Action : `${Action} on ${Resource}`;
        return call === undefined ? [] : [{ ...call, written }];
      }),
    ),
  );
}
