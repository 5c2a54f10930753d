import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetUserCommand, ListGroupsCommand, ListPoliciesCommand } from '@aws-sdk/client-iam';
import * as iam from '@pulumi/aws/iam/index.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allow, lookFor } from './provider-case.ts';
import { openProviderBench, type ProviderBench, up } from './provider-fixture.ts';

/** Holds one call of a test back until it is let go. */
let held:
  | { readonly action: string; readonly reached: () => void; readonly release: Promise<void> }
  | undefined;
let bench: ProviderBench;

beforeAll(async () => {
  bench = await openProviderBench(async (_index, _service, action) => {
    if (held?.action !== action) return;
    held.reached();
    await held.release;
  });
});
afterAll(() => bench?.close());

const user = async () => {
  new iam.User('user', { name: 'held' });
};

function pluginProcesses(): readonly { readonly pid: number; readonly parent: number }[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  return lines
    .filter((line) => line.includes(bench.script))
    .map((line) => line.trim().split(/\s+/))
    .map(([pid, parent]) => ({ pid: Number(pid), parent: Number(parent) }));
}
async function waitUntilGone(limitMs: number): Promise<number> {
  const start = Date.now();
  while (pluginProcesses().length > 0 && Date.now() - start < limitMs) await sleep(50);
  return pluginProcesses().length;
}

it('refuses another account, in a preview too', async () => {
  const config = { 'aws:allowedAccountIds': ['999999999999'] };
  const stack = await bench.open('other-account', user, { config });
  await expect(stack.preview()).rejects.toThrow('AWS account ID not allowed: 123456789012');
  await expect(stack.up()).rejects.toThrow('AWS account ID not allowed: 123456789012');
});

it('refuses an endpoint that is not on this machine', async () => {
  const config = { 'aws:endpoints': [{ iam: bench.front.url, s3: 'https://s3.eu-west-1.amazonaws.com' }] };
  const stack = await bench.open('far-away', user, { config });
  await expect(stack.preview()).rejects.toThrow('is not an emulator on this machine');
  const elsewhere = await bench.open('far-env', user, { env: { AWS_ENDPOINT_URL: 'http://192.0.2.1:80' } });
  await expect(elsewhere.preview()).rejects.toThrow('is not an emulator on this machine');
});

it('previews what hangs on a resource that is not there yet, and makes nothing', async () => {
  const stack = await bench.open('unknown', async () => {
    const group = new iam.Group('group', { name: 'later' });
    const policy = new iam.Policy('policy', { name: 'later', policy: allow('s3:Get*') });
    const about = policy.arn.apply((arn) => allow('iam:GetPolicy', arn));
    new iam.Policy('about', { name: 'about', policy: about, tags: { about: policy.arn } });
    const attachment = new iam.GroupPolicyAttachment('attached', {
      group: group.name,
      policyArn: policy.arn,
    });
    return { arn: policy.arn, id: attachment.id };
  });
  expect((await stack.preview()).changeSummary).toEqual({ create: 5 });
  expect((await bench.clients.iam.send(new ListGroupsCommand({}))).Groups).toEqual([]);
  const made = await up(stack);
  expect(made.outputs.id?.value).toBe(`later/${made.outputs.arn?.value}`);
  const { Policies = [] } = await bench.clients.iam.send(new ListPoliciesCommand({ Scope: 'Local' }));
  expect(Policies.map((each) => each.PolicyName).sort()).toEqual(['about', 'later']);
});

it('leaves no process behind after a run', async () => {
  expect(await waitUntilGone(2_000)).toBe(0);
});

it('outlives a killed engine only for the call in hand', async () => {
  let release = (): void => {};
  const reached = new Promise<void>((resolve) => {
    held = { action: 'CreateUser', reached: resolve, release: new Promise((go) => (release = go)) };
  });
  const stack = await bench.open('killed', user);
  const run = stack.up().catch(() => 'ended');
  await reached;
  const [first] = pluginProcesses();
  process.kill(first?.parent ?? 0, 'SIGKILL');
  expect(await run).toBe('ended');
  await sleep(1_000);
  // The call is in hand: what it makes must be made.
  expect(pluginProcesses()).toHaveLength(1);
  release();
  held = undefined;
  expect(await waitUntilGone(2_000)).toBe(0);
  const found = await lookFor(bench.clients.iam.send(new GetUserCommand({ UserName: 'held' })));
  expect(found?.User?.UserName).toBe('held');
});

it('ends by itself when the engine has done with it', async () => {
  // Else the engine waits five seconds before it kills, and so does every run.
  const child = spawn(process.execPath, [bench.script], {
    env: { ...process.env, STAND_IN_PARENT: String(process.pid) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  await once(child.stdout, 'data');
  child.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
});

it('finishes the call in hand when it is told to end', async () => {
  const own = async () => {
    new iam.User('user', { name: 'in-hand' });
  };
  let release = (): void => {};
  const reached = new Promise<void>((resolve) => {
    held = { action: 'CreateUser', reached: resolve, release: new Promise((go) => (release = go)) };
  });
  const stack = await bench.open('told-to-end', own);
  const run = stack.up().catch(() => 'ended');
  await reached;
  for (const { pid } of pluginProcesses()) process.kill(pid, 'SIGINT');
  await sleep(1_000);
  expect(pluginProcesses().length).toBeGreaterThan(0);
  release();
  held = undefined;
  await run;
  const found = await lookFor(bench.clients.iam.send(new GetUserCommand({ UserName: 'in-hand' })));
  expect(found?.User?.UserName).toBe('in-hand');
});
