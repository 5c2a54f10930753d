import type { Plugin } from 'esbuild';

export const iamDataInBundle: Plugin;
