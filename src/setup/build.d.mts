import type { Metafile } from 'esbuild';

export const root: string;
export const outdir: string;
export const programs: Readonly<Record<string, string>>;
export function bundle(options?: { readonly outdir?: string; readonly write?: boolean }): Promise<Metafile>;
export function build(): Promise<void>;
