export type StepOperation =
  | 'create'
  | 'update'
  | 'delete'
  | 'replace'
  | 'import'
  | 'same'
  | 'read'
  | 'discard';

/** One thing the engine did, or in a preview would do, to one resource. */
export interface EngineStep {
  readonly urn: string;
  /** Logical name, the URN's last part. */
  readonly name: string;
  readonly type: string;
  readonly operation: StepOperation;
  /** Properties that differ. */
  readonly changed: readonly string[];
  /** Properties that would force a replacement. */
  readonly replaces: readonly string[];
}
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Logical name of the resource, where one is concerned. */
  readonly name?: string;
  readonly message: string;
  readonly fix?: string;
}
/** What one engine run did. */
export interface Outcome {
  readonly kind: 'done' | 'failed' | 'interrupted';
  readonly operation: 'preview' | 'up' | 'destroy';
  readonly steps: readonly EngineStep[];
  readonly diagnostics: readonly Diagnostic[];
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly seconds: number;
}
/** Heard while the engine runs. */
export type EngineEvent =
  | {
      readonly kind: 'started';
      readonly name: string;
      readonly type: string;
      readonly operation: StepOperation;
    }
  | {
      readonly kind: 'finished';
      readonly name: string;
      readonly type: string;
      readonly operation: StepOperation;
    }
  | {
      readonly kind: 'failed';
      readonly name: string;
      readonly type: string;
      readonly operation: StepOperation;
    }
  | { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic };
