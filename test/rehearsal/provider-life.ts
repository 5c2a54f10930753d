import type { CustomResource } from '@pulumi/pulumi';
import type { Stack } from '@pulumi/pulumi/automation/index.js';
import { type Base, type Phase, phases, type TypeCase } from './provider-case.ts';
import { type ProviderBench, previewRefresh, type Steps, up } from './provider-fixture.ts';

export interface StateRecord {
  readonly id: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, unknown>>;
}
/** By type token. */
type Looks = ReadonlyMap<string, unknown>;
interface PhaseRun {
  readonly made: Steps;
  /** The same program once more. */
  readonly again: Steps;
  /** Nothing has changed, says a refresh. */
  readonly refreshed: Steps;
  readonly looks: Looks;
  readonly records: ReadonlyMap<string, StateRecord>;
}
/** What one life of all the types left behind; the tests only look at it. */
export interface Life {
  readonly phases: Readonly<Record<Phase, PhaseRun>>;
  readonly seenByRefresh: Steps;
  readonly repaired: Steps;
  readonly repairedLooks: Looks;
  readonly imported: Steps;
  readonly afterImport: Steps;
  readonly left: Looks;
  /** A destroy of what is gone already. */
  readonly destroyedTwice: Readonly<Record<string, number>>;
}

/**
 * Leads every type through one life: made, unchanged, changed, replaced, changed by hand, repaired, imported
 * into a second stack, destroyed. All types share each step, which costs seconds once and not for each type.
 */
export async function liveThrough(
  bench: ProviderBench,
  base: Base,
  cases: readonly TypeCase[],
): Promise<Life> {
  const look = async (): Promise<Looks> =>
    new Map(
      await Promise.all(
        cases.map(async (each) => [each.token, await each.look(bench.clients, base)] as const),
      ),
    );
  const programOf = (phase: Phase, imports?: ReadonlyMap<string, string>) => async () => {
    const made = cases.map((each): CustomResource => {
      const id = imports?.get(each.token);
      return each.make(phase, base, id === undefined || id === 'none' ? {} : { import: id });
    });
    return Object.fromEntries(made.map((each, index) => [cases[index]?.token ?? '', each.id]));
  };
  const live = async (phase: Phase): Promise<PhaseRun> => {
    const stack = await bench.open('life', programOf(phase));
    const made = (await up(stack)).steps;
    const [looks, records] = [await look(), await recordsOf(stack)];
    const again = (await up(stack)).steps;
    return { made, again, refreshed: (await previewRefresh(stack)).steps, looks, records };
  };
  const runs = new Map<Phase, PhaseRun>();
  for (const phase of phases) runs.set(phase, await live(phase));
  const stack = await bench.open('life', programOf('replaced'));
  for (const each of cases) await each.byHand(bench.clients, base);
  const seenByRefresh = (await previewRefresh(stack)).steps;
  const repaired = (await up(stack, { refresh: true })).steps;
  const repairedLooks = await look();
  const ids = await idsForImport(stack, cases);
  const adopting = await bench.open('adopting', programOf('replaced', ids));
  const imported = (await up(adopting)).steps;
  const afterImport = (await up(await bench.open('adopting', programOf('replaced')))).steps;
  await stack.destroy();
  const left = await look();
  const destroyedTwice = (await adopting.destroy()).summary.resourceChanges ?? {};
  return {
    phases: Object.fromEntries(runs) as Life['phases'],
    seenByRefresh,
    repaired,
    repairedLooks,
    imported,
    afterImport,
    left,
    destroyedTwice,
  };
}

export async function recordsOf(stack: Stack): Promise<ReadonlyMap<string, StateRecord>> {
  const { deployment } = await stack.exportStack();
  const resources = (
    deployment as { readonly resources: readonly (StateRecord & { readonly type: string })[] }
  ).resources;
  return new Map(resources.map((each) => [each.type, each]));
}

async function idsForImport(stack: Stack, cases: readonly TypeCase[]): Promise<ReadonlyMap<string, string>> {
  const records = await recordsOf(stack);
  return new Map(cases.map((each) => [each.token, each.importId ?? records.get(each.token)?.id ?? '']));
}
