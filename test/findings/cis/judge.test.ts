import { describe, expect, test } from 'vitest';
import { cisControls } from '../../../src/findings/cis/controls.ts';
import { judgeCis } from '../../../src/findings/cis/judge.ts';
import type { CisInput } from '../../../src/findings/cis/verdict.ts';
import type { CisRow } from '../../../src/model/cis.ts';
import type { OwnBucketFact } from '../../../src/model/snapshot.ts';
import { brokenCases } from './cis-cases.ts';
import { quietCases } from './quiet-cases.ts';
import { rightInput, withFacts, withRegion, withSnapshot } from './right-account.ts';

const rowOf = (input: CisInput, key: string): CisRow => {
  const row = judgeCis(input).find((each) => each.key === key);
  if (row === undefined) throw new Error(`no row ${key}`);
  return row;
};
const right = judgeCis(rightInput);
const doneKeys = right.filter((row) => row.status === 'done').map((row) => row.key);
const turned = (input: CisInput): readonly string[] =>
  judgeCis(input)
    .filter((row) => row.status !== right.find((each) => each.key === row.key)?.status)
    .map((row) => row.key);

describe('an account that is right', () => {
  test('has every row done but those that nobody can read', () => {
    const rest = right.filter((row) => row.status !== 'done').map((row) => `${row.key}: ${row.status}`);
    expect(rest).toEqual([
      'root-centralized: not-covered',
      'organization-guardrails: not-covered',
      'organization-management: not-covered',
      'organization-units: not-covered',
      'organization-policies: not-covered',
      'organization-services: not-covered',
      'contact-details: manual',
      'security-questions: manual',
      'central-users: manual',
      'macie: not-covered',
      'rds-encryption: not-covered',
      'rds-upgrades: not-covered',
      'rds-public: not-covered',
      'rds-zones: not-covered',
      'efs-encryption: not-covered',
      'config: not-covered',
      'front-end-logs: not-covered',
      'security-hub: not-covered',
      'peering: not-covered',
      'endpoints: not-covered',
    ]);
  });
  test('every row that can be done has a case in which it is not', () => {
    const cases = new Set(brokenCases.map((each) => each.key));
    expect(doneKeys.filter((key) => !cases.has(key))).toEqual([]);
  });
});

describe('broken by hand', () => {
  test.each(brokenCases.map((each) => [each.key, each.what, each] as const))(
    '%s: %s',
    (key, _what, { input, status = 'open', also = [] }) => {
      const row = rowOf(input, key);
      expect(row.status, row.why).toBe(status);
      expect(row.why).not.toBe(rowOf(rightInput, key).why);
      expect([...turned(input)].sort()).toEqual([...new Set([key, ...also])].sort());
    },
  );
  test.each(quietCases.map((each) => [each.key, each.what, each] as const))(
    'still done: %s: %s',
    (key, _what, { input }) => {
      const row = rowOf(input, key);
      expect(row.status, `${row.why} ${row.evidence.join()}`).toBe('done');
    },
  );
});

const denied = (...actions: readonly string[]) => actions.map((action) => ({ action, why: 'AccessDenied' }));
const nothing = { users: [], groups: [], roles: [], policies: [] };

describe('what could not be read is unknown, and says which right is missing', () => {
  /** As the readers leave it behind: the denial noted, and nothing where the answer would stand. */
  const unread: readonly (readonly [action: string, input: CisInput, keys: readonly string[]])[] = [
    [
      'iam:GetAccountSummary',
      withSnapshot({
        notRead: denied('iam:GetAccountSummary'),
        summary: {},
        root: { hasAccessKeys: false, hasMfa: false },
      }),
      ['root-hardware-mfa', 'root-key', 'root-mfa'],
    ],
    [
      'iam:GetCredentialReport',
      (() => {
        const { rootLastUse: _, ...rest } = rightInput.facts;
        return { ...rightInput, facts: { ...rest, notRead: denied('iam:GetCredentialReport') } };
      })(),
      ['root-unused'],
    ],
    [
      'iam:GetAccountAuthorizationDetails',
      withSnapshot({ ...nothing, notRead: denied('iam:GetAccountAuthorizationDetails') }),
      [
        'cloudshell',
        'console-mfa',
        'keys-90-days',
        'no-first-keys',
        'no-open-principal',
        'no-star-policy',
        'one-key',
        'rights-by-group',
        'support-access',
        'unused-45-days',
      ],
    ],
    [
      'iam:ListMFADevices',
      withSnapshot({
        notRead: denied('iam:ListMFADevices'),
        users: rightInput.snapshot.users.map((user) => ({ ...user, mfaDevices: [] })),
      }),
      ['console-mfa'],
    ],
    [
      'iam:GetAccountPasswordPolicy',
      (() => {
        const { passwordPolicy: _, ...rest } = rightInput.snapshot;
        return { ...rightInput, snapshot: { ...rest, notRead: denied('iam:GetAccountPasswordPolicy') } };
      })(),
      ['password-length', 'password-reuse'],
    ],
    [
      'account:GetAlternateContact',
      (() => {
        const { contacts: _, ...rest } = rightInput.snapshot;
        return { ...rightInput, snapshot: { ...rest, notRead: denied('account:GetAlternateContact') } };
      })(),
      ['security-contact'],
    ],
    [
      's3:GetAccountPublicAccessBlock',
      (() => {
        const { s3PublicAccessBlock: _, ...rest } = rightInput.snapshot;
        return { ...rightInput, snapshot: { ...rest, notRead: denied('s3:GetAccountPublicAccessBlock') } };
      })(),
      ['public-access-block'],
    ],
    [
      'iam:ListServerCertificates',
      (() => {
        const { serverCertificates: _, ...rest } = rightInput.facts;
        return { ...rightInput, facts: { ...rest, notRead: denied('iam:ListServerCertificates') } };
      })(),
      ['server-certificates'],
    ],
    [
      's3:ListAllMyBuckets',
      (() => {
        const { buckets: _, ...rest } = rightInput.facts;
        return { ...rightInput, facts: { ...rest, notRead: denied('s3:ListAllMyBuckets') } };
      })(),
      ['bucket-tls', 'no-open-principal', 'trail-bucket-logs'],
    ],
    [
      'logs:DescribeLogGroups',
      withSnapshot({ logGroups: [], notRead: denied('logs:DescribeLogGroups') }),
      doneKeys.filter((key) => key.startsWith('alarm-')).sort(),
    ],
    [
      'cloudtrail:DescribeTrails',
      withSnapshot({ trails: [], notRead: denied('cloudtrail:DescribeTrails') }),
      [
        ...doneKeys.filter((key) => key.startsWith('alarm-')),
        'object-reads',
        'object-writes',
        'trail',
        'trail-bucket-logs',
        'trail-key',
        'trail-validation',
      ].sort(),
    ],
  ];
  test.each(unread)('%s', (action, input, keys) => {
    const rows = judgeCis(input).filter((row) => row.status === 'unknown');
    expect(rows.map((row) => row.key).sort()).toEqual(keys);
    for (const row of rows) expect([row.why, ...row.evidence].join(' ')).toContain(action);
    // Nothing is called open for not having been seen.
    expect(judgeCis(input).filter((row) => row.status === 'open')).toEqual([]);
  });

  const blind: readonly (readonly [string, CisInput, readonly string[]])[] = [
    [
      'a region that is not among the file’s',
      withFacts({ enabledRegions: ['eu-west-1', 'us-east-1', 'eu-north-1'] }),
      [
        ...['access-analyzer', 'cifs', 'default-groups', 'ebs-encryption', 'flow-logs', 'imdsv2'],
        ...['instance-roles', 'key-rotation', 'open-acls', 'open-groups', 'open-groups-6'],
      ],
    ],
    [
      'denied in one region',
      withSnapshot({
        regions: rightInput.snapshot.regions.map(({ name, analyzers, metadataDefaults, ...rest }) =>
          name === 'us-east-1'
            ? { ...rest, name, denied: ['ec2:GetEbsEncryptionByDefault'] }
            : {
                ...rest,
                name,
                ...(analyzers === undefined ? {} : { analyzers }),
                ...(metadataDefaults === undefined ? {} : { metadataDefaults }),
              },
        ),
      }),
      ['access-analyzer', 'imdsv2'],
    ],
    [
      'a region out of reach; one that is switched off is no loss',
      withSnapshot({
        regionsLeftOut: [
          { name: 'eu-south-1', why: 'unreachable' },
          { name: 'af-south-1', why: 'disabled' },
        ],
      }),
      ['access-analyzer', 'ebs-encryption', 'imdsv2'],
    ],
    [
      'more buckets than are looked at',
      withFacts({ bucketsLeftOut: 3 }),
      ['bucket-tls', 'no-open-principal'],
    ],
    ['more keys than are looked at', withRegion({ keysLeftOut: 5 }), ['key-rotation']],
  ];
  test.each(blind)('%s', (_what, input, keys) => {
    const rows = judgeCis(input).filter((row) => row.status === 'unknown');
    expect(rows.map((row) => row.key).sort()).toEqual(keys);
    expect(rows.flatMap((row) => row.evidence).join()).not.toContain('af-south-1');
  });

  test('a credential report that was not ready is no proof of anything', () => {
    const { rootLastUse: _, ...facts } = rightInput.facts;
    expect(rowOf({ ...rightInput, facts }, 'root-unused').status).toBe('unknown');
  });
  test('what is wrong for certain stays open beside what could not be read', () => {
    const input = withFacts({
      enabledRegions: ['eu-west-1', 'us-east-1', 'eu-north-1'],
      regions: [
        { name: 'eu-west-1' },
        { name: 'us-east-1', vpcs: [{ id: 'v', isDefault: true, flowLogs: false }] },
      ],
    });
    expect(rowOf(input, 'flow-logs')).toMatchObject({
      status: 'open',
      evidence: ['v (default) in us-east-1'],
    });
    expect(rowOf(input, 'open-acls').status).toBe('unknown');
  });
});

test('MFA delete is nobody’s fault; Object Lock that stands in for it is named', () => {
  const off = (rightInput.facts.buckets ?? []).map((bucket) => ({ ...bucket, mfaDelete: false }));
  const name = off[0]?.name ?? '';
  const locking = (mode?: string): CisInput => ({
    ...withFacts({ buckets: off }),
    snapshot: {
      ...rightInput.snapshot,
      buckets: {
        [name]: {
          ...(rightInput.snapshot.buckets[name] as OwnBucketFact),
          objectLock: { enabled: true, ...(mode === undefined ? {} : { mode, days: 400 }) },
        },
      },
    },
  });
  expect(rowOf(locking('GOVERNANCE'), 'mfa-delete')).toMatchObject({ status: 'manual', evidence: [name] });
  // Without a default each object would have to be locked by itself.
  expect(rowOf(locking(), 'mfa-delete')).toMatchObject({ status: 'manual', evidence: [] });
});

test('administrators and the benchmark: the contradiction is told, with the two ways out', () => {
  const row = brokenCases.find((each) => each.what === 'administrators');
  if (row === undefined) throw new Error('the case is gone');
  const { why, evidence } = rowOf(row.input, 'no-star-policy');
  expect(why).toMatch(/contradict.*Accept.*PowerUserAccess/);
  expect(evidence).toEqual(['AdministratorAccess on group developers']);
});

test('rows come in the order of the mapping, each once', () => {
  expect(right.map((row) => row.key)).toEqual(cisControls.map((row) => row.key));
  expect(new Set(right.map((row) => row.key)).size).toBe(right.length);
});
