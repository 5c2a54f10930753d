import packageJson from '../package.json' with { type: 'json' };

/** Version of this package, as npm knows it. */
export const version: string = packageJson.version;
