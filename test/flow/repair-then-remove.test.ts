import { DeleteLoginProfileCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, expect, test, vi } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import type { Context } from '../../src/context.ts';
import { carryOutDecisions, type DecisionRequest } from '../../src/flow/carry-out-decisions.ts';
import type { Decision } from '../../src/flow/decide-findings.ts';
import type { Finding } from '../../src/model/finding.ts';
import { makeFinding } from '../helpers/check-example.ts';

// What the account and the file say after something was adopted: reading both again is not what is tested here.
const after = vi.hoisted(() => ({ findings: [] as readonly Finding[] }));
vi.mock('../../src/flow/write-decisions.ts', () => ({
  writeDecisions: async () => ({ document: { file: 'a.yaml' }, merged: {}, own: {}, path: 'a.yaml' }),
}));
vi.mock('../../src/flow/check-file.ts', () => ({ readAnswers: () => ({}) }));
vi.mock('../../src/flow/check-account.ts', () => ({
  gatherDrift: async () => ({ study: { findings: after.findings }, findings: [] }),
}));
const engine = vi.hoisted(() => ({ runs: 0, ends: 'done' }));
const told: string[] = [];
vi.mock('../../src/engine/backups.ts', () => ({ backupState: () => undefined }));
vi.mock('../../src/flow/engine-session.ts', () => ({
  withStack: async () => {
    engine.runs += 1;
    return { kind: engine.ends, steps: [], diagnostics: [], seconds: 1 };
  },
}));

const arn = 'arn:aws:iam::123456789012:user/ada';
const iam = mockClient(IAMClient);
const sts = mockClient(STSClient);
beforeEach(() => {
  iam.reset();
  iam.on(DeleteLoginProfileCommand).resolves({});
  sts.on(GetCallerIdentityCommand).resolves({ Arn: arn });
  after.findings = [];
  engine.runs = 0;
  engine.ends = 'done';
  told.length = 0;
});

const context = {
  now: () => new Date('2026-11-26T10:00:00.000Z'),
  host: { tell: ({ text }: { text: string }) => told.push(text) },
  flags: { yes: true },
  interrupts: { signal: new AbortController().signal },
} as unknown as Context;
const adopt: Decision = { kind: 'adopt', finding: makeFinding('member-extra', 'admins/bob', 'high') };
const repair: Decision = {
  kind: 'repair',
  finding: { ...makeFinding('mfa-policy-detached', 'admins/RequireMFA', 'critical'), resources: ['r'] },
};
const remove: Decision = {
  kind: 'remove',
  finding: makeFinding('password-never-used', 'eve', 'medium'),
  removal: {
    serves: 'remove',
    title: 'console password of eve',
    typed: 'eve',
    goes: [],
    steps: [{ kind: 'delete-login-profile', user: 'eve' }],
  },
};

function carryOut(decisions: readonly Decision[], cutoff: readonly string[] = []) {
  const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' };
  const clients = makeClients({ region: 'eu-west-1', credentials: async () => keys });
  const plan = { account: { id: '123456789012' } };
  const request = {
    subject: { place: { clients, caller: { arn } }, file: { merged: {}, own: {}, path: 'a.yaml' } },
    folder: '/nowhere',
    state: new Map([['r', { urn: 'u', name: 'r', type: 't' }]]),
    drift: { study: { findings: [], plan, snapshot: { users: [] } } },
    decisions,
    consents: { cutoff, secondTrail: false, understood: [], recreate: [] },
  } as unknown as DecisionRequest;
  return carryOutDecisions(context, request);
}

test('what adopting brings up stops the repair and the removals, and says what is done by then', async () => {
  for (const rule of ['lockout', 'operator-lockout', 'group-in-use', 'root-key']) {
    after.findings = [{ ...makeFinding(rule, 'bob', 'high'), stops: 'refuse' }];
    await expect(carryOut([adopt, repair, remove])).rejects.toMatchObject({
      exitCode: 3,
      fix: 'a.yaml has what was adopted; in the account nothing was changed. Run the check again.',
    });
  }
  expect(engine.runs).toBe(0);
  expect(iam.calls()).toHaveLength(0);
});

test('what was consented to does not stop it', async () => {
  after.findings = [{ ...makeFinding('lockout', 'bob', 'high'), stops: 'consent' }];
  await expect(carryOut([adopt, repair])).rejects.toMatchObject({ code: 'Lockout' });
  await carryOut([adopt, repair], ['bob']);
  expect(engine.runs).toBe(1);
});

test('without the engine what speaks against its work holds no removal up; adopting alone changes no account', async () => {
  after.findings = [{ ...makeFinding('lockout', 'bob', 'high'), stops: 'refuse' }];
  await carryOut([adopt, remove]);
  expect(iam.commandCalls(DeleteLoginProfileCommand)).toHaveLength(1);
  after.findings = [{ ...makeFinding('wrong-account', 'bob', 'high'), stops: 'refuse' }];
  await carryOut([adopt]);
  await expect(carryOut([adopt, remove])).rejects.toMatchObject({ exitCode: 3 });
});

test.each(['failed', 'interrupted'])(
  'after a repair that %s nothing is removed, and what was to be is named',
  async (ends) => {
    engine.ends = ends;
    const more: Decision = { ...remove, removal: { ...remove.removal, title: 'user mallory' } };
    const named = /(failed|removed): console password of eve; user mallory\./;
    if (ends === 'failed') {
      const { outcome } = await carryOut([repair, remove, more]);
      expect(outcome?.kind).toBe('failed');
      expect(told.join('\n')).toMatch(named);
    } else await expect(carryOut([repair, remove, more])).rejects.toThrow(named);
    expect(engine.runs).toBe(1);
    expect(iam.calls()).toHaveLength(0);
  },
);
