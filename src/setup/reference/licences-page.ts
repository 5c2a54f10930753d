import * as z from 'zod';
import type { BundledPackage } from '../third-party.mjs';
import { generatedPage, markdownTable } from './table.ts';

const lockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

/** Names of packages by licence, both in order. */
export type Licences = ReadonlyMap<string, readonly string[]>;

/** npm packages that are installed beside ours, by licence. */
export function licencesOf(lockText: string): Licences {
  const { packages } = lockSchema.parse(JSON.parse(lockText));
  return byLicence(
    Object.entries(packages)
      .filter(([path, { dev }]) => path !== '' && dev !== true)
      .map(([path, { license }]) => ({
        name: path.replace(/^.*node_modules\//, ''),
        licence: license ?? 'not said',
      })),
  );
}

/** Packages that the bundle holds, by licence. */
export function byLicence(packages: readonly Pick<BundledPackage, 'name' | 'licence'>[]): Licences {
  const found = new Map<string, Set<string>>();
  for (const { name, licence } of packages)
    found.set(licence, (found.get(licence) ?? new Set<string>()).add(name));
  return new Map(
    [...found]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, names]) => [key, [...names].sort()]),
  );
}

/** The page of third-party licences, from the lock file and from what the bundler put in. */
export function licencesPage(lockText: string, bundled: readonly BundledPackage[]): string {
  return generatedPage(
    'Third-party licences',
    'The package holds our own code (Apache-2.0) and, in its bundle, code of others. Fetched at run time: the Pulumi engine and the AWS plug-in (Apache-2.0); for a rehearsal moto (Apache-2.0) with the Python packages that `src/rehearsal/requirements.txt` pins.',
    [
      '## In the bundle',
      'Their notices are in `dist/third-party.txt` of the package.',
      licenceTable(byLicence(bundled)),
      '## Installed beside it by npm',
      licenceTable(licencesOf(lockText)),
    ],
  );
}

function licenceTable(licences: Licences): string {
  const rows = [...licences].map(([licence, names]) => [licence, String(names.length), names.join(', ')]);
  return markdownTable(['licence', 'packages', 'names'], rows);
}
