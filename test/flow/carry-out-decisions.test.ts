import {
  DeleteLoginProfileCommand,
  IAMClient,
  ListAccessKeysCommand,
  UpdateAccessKeyCommand,
} from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { makeClients } from '../../src/account/clients.ts';
import type { Context } from '../../src/context.ts';
import { carryOutDecisions, type DecisionRequest } from '../../src/flow/carry-out-decisions.ts';
import type { Decision } from '../../src/flow/decide-findings.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { UserFact } from '../../src/model/snapshot.ts';
import { accountAsPlanned, examplePlan } from '../findings/account-as-planned.ts';
import { attached, withUser } from '../findings/perimeter-changes.ts';
import { makeFinding } from '../helpers/check-example.ts';

const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'only-for-tests' };
const clients = makeClients({
  region: 'eu-west-1',
  credentials: async () => keys,
  keysBehind: { ids: ['AKIASOURCEOFTHISWXYZ'], isComplete: true },
});
const arn = 'arn:aws:iam::123456789012:user/ada';
const iam = mockClient(IAMClient);
const sts = mockClient(STSClient);
afterEach(() => iam.reset());

const context = {
  now: () => new Date('2026-11-26T10:00:00.000Z'),
  host: { tell: () => undefined },
  flags: { yes: true },
  interrupts: { signal: new AbortController().signal },
} as unknown as Context;
const stops = (rule: string): Finding => ({ ...makeFinding(rule, 'bob', 'high'), stops: 'refuse' });
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
const repair: Decision = {
  kind: 'repair',
  finding: { ...makeFinding('mfa-policy-detached', 'admins/RequireMFA', 'critical'), resources: ['r'] },
};
function carryOut(
  findings: readonly Finding[],
  decisions: readonly Decision[],
  users: readonly Pick<UserFact, 'name' | 'accessKeys'>[] = [],
  more: { readonly study?: object; readonly caller?: object } = {},
) {
  iam.on(DeleteLoginProfileCommand).resolves({});
  sts.on(GetCallerIdentityCommand).resolves({ Arn: arn });
  const request = {
    subject: {
      place: { clients, caller: { arn, ...more.caller } },
      file: { merged: {}, own: {}, path: 'a.yaml' },
    },
    folder: '/nowhere',
    state: new Map([['r', { urn: 'u', name: 'r', type: 't' }]]),
    drift: {
      study: { findings, plan: { account: { id: '123456789012' } }, snapshot: { users }, ...more.study },
    },
    decisions,
    consents: { cutoff: [], secondTrail: false, understood: [], recreate: [] },
  } as unknown as DecisionRequest;
  return carryOutDecisions(context, request);
}

test('what speaks against the engine’s work holds no removal up', async () => {
  await carryOut([stops('lockout'), stops('operator-lockout'), stops('trail-foreign')], [remove]);
  expect(iam.commandCalls(DeleteLoginProfileCommand)).toHaveLength(1);
});

test.each([
  ['root-caller', [remove]],
  ['wrong-account', [remove]],
  ['unknown-inventory', [remove]],
  ['state-of-another', [remove]],
  ['lockout', [remove, repair]],
] as const)('%s stops a removal or a repair', async (rule, decisions) => {
  await expect(carryOut([stops(rule)], decisions)).rejects.toMatchObject({ exitCode: 3 });
  expect(iam.commandCalls(DeleteLoginProfileCommand)).toHaveLength(0);
});

test('a removal that would take the key behind the session is refused before anything is done', async () => {
  iam.on(ListAccessKeysCommand, { UserName: 'eve' }).resolves({
    AccessKeyMetadata: [{ AccessKeyId: 'AKIASOURCEOFTHISWXYZ' }],
  });
  const eve = {
    name: 'eve',
    accessKeys: [{ idEnd: 'WXYZ', active: true, createdAt: '2026-01-01T00:00:00.000Z' }],
  };
  const steps = [
    { kind: 'switch-off-key', user: 'eve', idEnd: 'WXYZ' },
    { kind: 'delete-user', user: 'eve' },
  ] as const;
  for (const step of steps) {
    const decided: Decision = { ...remove, removal: { ...remove.removal, steps: [step] } };
    await expect(carryOut([], [remove, decided], [eve])).rejects.toMatchObject({ code: 'OwnKey' });
  }
  expect(iam.commandCalls(DeleteLoginProfileCommand)).toHaveLength(0);
  expect(iam.commandCalls(UpdateAccessKeyCommand)).toHaveLength(0);
});

test('nobody is taken away who is the last to get in as an administrator', async () => {
  const settled = accountAsPlanned();
  const loginProfile = { createdAt: '2026-01-01T00:00:00.000Z', resetRequired: false };
  const eve = withUser('eve', { loginProfile, attached: attached('AdministratorAccess') });
  const study = { plan: examplePlan, snapshot: eve({ ...settled, users: [] }) };
  const more = { study, caller: { kind: 'user', name: 'ada' } };
  await expect(carryOut([], [remove], [], more)).rejects.toMatchObject({
    code: 'LastAdministrator',
    exitCode: 3,
  });
  expect(iam.commandCalls(DeleteLoginProfileCommand)).toHaveLength(0);
});
