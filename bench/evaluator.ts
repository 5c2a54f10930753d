import { parseArgs } from 'node:util';
import type { PolicyDocument, Statement } from '../src/model/policy.ts';
import { billingManagerGuard } from '../src/policies/documents/finance.ts';
import { requireMfa } from '../src/policies/documents/require-mfa.ts';
import { evaluateAccess, type PolicySet } from '../src/policies/evaluate.ts';
import { awsManagedDocuments } from '../test/cases/aws-managed/aws-managed.ts';
import { account, scope, sessions, user } from '../test/cases/case.ts';
import { compareWithOracle } from '../test/helpers/compare-with-oracle.ts';
import type { Breadth } from '../test/helpers/random-policies.ts';

// The evaluator against iam-simulate on random policies, and its speed for a company of a thousand:
// node --import tsx bench/evaluator.ts [cases] [--seed n]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' } },
});
const cases = Number(positionals[0] ?? '20000');
const say = (text: string): void => void process.stdout.write(`${text}\n`);
const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(2)} s`;

function compare(breadth: Breadth, count: number): number {
  // In portions, so that a long run does not hold all its policies at once.
  const portion = 2_000;
  const sum = { cases: 0, disagreements: 0, allow: 0, denied: 0, unknown: 0, ours: 0, theirs: 0 };
  const operators = new Set<string>();
  for (let from = 0; from < count; from += portion) {
    const seed = Number(values.seed) * 1_000_003 + from;
    const found = compareWithOracle(breadth, Math.min(portion, count - from), seed, () => performance.now());
    const { answers, milliseconds, disagreements } = found;
    sum.cases += found.cases;
    sum.disagreements += disagreements.length;
    sum.allow += answers.allow;
    sum.denied += answers['explicit-deny'] + answers['implicit-deny'];
    sum.unknown += answers.unknown;
    sum.ours += milliseconds.ours;
    sum.theirs += milliseconds.theirs;
    for (const operator of found.operators) operators.add(operator);
    for (const each of disagreements.slice(0, 2)) say(JSON.stringify(each));
  }
  say(
    `${breadth.padEnd(7)} ${sum.cases} cases, ${sum.disagreements} disagreements: ${sum.allow} allowed, ${sum.denied} denied, ${sum.unknown} left open; ${operators.size} spellings of operators; ours ${seconds(sum.ours)}, iam-simulate ${seconds(sum.theirs)}`,
  );
  return sum.disagreements;
}

/** A thousand people in a dozen teams, with what such accounts carry: MFA deny, managed policies, own inline ones. */
function company(people: number): readonly PolicySet[] {
  const named = (name: string, document: PolicyDocument) => ({ name, document });
  const shared = [
    named('RequireMFA', requireMfa(scope)),
    ...Object.entries(awsManagedDocuments)
      .filter(([name]) => name !== 'AdministratorAccess')
      .map(([name, document]) => named(name, document)),
    named('BillingManagerGuard', billingManagerGuard()),
  ];
  const teams = Array.from({ length: 12 }, (_, team) => named(`team-${team}`, teamDocument(team)));
  return Array.from({ length: people }, (_, person) => ({
    identity: [
      ...shared,
      ...teams.filter((_each, team) => (person + team) % 4 === 0),
      // One in ten has a document of his own, which has to be read for him alone.
      ...(person % 10 === 0 ? [named('own', teamDocument(person))] : []),
    ],
  }));
}

function teamDocument(team: number): PolicyDocument {
  const own: Statement = {
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:List*', 'dynamodb:*Item'],
    Resource: [`arn:aws:s3:::team-${team}/*`, `arn:aws:s3:::team-${team}/home/\${aws:username}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'true' } },
  };
  const tagged: Statement = {
    Effect: 'Allow',
    Action: ['ec2:Start*', 'ec2:Stop*', 'ec2:Describe*'],
    Resource: '*',
    Condition: { StringEquals: { 'aws:ResourceTag/team': `team-${team}` } },
  };
  return { Version: '2012-10-17', Statement: [own, tagged] };
}

function measure(people: number, actionCount: number): void {
  const actions = [
    ...['s3:GetObject', 's3:PutObject', 'ec2:StartInstances', 'iam:EnableMFADevice', 'ce:GetCostAndUsage'],
    ...Array.from({ length: actionCount }, (_, index) => `service${index % 20}:Action${index}`),
  ].slice(0, actionCount);
  const policies = company(people);
  const began = performance.now();
  const busyBefore = process.cpuUsage();
  let allowed = 0;
  for (const [index, each] of policies.entries()) {
    const principal = user(`person-${index}`);
    for (const action of actions) {
      const resource = action.startsWith('iam:') ? principal.arn : `arn:aws:s3:::team-${index % 12}/a/b`;
      const request = { principal, action, resource, resourceAccount: account, context: sessions.mfa };
      if (evaluateAccess(request, each).decision === 'allowed') allowed += 1;
    }
  }
  const took = performance.now() - began;
  const busy = process.cpuUsage(busyBefore);
  const ofProcessor = seconds((busy.user + busy.system) / 1000);
  say(
    `${people} people × ${actions.length} actions: ${seconds(took)} (aim 2 s; ${ofProcessor} of processor), ${allowed} of ${people * actions.length} allowed`,
  );
}

const wrong = compare('closed', cases) + compare('wide', Math.ceil(cases / 2));
for (const people of [100, 1_000]) measure(people, 200);
process.exitCode = wrong === 0 ? 0 : 1;
