// The same program by the Automation API and nothing else: what a run of ours is held against. Bundled by the
// benchmark and started as a process of its own: plain-run.js preview+up|up|refresh, its settings in PLAIN_RUN.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import {
  LocalWorkspace,
  type ProjectSettings,
  PulumiCommand,
  Stack,
} from '@pulumi/pulumi/automation/index.js';
import { deployAccount } from '../../programs/account.ts';
import { providerSettings } from '../../src/engine/provider-settings.ts';
import type { Plan } from '../../src/model/plan.ts';

export interface PlainRun {
  readonly backendFolder: string;
  readonly passphraseFile: string;
  readonly engineRoot: string;
  readonly pluginFolder: string;
  readonly planFile: string;
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
}

const mode = process.argv[2] ?? '';
const wish: PlainRun = JSON.parse(process.env.PLAIN_RUN ?? '{}');
const project: ProjectSettings = {
  name: 'bootstrap-account',
  runtime: 'nodejs',
  ...{ plugins: { providers: [{ name: 'aws', path: wish.pluginFolder }] } },
};
const plan: Plan = JSON.parse(readFileSync(wish.planFile, 'utf8'));
const { accountId, region, endpoint } = wish;
const workspace = await LocalWorkspace.create({
  pulumiCommand: await PulumiCommand.get({ root: wish.engineRoot }),
  program: () => deployAccount(plan),
  secretsProvider: 'passphrase',
  projectSettings: project,
  envVars: {
    PULUMI_BACKEND_URL: pathToFileURL(wish.backendFolder).href,
    PULUMI_CONFIG_PASSPHRASE_FILE: wish.passphraseFile,
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    AWS_ENDPOINT_URL: endpoint,
  },
  stackSettings: {
    [accountId]: { config: { ...providerSettings({ accountId, region, endpoint, tags: {} }) } },
  },
});
const stack = await Stack.createOrSelect(accountId, workspace);
const times: Record<string, number> = {};
async function timed(name: string, work: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await work();
  times[name] = (performance.now() - began) / 1000;
}
if (mode === 'preview+up') await timed('preview', () => stack.preview());
if (mode === 'preview+up' || mode === 'up') await timed('up', () => stack.up());
if (mode === 'refresh') await timed('refresh', () => stack.previewRefresh());
process.stdout.write(`${JSON.stringify(times)}\n`);
