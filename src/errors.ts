/**
 * Exit codes: this table is their only owner; see docs/exit-codes.md.
 */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** Drift, findings, or (for `plan`) changes. */
  changes: 2,
  refused: 3,
  badInput: 4,
  declined: 5,
  interrupted: 130,
} as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export interface ErrorDetail {
  /** What the person can do next. */
  readonly fix?: string;
  readonly cause?: unknown;
  /** Data for `--json`: the findings or the single mistakes behind the message. */
  readonly details?: readonly unknown[];
}

/** Base of every expected failure: a stable code in PascalCase, a message with the bad value, a fix. */
export abstract class ToolError extends Error {
  abstract readonly exitCode: ExitCode;
  readonly code: string;
  readonly fix: string | undefined;
  readonly details: readonly unknown[];
  constructor(code: string, message: string, detail: ErrorDetail = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.name = new.target.name;
    this.code = code;
    this.fix = detail.fix;
    this.details = detail.details ?? [];
  }
}
/** Bad input or a missing answer: exit 4. */
export class UserError extends ToolError {
  readonly exitCode = exitCodes.badInput;
}
/** A guard said no; nothing was changed: exit 3. */
export class RefusedError extends ToolError {
  readonly exitCode = exitCodes.refused;
}
/** The person said no: exit 5. */
export class DeclinedError extends ToolError {
  readonly exitCode = exitCodes.declined;
}
/** Ctrl-C, SIGTERM, or the terminal went away: exit 130. */
export class InterruptedError extends ToolError {
  readonly exitCode = exitCodes.interrupted;
}
/** The engine or AWS failed in a way the message explains: exit 1. */
export class EngineError extends ToolError {
  readonly exitCode = exitCodes.failed;
}
/** A surprise of our own making: exit 1, with a stack. */
export class InternalError extends ToolError {
  readonly exitCode = exitCodes.failed;
}
