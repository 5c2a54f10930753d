import { dirname, join } from 'node:path';
import type { LoadedFile } from '../config/load.ts';
import type { Context } from '../context.ts';
import { readStateIndex } from '../engine/state.ts';
import { readNotes } from '../handover/account-notes.ts';
import { writeHandoverPack } from '../handover/write-pack.ts';
import type { Finding } from '../model/finding.ts';
import type { Outcome } from '../model/outcome.ts';
import type { Report } from '../model/report.ts';
import { plannedResources } from '../plan/planned-resources.ts';
import { chooseRows } from '../policies/choose-rows.ts';
import { assembleReport } from '../report/assemble-report.ts';
import { monthlyCosts } from '../report/costs.ts';
import type { Confirmations } from '../report/manual-items.ts';
import { version } from '../version.ts';
import type { HandedOut } from './first-passwords.ts';
import { keyRows } from './key-rows.ts';
import { type Place, stateFolder } from './place.ts';
import { livePowers } from './powers.ts';
import { askSecondOpinion } from './second-opinion.ts';
import type { Study } from './study.ts';

export interface HandOverRequest {
  readonly place: Place;
  readonly file: LoadedFile;
  /** Of the account as it is now. */
  readonly study: Study;
  readonly outcome?: Outcome;
  readonly differences: readonly Finding[];
  readonly passwords: readonly HandedOut[];
  readonly withEmails?: boolean;
  /** Against the CIS benchmark, where that was asked for. */
  readonly cis?: Report['cis'];
}

/** The file's `rootClosedAt` is somebody's word that the clicks of root are done. */
function confirmedOn(on: string): Confirmations {
  return { 'billing-access': { by: 'whoever wrote rootClosedAt into the file', on } };
}

/** Folder for packs, beside the account file. */
export function handoverRoot(file: LoadedFile, ...below: readonly string[]): string {
  return join(dirname(file.path), 'handover', ...below);
}

export interface HandedOver {
  readonly folder: string;
  /** Paths relative to `folder`. */
  readonly files: readonly string[];
  /** How many manual items are open. */
  readonly openItems: number;
}

/** Writes the handover pack from what was read back; after a failed run too, and it says so. */
export async function handOver(context: Context, request: HandOverRequest): Promise<HandedOver> {
  const { place, file, study, outcome } = request;
  const folder = stateFolder(place);
  const ids = readStateIndex(folder);
  // After a run that stopped halfway there are better things to do.
  const isWhole = outcome === undefined || outcome.kind === 'done';
  const opinion = isWhole ? await askSecondOpinion(place, study) : undefined;
  const madeAt = context.now();
  const notes = await readNotes(folder);
  const report = assembleReport({
    plan: study.plan,
    snapshot: study.snapshot,
    ...(outcome === undefined ? {} : { outcome }),
    findings: [...study.findings, ...request.differences, ...(opinion?.findings ?? [])],
    permissions: chooseRows(livePowers(study)),
    ...(opinion === undefined ? {} : { secondOpinion: opinion.told }),
    ...(request.cis === undefined ? {} : { cis: request.cis }),
    keys: keyRows(study, notes, madeAt),
    ...(notes.lifts === undefined ? {} : { rootLifts: notes.lifts }),
    costs: monthlyCosts(study.plan),
    ...(file.merged.rootClosedAt === undefined
      ? {}
      : { confirmations: confirmedOn(file.merged.rootClosedAt) }),
    madeAt: madeAt.toISOString(),
    madeBy: `bootstrap-account ${version} as ${place.caller.arn}`,
    rehearsal: place.target.kind === 'rehearsal',
    goOn: {
      file: file.path,
      template: file.template,
      stateFolder: folder,
      version,
      ...(place.stateBucket === undefined ? {} : { sharedState: `s3://${place.stateBucket}` }),
    },
    resources: plannedResources(study.plan).map((each) => ({
      part: each.part,
      type: each.type,
      name: each.title,
      id: ids.get(each.name)?.id ?? each.physical,
      origin: each.adopted ? 'adopted' : 'made',
    })),
  });
  const written = await writeHandoverPack({
    folder: handoverRoot(file),
    accountId: study.plan.account.id,
    report,
    plan: study.plan,
    passwords: request.passwords,
    now: madeAt,
    withEmails: request.withEmails === true,
  });
  return { ...written, openItems: report.manual.filter(({ state }) => state === 'open').length };
}
