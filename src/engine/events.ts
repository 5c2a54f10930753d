import type { EngineEvent as PulumiEvent, StepEventMetadata } from '@pulumi/pulumi/automation/index.js';
import type { Diagnostic, EngineEvent, EngineStep, StepOperation } from '../model/outcome.ts';
import { type EngineFailure, plainText, translateError } from './translate-error.ts';

/** What has been heard so far of one engine run. Mutable: it lives only while the run does. */
export interface EventRecord {
  /** Keyed by operation and URN: the three steps of a replacement are one for the reader. */
  readonly steps: Map<string, EngineStep>;
  readonly diagnostics: Diagnostic[];
  readonly failures: Set<EngineFailure>;
  cancelled: boolean;
}

export function startRecord(): EventRecord {
  return { steps: new Map(), diagnostics: [], failures: new Set(), cancelled: false };
}

/** `refresh` is missing on purpose: what a refresh finds is not a change that anybody planned. */
const operations: Readonly<Record<string, StepOperation>> = {
  same: 'same',
  create: 'create',
  update: 'update',
  delete: 'delete',
  replace: 'replace',
  'create-replacement': 'replace',
  'delete-replaced': 'replace',
  read: 'read',
  'read-replacement': 'replace',
  discard: 'discard',
  'discard-replaced': 'replace',
  'remove-pending-replace': 'discard',
  import: 'import',
  'import-replacement': 'replace',
};

/**
 * Adds one engine event to the record and says what a listener should hear of it. Only resources of the
 * account count as steps: the stack, providers and components are the engine's own bookkeeping.
 * @param preview In a preview the announcement is the step; in a run only its end is.
 */
export function recordEvent(
  record: EventRecord,
  event: PulumiEvent,
  preview: boolean,
): EngineEvent | undefined {
  if (event.resourcePreEvent !== undefined)
    return recordStart(record, event.resourcePreEvent.metadata, preview);
  if (event.resOutputsEvent !== undefined) return recordEnd(record, event.resOutputsEvent.metadata, preview);
  if (event.resOpFailedEvent !== undefined) return tell('failed', event.resOpFailedEvent.metadata);
  if (event.diagnosticEvent !== undefined) return recordDiagnostic(record, event.diagnosticEvent);
  return undefined;
}

function recordStart(
  record: EventRecord,
  metadata: StepEventMetadata,
  preview: boolean,
): EngineEvent | undefined {
  if (preview) addStep(record, metadata);
  return tell('started', metadata);
}

function recordEnd(
  record: EventRecord,
  metadata: StepEventMetadata,
  preview: boolean,
): EngineEvent | undefined {
  if (!preview) addStep(record, metadata);
  return tell('finished', metadata);
}

function addStep(record: EventRecord, metadata: StepEventMetadata): void {
  const operation = operations[metadata.op];
  if (operation === undefined || !isAccountResource(metadata)) return;
  const key = `${operation} ${metadata.urn}`;
  const known = record.steps.get(key);
  record.steps.set(key, {
    urn: metadata.urn,
    name: nameOfUrn(metadata.urn),
    type: metadata.type,
    operation,
    changed: union(known?.changed, changedProperties(metadata)),
    replaces: union(known?.replaces, replacingProperties(metadata)),
  });
}

function changedProperties(metadata: StepEventMetadata): readonly string[] {
  return [...(metadata.diffs ?? []), ...Object.keys(metadata.detailedDiff ?? {})].map(topProperty);
}

function replacingProperties(metadata: StepEventMetadata): readonly string[] {
  const marked = Object.entries(metadata.detailedDiff ?? {})
    .filter(([, diff]) => String(diff.diffKind).endsWith('-replace'))
    .map(([path]) => path);
  return [...(metadata.keys ?? []), ...marked].map(topProperty);
}

/** `tags["a.b"].c` and `rules[0].id` are told as the property a person wrote: `tags`, `rules`. */
function topProperty(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? path;
}

function union(before: readonly string[] | undefined, more: readonly string[]): readonly string[] {
  return [...new Set([...(before ?? []), ...more])].sort();
}

/** The URN's last part: Pulumi's logical name. */
export function nameOfUrn(urn: string): string {
  return urn.split('::').slice(3).join('::');
}

function isAccountResource(metadata: StepEventMetadata): boolean {
  if (metadata.type.startsWith('pulumi:')) return false;
  const state = metadata.new ?? metadata.old;
  return state?.custom === true;
}

function tell(kind: 'started' | 'finished' | 'failed', metadata: StepEventMetadata): EngineEvent | undefined {
  const operation = operations[metadata.op];
  if (operation === undefined || !isAccountResource(metadata)) return undefined;
  return { kind, name: nameOfUrn(metadata.urn), type: metadata.type, operation };
}

/**
 * What the engine says beside the real reason; it explains nothing. That imported inputs differ is told by the
 * steps, with the property.
 */
const echoes =
  /^(?:inputs to import do not match|update canceled|resource monitor shut ?down|preview failed|update failed|\d+ errors? occurred:?|One or more errors occurred)\b/i;

function recordDiagnostic(
  record: EventRecord,
  event: NonNullable<PulumiEvent['diagnosticEvent']>,
): EngineEvent | undefined {
  if (event.severity !== 'error' && event.severity !== 'warning') return undefined;
  const text = plainText(event.message);
  if (event.severity === 'error' && /^update canceled/i.test(text)) record.cancelled = true;
  if (text === '' || echoes.test(text)) return undefined;
  const name = subjectOf(event.urn);
  const { failure, ...translated } = translateError(event.message, name);
  if (event.severity === 'error') record.failures.add(failure);
  const diagnostic: Diagnostic =
    event.severity === 'error' ? translated : { ...translated, severity: 'warning' };
  if (isKnown(record, diagnostic)) return undefined;
  record.diagnostics.push(diagnostic);
  return { kind: 'diagnostic', diagnostic };
}

/** Undefined for the stack and for providers, whose names (`default_7_48_0`) say nothing to a person. */
function subjectOf(urn: string | undefined): string | undefined {
  if (urn === undefined || urn === '') return undefined;
  return /^urn:pulumi:[^:]*::[^:]*::pulumi:/.test(urn) ? undefined : nameOfUrn(urn);
}

/** The engine repeats a resource's failure for the resource and again for the stack. */
function isKnown(record: EventRecord, wanted: Diagnostic): boolean {
  return record.diagnostics.some((one) => one.message === wanted.message && one.name === wanted.name);
}
