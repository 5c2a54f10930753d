import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { DetachGroupPolicyCommand, ListAttachedGroupPoliciesCommand } from '@aws-sdk/client-iam';
import { fromNodeProviderChain } from '@aws-sdk/credential-providers';
import { makeClients } from '../../src/account/clients.ts';
import { openOperatorSession } from '../../src/rehearsal/operator-session.ts';
import { version } from '../../src/version.ts';
import { accountFileFor, byEye, plantedGroup, stepsFor } from './steps.ts';
import { renderTranscript } from './transcript.ts';
import { walk } from './walk.ts';

// The whole life of an account, on a real one that may be thrown away, with a transcript to attach:
// npm run verify:real -- --account <id> --region <name> [--profile <name>] [--out folder]
// With --endpoint of a local emulator it proves itself; a test does.
const { values } = parseArgs({
  options: {
    account: { type: 'string', default: '' },
    region: { type: 'string', default: '' },
    profile: { type: 'string' },
    endpoint: { type: 'string' },
    out: { type: 'string', default: 'verify-real' },
    yes: { type: 'boolean', default: false },
  },
});
const { account, region, profile, endpoint } = values;
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const packageRoot = join(import.meta.dirname, '..', '..');

function fail(text: string): never {
  say(`✖ ${text}`);
  process.exit(4);
}

async function confirm(): Promise<void> {
  if (!/^\d{12}$/.test(account) || region === '')
    fail('Name the sandbox: npm run verify:real -- --account <12 digits> --region <name>');
  if (endpoint !== undefined || values.yes) return;
  if (!process.stdin.isTTY) fail('Without a terminal nobody can type the account id; --yes stands for it.');
  say('This sets the account up, plants a drift, repairs it and takes everything down again.');
  say('Use an account that may be thrown away. The trail and its bucket stay, and cost about 1 USD a month.');
  const line = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await line.question('Type the account id to go on: ');
  line.close();
  if (typed.trim() !== account) fail(`${typed.trim()} is not ${account}; nothing was done.`);
}

const folder = join(process.cwd(), values.out);

function run(words: readonly string[]): Promise<{ code: number; output: string }> {
  const before = endpoint === undefined ? [] : ['rehearse', '--endpoint', endpoint, '--'];
  const login = endpoint === undefined && profile !== undefined ? ['--profile', profile] : [];
  const main = join(packageRoot, 'dist', 'main.js');
  const child = spawn(process.execPath, [main, ...before, ...words, ...login], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((resolve) => child.on('close', (code) => resolve({ code: code ?? 1, output })));
}

async function detachMfaPolicy(): Promise<string> {
  const credentials =
    endpoint === undefined
      ? fromNodeProviderChain(profile === undefined ? {} : { profile })
      : openOperatorSession({ url: endpoint, accountId: account, region }, () => new Date());
  const clients = makeClients(
    { region, credentials, ...(endpoint === undefined ? {} : { endpoint }) },
    'verify-real-by-hand',
  );
  try {
    const attached = await clients.iam.send(
      new ListAttachedGroupPoliciesCommand({ GroupName: plantedGroup }),
    );
    const found = (attached.AttachedPolicies ?? []).find(({ PolicyName }) =>
      PolicyName?.includes('RequireMFA'),
    );
    if (found?.PolicyArn === undefined)
      throw new Error(`The group ${plantedGroup} has no MFA policy to take off.`);
    await clients.iam.send(
      new DetachGroupPolicyCommand({ GroupName: plantedGroup, PolicyArn: found.PolicyArn }),
    );
    return `Detached ${found.PolicyArn} from ${plantedGroup}.`;
  } finally {
    clients.close();
  }
}

await confirm();
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'bootstrap-account.yaml'), accountFileFor(account, region));
const rows = await walk(stepsFor(account), {
  run,
  plant: detachMfaPolicy,
  clock: () => performance.now(),
  tell: say,
});
const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
const packages = (manifest as { readonly dependencies: Readonly<Record<string, string>> }).dependencies;
const facts = [
  ['date', new Date().toISOString().slice(0, 10)],
  ['bootstrap-account', version],
  ['@pulumi/pulumi', packages['@pulumi/pulumi'] ?? ''],
  ['@pulumi/aws', packages['@pulumi/aws'] ?? ''],
  ['Node', process.versions.node],
  ['system', `${process.platform} ${release()} ${process.arch}`],
  ['region', region],
  ['against', endpoint === undefined ? 'AWS' : 'a local emulator, with the stand-in plug-in'],
] as const;
const path = join(folder, 'transcript.md');
writeFileSync(path, renderTranscript({ account, facts, rows, byEye }));
say(`Transcript: ${path}`);
process.exitCode = rows.every(({ verdict }) => verdict === 'as expected') ? 0 : 1;
