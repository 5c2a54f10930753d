import type { Metafile } from 'esbuild';

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly notices: readonly string[];
}
export function bundledPackages(metafile: Metafile, root: string): readonly BundledPackage[];
export function thirdPartyText(packages: readonly BundledPackage[]): string;
