import type { Context } from '../context.ts';
import { type RunOptions, upStack } from '../engine/run.ts';
import type { OpenStack } from '../engine/workspace.ts';
import type { EngineEvent, EngineStep, Outcome } from '../model/outcome.ts';
import { type PartName, type PlannedResource, partNames } from '../model/plan.ts';
import { followInterrupts } from './follow-interrupts.ts';

const partTitles: Readonly<Record<PartName, string>> = {
  'audit-trail': 'Audit trail',
  alarms: 'Alarms',
  budget: 'Budget',
  'account-defaults': 'Account settings',
  groups: 'Groups and policies',
  machines: 'Machines',
  roles: 'EC2 roles',
  people: 'People',
};

export interface RunRequest {
  /** What the preview said would happen; rows are made of it, since a running list cannot grow. */
  readonly expected: readonly EngineStep[];
  readonly planned: readonly PlannedResource[];
  /** URNs to limit the run to; absent: everything. */
  readonly targets?: readonly string[];
  /** Reads the account first, so that what was changed by hand is put back. */
  readonly refresh?: boolean;
}

/** Runs the engine on the plan, one row a part, resources ticking inside it. */
export async function carryOut(context: Context, stack: OpenStack, request: RunRequest): Promise<Outcome> {
  return watchRun(context, stack, request, (options) =>
    upStack(stack, {
      ...options,
      ...(request.targets === undefined ? {} : { targets: request.targets }),
      ...(request.refresh === undefined ? {} : { refresh: request.refresh }),
    }),
  );
}

/** Shows a list fed by engine events while `run` works, and passes interrupts on. */
export async function watchRun(
  context: Context,
  stack: OpenStack,
  request: RunRequest,
  run: (options: Pick<RunOptions, 'signal' | 'onEvent'>) => Promise<Outcome>,
): Promise<Outcome> {
  const board = openBoard(context, request);
  const stopFollowing = followInterrupts(context, stack);
  try {
    return await run({ signal: context.interrupts.signal, onEvent: board.hear });
  } finally {
    stopFollowing();
    await board.close();
  }
}

interface Board {
  readonly hear: (event: EngineEvent) => void;
  readonly close: () => Promise<void>;
}

/** Rows are made of what is expected, since a running list cannot grow; each counts its own resources down. */
function openBoard(context: Context, request: RunRequest): Board {
  const titles = new Map(request.planned.map((each) => [each.name, each.title]));
  const awaited = request.expected.filter(
    (step) => step.operation !== 'same' && step.type.startsWith('aws:'),
  );
  const counts = new Map<string, { open: number; failed: boolean; started: boolean }>();
  for (const step of awaited) {
    const count = counts.get(partOf(step.name)) ?? { open: 0, failed: false, started: false };
    counts.set(partOf(step.name), { ...count, open: count.open + 1 });
  }
  const rows = partNames.filter((part) => counts.has(part));
  const progress = context.host.progress(rows.map((part) => ({ id: part, title: partTitles[part] })));
  const hear = (event: EngineEvent): void => {
    if (event.kind === 'diagnostic' || event.operation === 'same') return;
    const part = partOf(event.name);
    const count = counts.get(part);
    if (count === undefined || !event.type.startsWith('aws:')) return;
    if (!count.started) progress.start(part);
    count.started = true;
    const title = titles.get(event.name) ?? event.name;
    if (event.kind === 'started') {
      progress.note(part, title);
      return;
    }
    count.open -= 1;
    if (event.kind === 'failed' && !count.failed) progress.fail(part, `${title} failed`);
    count.failed ||= event.kind === 'failed';
    if (count.open <= 0 && !count.failed) progress.done(part);
  };
  return { hear, close: () => progress.close() };
}

/** Logical names begin with their part. */
export function partOf(name: string): string {
  return name.split('/')[0] ?? name;
}
