// What the bundle holds of others, from the bundler's own account of it: their licences ask that their notice goes along.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Packages of which at least a line is in the bundle, by name and version. */
export function bundledPackages(metafile, root) {
  const folders = new Set();
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
      if (folder !== undefined && bytesInOutput > 0) folders.add(join(root, folder));
    }
  const found = new Map();
  for (const folder of folders) {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    found.set(`${name}@${version}`, {
      name,
      version,
      licence: license ?? 'not said',
      notices: noticesIn(folder),
    });
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
}

function noticesIn(folder) {
  return readdirSync(folder)
    .filter((name) => /^(?:licen[cs]e|notice|copying)(?:[.-]|$)/i.test(name))
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').trim());
}

/** One text for all of them; a notice that several share stands there once. */
export function thirdPartyText(packages) {
  const sharing = new Map();
  for (const { name, version, licence, notices } of packages) {
    // Some AWS packages carry no file: the licence is the one they name, and its text stands with the others.
    const text = notices.join('\n\n') || `Under ${licence}, as its package.json says.`;
    sharing.set(text, [...(sharing.get(text) ?? []), `${name} ${version} (${licence})`]);
  }
  const opening =
    'bootstrap-account is under Apache-2.0. Its bundle holds code of these packages, under the licences that follow.';
  const parts = [...sharing].map(([text, names]) => `${names.join('\n')}\n\n${text}`);
  return `${[opening, ...parts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
