import { readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

/** Below a folder: printed there by `template schema`, or brought by the package. */
const places = [
  'schema.json',
  join('node_modules', 'bootstrap-account', 'templates', 'schema.json'),
] as const;
const highest = 8;

/**
 * The JSON Schema nearest to a folder, as the first line of a file in it names it: beside it, or where the package is
 * installed, also further up. Undefined where there is none: an editor would complain of a schema that it cannot find.
 */
export async function findSchema(folder: string): Promise<string | undefined> {
  const folders = [folder];
  for (let at = folder; folders.length < highest && dirname(at) !== at; at = dirname(at))
    folders.push(dirname(at));
  const wanted = folders.flatMap((at) =>
    (at === folder ? places : places.slice(1)).map((place) => join(at, place)),
  );
  for (const path of wanted) {
    if (!(await isOurs(path))) continue;
    const way = relative(folder, path).split('\\').join('/');
    return way.startsWith('.') ? way : `./${way}`;
  }
  return undefined;
}

/** Other tools have a `schema.json` too. */
async function isOurs(path: string): Promise<boolean> {
  return readFile(path, 'utf8').then(
    (text) => text.includes('"title": "bootstrap-account.yaml"'),
    () => false,
  );
}
