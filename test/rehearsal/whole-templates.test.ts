import { rmSync } from 'node:fs';
import { DeleteAnalyzerCommand } from '@aws-sdk/client-accessanalyzer';
import { PutAlternateContactCommand } from '@aws-sdk/client-account';
import {
  DisableEbsEncryptionByDefaultCommand,
  ModifyInstanceMetadataDefaultsCommand,
} from '@aws-sdk/client-ec2';
import { afterAll, expect, test } from 'vitest';
import { readCaller } from '../../src/account/read/caller.ts';
import { readSnapshot } from '../../src/account/read/snapshot.ts';
import { accountId, type Bench, openBench, region, yes } from '../helpers/bench.ts';

/** A world of two regions, and one that is not switched on. */
const regions = {
  'eu-west-1': 'ENABLED_BY_DEFAULT',
  'us-east-1': 'ENABLED_BY_DEFAULT',
  'af-south-1': 'DISABLED',
} as const;
const benches: Bench[] = [];
afterAll(async () => {
  for (const bench of benches) await bench.stop();
});
async function open(): Promise<Bench> {
  const bench = await openBench({ scenario: { regions } });
  benches.push(bench);
  return bench;
}

const contact = `security: { name: Security, title: On call, email: security@acme.example, phone: "+49 30 1" }`;
const on = { defaults: '{}', contacts: `{ ${contact} }` };
const off = {
  defaults: '{ encryptEbs: false, requireImdsv2: false, accessAnalyzer: false }',
  contacts: '{}',
};
/** The bucket is named, so that the file may be written anew for each step. */
const fileOn = (template: string, { defaults, contacts }: typeof on) => `version: 1
extends: ${template}
account: { id: "${accountId}", alias: acme-test, region: ${region}, contacts: ${contacts} }
people: [{ name: ada, groups: [admins] }, { name: grace, groups: [admins] }]
trail: { bucket: acme-audit-templates }
${template === 'strict' ? 'alarms: { email: security@acme.example }\n' : ''}defaults: ${defaults}
`;

/** One word a setting: what a person would look at in the console. */
async function look(bench: Bench): Promise<Readonly<Record<string, string>>> {
  const caller = await readCaller(bench.clients);
  const interest = {
    buckets: [],
    keyAliases: [],
    awsManagedPolicies: [],
    regions: { kind: 'all-enabled' } as const,
  };
  const found = await readSnapshot(bench.clients, interest, { caller, region, now: new Date() });
  const settings = found.regions.map(
    ({ name, ebsEncryptionByDefault, metadataDefaults, analyzers }) =>
      [
        name,
        `ebs ${ebsEncryptionByDefault}, tokens ${metadataDefaults?.httpTokens}, analyzers ${analyzers?.length}`,
      ] as const,
  );
  return { ...Object.fromEntries(settings), contact: found.contacts?.security?.name ?? 'none' };
}
const set = 'ebs true, tokens required, analyzers 1';
const kept = 'ebs true, tokens required, analyzers 0';
const untouched = 'ebs false, tokens undefined, analyzers 0';

async function apply(bench: Bench, text: string): Promise<void> {
  bench.writeFile(text);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, `${end.stderr}${end.stdout}`).toBe(0);
}
async function expectInSync(bench: Bench): Promise<void> {
  bench.front.resetCounters();
  const again = await bench.run(['apply', ...yes]);
  expect(again.stdout, again.stderr).toContain('In sync');
  expect(bench.front.counters().changing).toBe(0);
}
interface Changes {
  readonly changes: readonly { readonly name: string; readonly verb: string }[];
}
const doing = ({ changes }: Changes) => changes.filter((change) => change.verb !== 'leave alone');

const expectations = [
  ['startup', set],
  ['minimal', untouched],
  ['strict', set],
] as const;
test.each(expectations)(
  '%s: from nothing to in sync, and through its switches',
  async (template, elsewhere) => {
    const bench = await open();
    await apply(bench, fileOn(template, on));
    expect(await look(bench)).toEqual({ [region]: set, 'us-east-1': elsewhere, contact: 'Security' });
    await expectInSync(bench);
    // Off: the analyzer is a thing of ours and goes, settings and contact are let go and stay.
    await apply(bench, fileOn(template, off));
    const left = elsewhere === set ? kept : untouched;
    expect(await look(bench)).toEqual({ [region]: kept, 'us-east-1': left, contact: 'Security' });
    await apply(bench, fileOn(template, on));
    expect(await look(bench)).toEqual({ [region]: set, 'us-east-1': elsewhere, contact: 'Security' });
    await expectInSync(bench);
  },
);

test('changed by hand in another region: seen, put back; a lost state finds it all again', async () => {
  const [bench] = benches;
  if (bench === undefined) throw new Error('the templates come first');
  bench.writeFile(fileOn('startup', on));
  const there = bench.clients.forRegion('us-east-1');
  const ec2 = await there.ec2();
  await ec2.send(new DisableEbsEncryptionByDefaultCommand({}));
  await ec2.send(
    new ModifyInstanceMetadataDefaultsCommand({ HttpTokens: 'optional', HttpPutResponseHopLimit: 2 }),
  );
  await (await there.accessAnalyzer()).send(new DeleteAnalyzerCommand({ analyzerName: 'bootstrap-account' }));
  await (await bench.clients.account()).send(
    new PutAlternateContactCommand({
      AlternateContactType: 'SECURITY',
      Name: 'Mallory',
      Title: 'x',
      EmailAddress: 'm@evil.example',
      PhoneNumber: '1',
    }),
  );
  const plan = await bench.run(['plan', '--json']);
  expect(plan.code, plan.stderr).toBe(2);
  expect(doing(JSON.parse(plan.stdout) as Changes).map((each) => [each.verb, each.name])).toEqual([
    ['repair', 'account-defaults/ebs-encryption/us-east-1'],
    // Switched off and on again, it held already and was not recorded: what cannot be imported is made where it is needed.
    ['make', 'account-defaults/instance-metadata-defaults/us-east-1'],
    ['repair', 'account-defaults/access-analyzer/us-east-1'],
    ['repair', 'account-defaults/contacts/security'],
  ]);
  const repaired = await bench.run(['apply', ...yes]);
  expect(repaired.code, `${repaired.stderr}${repaired.stdout}`).toBe(0);
  expect(await look(bench)).toEqual({ [region]: set, 'us-east-1': set, contact: 'Security' });
  await expectInSync(bench);

  rmSync(bench.stateFolder, { recursive: true });
  const lost = await bench.run(['plan', '--json']);
  expect(lost.code, lost.stderr).toBe(2);
  const verbs = new Set(doing(JSON.parse(lost.stdout) as Changes).map((each) => each.verb));
  expect(verbs).toEqual(new Set(['adopt']));
  await apply(bench, fileOn('startup', on));
  await expectInSync(bench);
});

test('destroy takes the analyzer, leaves the settings, and puts them back when asked', async () => {
  const bench = benches[1];
  if (bench === undefined) throw new Error('the templates come first');
  bench.writeFile(fileOn('minimal', on));
  const end = await bench.run(['destroy', ...yes]);
  expect(end.code, end.stderr).toBe(0);
  expect(await look(bench)).toEqual({ [region]: kept, 'us-east-1': untouched, contact: 'Security' });
  await apply(bench, fileOn('minimal', on));
  const restored = await bench.run(['destroy', ...yes, '--restore-settings']);
  expect(restored.code, restored.stderr).toBe(0);
  expect(await look(bench)).toEqual({ [region]: untouched, 'us-east-1': untouched, contact: 'none' });
});

test('a denied and a switched-off region are named, and the rest is done', async () => {
  const bench = await open();
  bench.front.setRules([{ region: 'us-east-1', service: 'ec2', fault: { kind: 'accessDenied' } }]);
  bench.writeFile(`${fileOn('minimal', on)}regions: [us-east-1, af-south-1]\n`);
  const end = await bench.run(['apply', ...yes]);
  expect(end.code, `${end.stderr}${end.stdout}`).toBe(0);
  expect(end.stderr).toMatch(/ec2:GetEbsEncryptionByDefault was denied in us-east-1/);
  expect(end.stderr).toMatch(/af-south-1: in the file, but not switched on/);
  bench.front.setRules([]);
  expect(await look(bench)).toEqual({
    [region]: set,
    'us-east-1': 'ebs false, tokens undefined, analyzers 1',
    contact: 'Security',
  });
});
