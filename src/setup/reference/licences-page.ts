import { z } from 'zod';
import { generatedPage, markdownTable } from './table.ts';

const lockSchema = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({ license: z.string().optional(), dev: z.boolean().optional() }),
  ),
});

/** npm packages that a user of the command gets, by licence. */
export function licencesOf(lockText: string): ReadonlyMap<string, readonly string[]> {
  const { packages } = lockSchema.parse(JSON.parse(lockText));
  const found = new Map<string, Set<string>>();
  for (const [path, { license, dev }] of Object.entries(packages)) {
    if (path === '' || dev === true) continue;
    const names = found.get(license ?? 'not said') ?? new Set();
    found.set(license ?? 'not said', names.add(path.replace(/^.*node_modules\//, '')));
  }
  return new Map(
    [...found]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, names]) => [key, [...names].sort()]),
  );
}

/** The page of third-party licences, from the lock file. */
export function licencesPage(lockText: string): string {
  const rows = [...licencesOf(lockText)].map(([licence, names]) => [
    licence,
    String(names.length),
    names.join(', '),
  ]);
  return generatedPage(
    'Third-party licences',
    'The package holds our own code only (Apache-2.0). npm installs what follows beside it. Fetched at run time: the Pulumi engine and the AWS plug-in (Apache-2.0); for a rehearsal moto (Apache-2.0) with the Python packages that `src/rehearsal/requirements.txt` pins.',
    [markdownTable(['licence', 'packages', 'names'], rows)],
  );
}
