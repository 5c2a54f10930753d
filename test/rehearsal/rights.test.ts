import { CreateBudgetCommand } from '@aws-sdk/client-budgets';
import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateLaunchTemplateCommand, RunInstancesCommand } from '@aws-sdk/client-ec2';
import { CreateUserCommand } from '@aws-sdk/client-iam';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Clients, makeClients } from '../../src/account/clients.ts';
import { readCaller } from '../../src/account/read/caller.ts';
import { readCisFacts } from '../../src/account/read/cis-facts.ts';
import { makeGather } from '../../src/account/read/gather.ts';
import { readPlantedKeys } from '../../src/account/read/planted-keys.ts';
import { readPolicies } from '../../src/account/read/policies.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import { findingOf } from '../../src/findings/rules.ts';
import { findWho } from '../../src/flow/find-who.ts';
import type { SnapshotInterest } from '../../src/model/snapshot.ts';
import { callsOf, readActions } from '../../src/policies/rights/read-actions.ts';
import { type Front, startFront } from '../../src/rehearsal/front.ts';
import { accountId, type EmulatedAccount, region, startAccount } from './account-fixture.ts';
import { seedAudit, seedIdentity, seedSettings } from './account-seed.ts';

const topicArn = `arn:aws:sns:${region}:${accountId}:acme-alarms`;
const interest: SnapshotInterest = {
  buckets: ['acme-audit', 'acme-nobody'],
  keyAliases: ['alias/account-trail'],
  awsManagedPolicies: ['arn:aws:iam::aws:policy/AWSBillingReadOnlyAccess'],
  regions: { kind: 'all-enabled' },
  alarms: { logGroup: '/acme/trail', topicArn, alarmPrefix: 'acme-' },
  budget: 'acme',
};
let account: EmulatedAccount;
let front: Front;
/** Through the front, which counts. */
let clients: Clients;

beforeAll(async () => {
  account = await startAccount();
  await seedIdentity(account.clients);
  await seedSettings(account.clients);
  await seedAudit(account.clients);
  const start = { ImageId: 'ami-12c6146b', MinCount: 1, MaxCount: 1, UserData: 'IyEvYmluL3No' };
  await (await account.clients.ec2()).send(new RunInstancesCommand(start));
  const LaunchTemplateData = { UserData: start.UserData };
  await (await account.clients.ec2()).send(
    new CreateLaunchTemplateCommand({ LaunchTemplateName: 'fleet', LaunchTemplateData }),
  );
  const regions = { [region]: 'ENABLED_BY_DEFAULT', 'us-east-1': 'ENABLED_BY_DEFAULT' } as const;
  const scenario = { regions };
  front = await startFront({ emulatorUrl: account.url, accountId, now: () => new Date(), scenario });
  const { credentials } = account.clients;
  clients = makeClients({ region, endpoint: front.url, credentials });
  await seedWatch();
  front.resetCounters();
});
afterAll(async () => {
  clients?.close();
  await front?.stop();
  await account?.stop();
});

/** Through the front, as it keeps the budgets. */
async function seedWatch(): Promise<void> {
  await (await clients.logs()).send(new CreateLogGroupCommand({ logGroupName: '/acme/trail' }));
  await (await clients.sns()).send(new CreateTopicCommand({ Name: 'acme-alarms' }));
  const Notification = {
    NotificationType: 'ACTUAL',
    ComparisonOperator: 'GREATER_THAN',
    Threshold: 80,
  } as const;
  const Subscribers = [{ SubscriptionType: 'EMAIL', Address: 'a@acme.example' } as const];
  await (await clients.budgets()).send(
    new CreateBudgetCommand({
      AccountId: accountId,
      Budget: {
        BudgetName: 'acme',
        BudgetType: 'COST',
        TimeUnit: 'MONTHLY',
        BudgetLimit: { Amount: '10', Unit: 'USD' },
      },
      NotificationsWithSubscribers: [{ Notification, Subscribers }],
    }),
  );
}

/** Everything that a check, and a report with --cis, reads. */
async function readEverything(): Promise<void> {
  const caller = await readCaller(clients);
  const read = () => readSnapshot(clients, interest, { caller, region, now: new Date() });
  await read();
  // A bucket that may not be asked for is looked up in the account's list; regions have a second way, too.
  front.setRules([
    { service: 's3', action: 'HeadBucket', fault: { kind: 'accessDenied' } },
    { service: 'account', action: 'ListRegions', fault: { kind: 'accessDenied' } },
  ]);
  const seen = await read();
  front.setRules([]);
  await readPolicies(clients, makeGather(region), [], {
    awsManaged: interest.awsManagedPolicies,
    origins: true,
  });
  const finding = findingOf('user-direct-policy', 'ada', { what: 'x', why: 'x', fix: 'x' });
  await findWho({ clients, caller }, [finding], { region });
  await readCisFacts(clients, seen);
  const { instances, users } = seen;
  const owners = { users, rootHasKeys: false };
  const wish = { regions: [region], instances, owners, accountId, allVersions: true };
  await readPlantedKeys(clients, makeGather(region), wish);
}

test('the table of rights holds every read that is made, and no other', async () => {
  await readEverything();
  // With many users the credential report is read as well.
  const names = Array.from({ length: 50 }, (_, index) => `u${index}`);
  for (const UserName of names) await account.clients.iam.send(new CreateUserCommand({ UserName }));
  await readEverything();
  const { reads, changes } = front.counters();
  const made = Object.keys(reads).filter((call) => !call.startsWith('sts:'));
  const known = readActions.flatMap(callsOf).filter((call) => !call.startsWith('sts:'));
  expect(
    made.filter((call) => !known.includes(call)),
    'read without a row in read-actions.ts',
  ).toEqual([]);
  expect(
    known.filter((call) => !made.includes(call)),
    'rows that nothing reads',
  ).toEqual([]);
  expect(changes).toEqual({});
});
