import type { Finding, Severity } from '../model/finding.ts';
import type { Statement } from '../model/policy.ts';
import { type ActionFacts, lookUpAction } from './actions.ts';
import { listOf } from './list-of.ts';
import { actionMatches } from './match.ts';
import { policyLimits, policySize } from './policy-size.ts';

export interface StatementsToCheck {
  /** What they belong to, for people: «group developers». */
  readonly where: string;
  readonly kind: 'human' | 'machine';
  readonly statements: readonly Statement[];
}

/**
 * Checks statements that somebody wrote, before they become a policy: what IAM takes without a word and means
 * nothing, and what gives more than anybody wants to give. Policies that AWS manages are not checked.
 */
export async function checkStatements(p: StatementsToCheck): Promise<readonly Finding[]> {
  const single = await Promise.all(
    p.statements.map((statement, index) => checkStatement(p, statement, index)),
  );
  return [...checkSids(p), ...single.flat(), ...checkSize(p)];
}

async function checkStatement(
  p: StatementsToCheck,
  statement: Statement,
  index: number,
): Promise<readonly Finding[]> {
  const name = `statement ${statement.Sid ?? index + 1}`;
  const say = (rule: string, detail: string, text: Omit<Finding, 'id' | 'rule' | 'subject'>): Finding => {
    const subject = `${p.where}: ${name}${detail}`;
    return { id: `${rule}:${subject}`, rule, subject, ...text };
  };
  const shape = checkShape(statement);
  if (shape !== undefined)
    return [say('policy-malformed', '', { ...shape, severity: 'high', stops: 'refuse' })];
  const entries = [...listOf(statement.Action), ...listOf(statement.NotAction)].filter(
    (entry) => entry !== '*',
  );
  const facts = await Promise.all(entries.map(lookUpAction));
  const meaningless = facts.filter((each) => each.actions.length === 0 || isRetired(each.entry));
  const unknown = meaningless.map((each) => say(...unknownAction(each)));
  return statement.Effect === 'Deny'
    ? unknown
    : [...unknown, ...checkReach(p, statement, facts).map((found) => say(...found))];
}

type Said = readonly [rule: string, detail: string, text: Omit<Finding, 'id' | 'rule' | 'subject'>];

function checkShape(statement: Statement): Pick<Finding, 'what' | 'why' | 'fix'> | undefined {
  const why = 'IAM refuses such a statement.';
  if ((statement.Action === undefined) === (statement.NotAction === undefined)) {
    return {
      what: 'It has not exactly one of Action and NotAction.',
      why,
      fix: 'Keep one of the two; Action in nearly every case.',
    };
  }
  if ((statement.Resource === undefined) === (statement.NotResource === undefined)) {
    return {
      what: 'It has not exactly one of Resource and NotResource.',
      why,
      fix: 'Keep one of the two; Resource in nearly every case.',
    };
  }
  return undefined;
}

/** AWS's list still has them. */
function isRetired(entry: string): boolean {
  return /^aws-portal:/i.test(entry);
}

function unknownAction(facts: ActionFacts): Said {
  if (isRetired(facts.entry)) {
    return [
      'policy-retired-action',
      ` ${facts.entry}`,
      {
        severity: 'high',
        stops: 'refuse',
        what: `${facts.entry} grants nothing any more.`,
        why: 'AWS ended the aws-portal actions in July 2023; billing has actions of its own since.',
        fix: 'Use access: billing-read-only or billing-manager for the group.',
      },
    ];
  }
  const meant =
    facts.meant === undefined
      ? 'Compare it with the Service Authorization Reference.'
      : `Was ${facts.meant} meant?`;
  return [
    'policy-unknown-action',
    ` ${facts.entry}`,
    {
      severity: 'high',
      stops: 'refuse',
      what: `AWS has no action ${facts.entry}.`,
      why: 'IAM takes unknown actions without a word: the statement would do nothing, for years.',
      fix: meant,
    },
  ];
}

/** What an Allow reaches. Machines are held shorter than people: their keys lie on disks. */
function checkReach(
  p: StatementsToCheck,
  statement: Statement,
  facts: readonly ActionFacts[],
): readonly Said[] {
  const machine = p.kind === 'machine';
  const strict: { readonly severity: Severity; readonly stops: 'refuse' | 'consent' } = machine
    ? { severity: 'critical', stops: 'refuse' }
    : { severity: 'high', stops: 'consent' };
  const everywhere = listOf(statement.Resource).includes('*') || statement.NotResource !== undefined;
  const found: Said[] = [];
  if (statement.NotAction !== undefined) {
    found.push([
      'policy-allow-not-action',
      '',
      {
        ...strict,
        what: 'It allows everything but a list.',
        why: 'Whatever AWS adds tomorrow is allowed by it at once.',
        fix: 'List what is needed in Action.',
      },
    ]);
  }
  if (listOf(statement.Action).some((entry) => /^(\*|\*:\*)$/.test(entry))) {
    found.push([
      'policy-action-wildcard',
      '',
      {
        ...strict,
        what: 'It allows every action.',
        why: "A group like that is an administrators' group under another name.",
        fix: 'List what is needed, or say access: administrator.',
      },
    ]);
  }
  if (passesRole(statement) && listOf(statement.Resource).some(namesEveryRole)) {
    found.push([
      'policy-pass-role',
      '',
      {
        ...strict,
        what: 'It lets its holder hand any role to a service.',
        why: "Whoever may pass an administrator's role is an administrator.",
        fix: 'Name the one role in Resource, and iam:PassedToService in Condition.',
      },
    ]);
  }
  const writes = facts.filter((each) => !isRetired(each.entry)).flatMap((each) => each.limitableWrites);
  if (everywhere && writes.length > 0) {
    const some = writes.slice(0, 3).join(', ');
    found.push([
      'policy-write-everywhere',
      '',
      {
        severity: machine ? 'high' : 'medium',
        ...(machine ? { stops: 'consent' as const } : {}),
        what: `It changes any resource of its kind: ${some}${writes.length > 3 ? ` and ${writes.length - 3} more` : ''}.`,
        why: 'One stolen session reaches all of them, also those made tomorrow.',
        fix: 'Name the resources by ARN in Resource.',
      },
    ]);
  }
  return found;
}

function passesRole(statement: Statement): boolean {
  return listOf(statement.Action).some((entry) => actionMatches(entry, 'iam:PassRole'));
}

function namesEveryRole(resource: string): boolean {
  return resource === '*' || /:role\/\*$/.test(resource);
}

function checkSids(p: StatementsToCheck): readonly Finding[] {
  const sids = p.statements.flatMap((statement) => statement.Sid ?? []);
  const twice = [...new Set(sids.filter((sid, index) => sids.indexOf(sid) !== index))];
  return twice.map((sid) => ({
    id: `policy-duplicate-sid:${p.where} ${sid}`,
    rule: 'policy-duplicate-sid',
    severity: 'high',
    subject: `${p.where} ${sid}`,
    stops: 'refuse',
    what: `Two statements of ${p.where} are called ${sid}.`,
    why: 'IAM refuses a document in which a Sid stands twice.',
    fix: 'Give each statement a Sid of its own.',
  }));
}

function checkSize(p: StatementsToCheck): readonly Finding[] {
  const size = policySize({ Version: '2012-10-17', Statement: p.statements });
  if (size <= policyLimits.managed) return [];
  return [
    {
      id: `policy-too-large:${p.where}`,
      rule: 'policy-too-large',
      severity: 'high',
      subject: p.where,
      stops: 'refuse',
      what: `The statements of ${p.where} have ${size} characters; a policy takes ${policyLimits.managed}.`,
      expected: `at most ${policyLimits.managed}`,
      actual: String(size),
      why: 'IAM refuses a larger managed policy.',
      fix: 'Shorten the lists, use wildcards at the end of action names, or make two groups of it.',
    },
  ];
}
