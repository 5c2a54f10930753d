/** The one engine version this package is built against: `@pulumi/pulumi` and `engine/go.mod` pin the same. */
export const engineVersion = '3.248.0';

/** An engine that was found or made, and printed its version when asked. */
export interface EngineCommand {
  /** Absolute path of the `pulumi` binary; resolved once, used as it is from then on. */
  readonly path: string;
  /** Folder that holds `bin/`. */
  readonly root: string;
  readonly version: typeof engineVersion;
  readonly origin: 'cache' | 'path' | 'downloaded' | 'built';
}
