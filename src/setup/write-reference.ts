import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildProgram } from '../command-line/program.ts';
import { bundle, root } from './build.mjs';
import { commandsPage } from './reference/commands-page.ts';
import { filePage } from './reference/file-page.ts';
import { findingsPage } from './reference/findings-page.ts';
import { licencesPage } from './reference/licences-page.ts';
import { bundledPackages } from './third-party.mjs';

// Run by `npm run reference`; a test holds the committed pages against the generated ones.
const folder = new URL('../../docs/reference/', import.meta.url);
const program = buildProgram(
  () => undefined,
  async () => undefined,
);
mkdirSync(folder, { recursive: true });
writeFileSync(new URL('commands.md', folder), commandsPage(program));
writeFileSync(new URL('file.md', folder), filePage());
writeFileSync(new URL('findings.md', folder), findingsPage());
const lock = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');
writeFileSync(
  new URL('third-party.md', folder),
  licencesPage(lock, bundledPackages(await bundle({ write: false }), root)),
);
