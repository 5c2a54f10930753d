import { describe, expect, test } from 'vitest';
import { judgeCis } from '../../../src/findings/cis/judge.ts';
import { type CisFacts, type CisRegionFact, type CisRow, cisVersions } from '../../../src/model/cis.ts';
import type { Snapshot } from '../../../src/model/snapshot.ts';
import { cisWordOf, countCis, describeCounts } from '../../../src/report/cis-counts.ts';
import { planOnTemplate } from '../../helpers/template-plan.ts';
import { accountHandedOver, accountInUse, onDay } from '../account-as-planned.ts';
import { bucketsOf } from './right-account.ts';

/** A region as AWS makes it: a default network, open wherever a benchmark looks. */
function newRegion(name: string, { keys }: Snapshot): CisRegionFact {
  return {
    name,
    securityGroups: [
      { id: `sg-${name}`, name: 'default', vpc: `vpc-${name}`, isDefault: true, rules: 2, openIn: [] },
    ],
    networkAcls: [{ id: `acl-${name}`, isDefault: true, entries: [{ source: '0.0.0.0/0', allows: true }] }],
    vpcs: [{ id: `vpc-${name}`, isDefault: true, flowLogs: false }],
    keys: keys.flatMap(({ arn, rotation }) => (arn.includes(`:${name}:`) ? [{ arn, rotation }] : [])),
  };
}

/** Root has an app as its device, and was used the day before the handover. */
function judgeAccount(snapshot: Snapshot, now: Date): readonly CisRow[] {
  const facts: CisFacts = {
    enabledRegions: ['eu-west-1', 'us-east-1'],
    rootLastUse: onDay(-1).toISOString(),
    rootHasVirtualMfa: true,
    serverCertificates: [],
    buckets: bucketsOf(snapshot),
    bucketsLeftOut: 0,
    objectEvents: Object.fromEntries(snapshot.trails.map((trail) => [trail.arn, 'none'])),
    regions: snapshot.regions.map((region) => newRegion(region.name, snapshot)),
    notRead: [],
  };
  return judgeCis({ snapshot, facts, now });
}

/** On the day it was handed over: nobody has signed in, but the mailbox of the alarms is confirmed. */
const judgeTemplate = async (template: string): Promise<readonly CisRow[]> =>
  judgeAccount(accountHandedOver(await planOnTemplate(template)), onDay(0));

describe.each(['startup', 'strict', 'minimal'])('the template %s', (template) => {
  test('reaches this, and no less, on the day of the handover', async () => {
    const rows = await judgeTemplate(template);
    const lines = rows.map((row) => {
      const numbers = cisVersions.map((version) => row.numbers[version] ?? '-').join(' ');
      return `${numbers} | ${cisWordOf(row)} | ${row.title}`;
    });
    expect(lines).toMatchSnapshot();
  });
});

test('the counts of the three', async () => {
  const counts = await Promise.all(
    ['startup', 'strict', 'minimal'].map(async (template) => [
      template,
      ...describeCounts(countCis(await judgeTemplate(template))),
    ]),
  );
  expect(counts).toMatchInlineSnapshot(`
    [
      [
        "startup",
        "CIS 7.0: 9 done, 14 verified, 27 open, 3 manual, 17 not covered; 70 in all",
        "CIS 5.0: 9 done, 15 verified, 27 open, 3 manual, 9 not covered; 63 in all",
        "CIS 3.0: 9 done, 14 verified, 27 open, 4 manual, 8 not covered; 62 in all",
      ],
      [
        "strict",
        "CIS 7.0: 25 done, 14 verified, 11 open, 3 manual, 17 not covered; 70 in all",
        "CIS 5.0: 25 done, 15 verified, 11 open, 3 manual, 9 not covered; 63 in all",
        "CIS 3.0: 25 done, 14 verified, 11 open, 4 manual, 8 not covered; 62 in all",
      ],
      [
        "minimal",
        "CIS 7.0: 5 done, 9 verified, 28 open, 3 manual, 17 not covered, 8 unknown; 70 in all",
        "CIS 5.0: 5 done, 10 verified, 28 open, 3 manual, 9 not covered, 8 unknown; 63 in all",
        "CIS 3.0: 5 done, 10 verified, 28 open, 4 manual, 8 not covered, 7 unknown; 62 in all",
      ],
    ]
  `);
});

test('strict with what a template cannot know (a contact, enrolled devices), a month later', async () => {
  const contact = '{ name: S, title: T, email: security@acme.example, phone: "+49 30 1" }';
  const plan = await planOnTemplate('strict', `{ security: ${contact} }`);
  const rows = judgeAccount(accountInUse(plan), onDay(31));
  const open = rows.filter((row) => row.status === 'open');
  expect(describeCounts(countCis(rows))).toMatchInlineSnapshot(`
    [
      "CIS 7.0: 27 done, 15 verified, 8 open, 3 manual, 17 not covered; 70 in all",
      "CIS 5.0: 27 done, 16 verified, 8 open, 3 manual, 9 not covered; 63 in all",
      "CIS 3.0: 27 done, 15 verified, 8 open, 4 manual, 8 not covered; 62 in all",
    ]
  `);
  expect(open.map((row) => `${row.numbers['7.0']} ${row.title}`)).toMatchInlineSnapshot(`
    [
      "2.6 that factor is a device, not an app",
      "2.14 no policy in use grants everything",
      "4.4 who reads the audit bucket is logged",
      "4.7 flow logs of every VPC",
      "4.8 writes to objects of S3 recorded",
      "4.9 reads of objects of S3 recorded",
      "6.2 network ACLs: no administration from the internet",
      "6.5 default security groups without a rule",
    ]
  `);
});
