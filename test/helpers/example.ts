import type { Answers } from '../../src/model/answers.ts';
import type { Snapshot } from '../../src/model/snapshot.ts';

export const accountId = '123456789012';

/** Answers like those of the startup template with one of everything. */
export const exampleAnswers: Answers = {
  account: { id: accountId, alias: 'acme', region: 'eu-west-1' },
  groups: [
    {
      name: 'admins',
      kind: 'human',
      purpose: 'Runs the account',
      access: { kind: 'administrator' },
      cli: 'none',
    },
    {
      name: 'finance',
      kind: 'human',
      purpose: 'Sees the bills',
      access: { kind: 'billing-read-only' },
      cli: 'none',
    },
    {
      name: 'developers',
      kind: 'human',
      purpose: 'Builds the product',
      access: {
        kind: 'statements',
        statements: [{ Effect: 'Allow', Action: ['ec2:Describe*'], Resource: '*' }],
      },
      cli: 'keys',
    },
    {
      name: 'api',
      kind: 'machine',
      purpose: 'Programs outside AWS',
      access: {
        kind: 'statements',
        statements: [
          { Sid: 'Deploy', Effect: 'Allow', Action: ['s3:PutObject'], Resource: 'arn:aws:s3:::acme-site/*' },
        ],
      },
      cli: 'none',
    },
  ],
  people: [
    { name: 'ada', email: 'ada@acme.example', groups: ['admins'] },
    { name: 'finn', groups: ['finance'] },
    { name: 'dev', groups: ['developers'] },
  ],
  machines: [{ name: 'ci-deployer', purpose: 'Deploys the site', groups: ['api'] }],
  roles: [
    {
      name: 'checkbot',
      purpose: 'Checks uploads',
      buckets: [{ name: 'testbucket', access: 'read-write', delete: false, create: true }],
    },
  ],
  regions: { kind: 'home' },
  trail: {
    name: 'account-trail',
    bucket: 'acme-audit-123456789012-eu-west-1-0badf00d',
    retentionDays: 400,
    encryption: 'kms',
    objectLock: 'none',
  },
  alarms: null,
  budget: null,
  defaults: {
    passwordPolicy: {
      minimumLength: 14,
      requireSymbols: false,
      requireNumbers: false,
      requireUppercase: false,
      requireLowercase: false,
      reusePrevention: 24,
    },
    blockPublicS3: true,
    encryptEbs: true,
    requireImdsv2: true,
    accessAnalyzer: true,
  },
  graceDays: 7,
  exceptions: [],
};

/** The same with alarms and a budget. */
export const watchedAnswers: Answers = {
  ...exampleAnswers,
  alarms: { email: 'security@acme.example', logRetentionDays: 90 },
  budget: { monthlyUsd: 200, email: 'billing@acme.example' },
};

/** A new account with nothing in it, seen by a role. */
export const emptySnapshot: Snapshot = {
  takenAt: '2026-11-01T00:00:00.000Z',
  region: 'eu-west-1',
  caller: {
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/OrganizationAccountAccessRole/setup`,
    partition: 'aws',
    kind: 'role',
    name: 'OrganizationAccountAccessRole',
    credentialKind: 'session',
  },
  aliases: [],
  summary: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0 },
  root: { hasAccessKeys: false, hasMfa: true },
  users: [],
  groups: [],
  roles: [],
  policies: [],
  instanceProfiles: [],
  instances: [],
  trails: [],
  buckets: {},
  keys: [],
  regions: [
    { name: 'eu-west-1', ebsEncryptionByDefault: false, metadataDefaults: {}, analyzers: [], denied: [] },
  ],
  regionsLeftOut: [],
  contacts: {},
  logGroups: [],
  alarms: [],
  topics: [],
  budgets: [],
  notRead: [],
};
