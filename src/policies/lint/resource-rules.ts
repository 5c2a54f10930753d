import { arnsOverlap, firstDifference, splitArn } from './overlap.ts';
import type { ActionEntry, Entry, ReadPolicy, ReadStatement } from './read-policy.ts';
import { type Rule, type Said, weightOfDead } from './rule.ts';

/**
 * Actions and resources of one statement that have nothing to do with each other: `s3:GetObject` on a bucket,
 * `s3:ListAllMyBuckets` on anything but `*`, an ARN without its region. IAM takes all of these without a word.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const resourceRule: Rule = {
  ids: ['policy-action-without-resource', 'policy-resource-mismatch'],
  check: (policy) => policy.read.flatMap((read) => checkStatement(policy, read)),
};

function checkStatement(policy: ReadPolicy, read: ReadStatement): readonly Said[] {
  const { actions, resources, index } = read;
  // Everything is covered by `*`, NotAction and NotResource; what is no action or no ARN is told elsewhere.
  if (resources.length === 0 || resources.some(({ text }) => text === '*')) return [];
  if (read.statement.Action === undefined || actions.some((entry) => entry.everything)) return [];
  if (policy.use === 'key') return [];
  const known = actions.filter(({ facts }) => facts.actions.length > 0);
  if (known.length === 0 || known.length < actions.length) return [];
  const meets = rememberOverlaps();
  const acts = (action: ActionEntry, resource: Entry): boolean =>
    formsOf(action).some((form) => meets(resource.text, form));
  const idle = known.filter((action) => !resources.some((resource) => acts(action, resource)));
  const unused = resources.filter((resource) => !known.some((action) => acts(action, resource)));
  const weight = weightOfDead(read, policy.holder);
  const does = read.statement.Effect === 'Deny' ? 'denies' : 'grants';
  return [
    ...idle.map(
      (action): Said => ({
        rule: 'policy-action-without-resource',
        statement: index,
        spot: action.spot,
        detail: ` ${action.text}`,
        ...weight,
        ...describeIdle(action, resources, does),
      }),
    ),
    // Where every action is idle anyway, the resources would only say the same again.
    ...(idle.length === known.length ? [] : unused).map(
      (resource): Said => ({
        rule: 'policy-resource-mismatch',
        statement: index,
        spot: resource.spot,
        detail: ` ${resource.text}`,
        ...weight,
        ...describeUnused(resource, known, does),
      }),
    ),
  ];
}

/** One policy asks the same few questions over and over. */
function rememberOverlaps(): (entry: string, form: string) => boolean {
  const known = new Map<string, boolean>();
  return (entry, form) => {
    const key = `${entry} ${form}`;
    const answer = known.get(key) ?? arnsOverlap(entry, form);
    known.set(key, answer);
    return answer;
  };
}

function formsOf({ facts }: ActionEntry): readonly string[] {
  return [...new Set(facts.actions.flatMap(({ arns }) => arns))];
}

type Told = Pick<Said, 'what' | 'why' | 'fix'>;

function describeIdle(action: ActionEntry, resources: readonly Entry[], does: string): Told {
  const forms = formsOf(action);
  if (forms.length === 0) {
    return {
      what: `${action.text} knows no resources, and here it is limited to some.`,
      why: `It matches only Resource "*": this ${does} nothing.`,
      fix: 'Put it into a statement of its own with Resource "*".',
    };
  }
  const [first] = resources;
  const part = resources.length === 1 && first !== undefined ? partOf(first.text, forms) : undefined;
  return {
    what: part ?? `${action.text} does not act on anything that Resource names.`,
    why: `It matches none of them: this ${does} nothing.`,
    fix: `It acts on ${someOf(forms)}.`,
  };
}

function describeUnused(resource: Entry, actions: readonly ActionEntry[], does: string): Told {
  const forms = [...new Set(actions.flatMap(formsOf))];
  const service = splitArn(resource.text)[2] ?? '';
  const services = new Set(forms.map((form) => splitArn(form)[2]));
  const what =
    partOf(resource.text, forms) ??
    (services.has(service)
      ? `No action of the statement acts on ${resource.text}.`
      : `${resource.text} belongs to ${service}; the actions act on ${[...services].join(', ')}.`);
  return {
    what,
    why: `It is never matched: this entry ${does} nothing.`,
    fix: `The actions act on ${someOf(forms)}.`,
  };
}

/** Region or account, where nothing else is wrong: too little or too much stands there. */
function partOf(entry: string, forms: readonly string[]): string | undefined {
  const near = forms.filter((form) => {
    const at = firstDifference(entry, form);
    if (at !== 3 && at !== 4) return false;
    const rest = splitArn(entry)[5] ?? '*';
    return arnsOverlap(`arn:*:*:*:*:${rest}`, `arn:*:*:*:*:${splitArn(form)[5] ?? ''}`);
  });
  const [form] = near;
  if (form === undefined) return undefined;
  const at = firstDifference(entry, form) ?? 3;
  const word = at === 3 ? 'region' : 'account';
  return splitArn(entry)[at] === ''
    ? `${entry} leaves the ${word} empty, and such ARNs have one.`
    : `${entry} has a ${word}, and such ARNs have none there.`;
}

/** The plainest forms, readable: `arn:aws:s3:::<BucketName>/<ObjectName>`. */
function someOf(forms: readonly string[]): string {
  const plain = forms
    .map((form) => form.replaceAll('$' + '{Partition}', 'aws').replaceAll(/\$\{([^}]*)\}/g, '<$1>'))
    .sort((a, b) => a.length - b.length);
  return `${plain.slice(0, 2).join(', ')}${plain.length > 2 ? ', …' : ''}`;
}
