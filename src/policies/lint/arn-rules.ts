import type { Partition } from '../../model/target.ts';
import { splitArn } from './overlap.ts';
import type { Entry, ReadPolicy, ReadStatement } from './read-policy.ts';
import { askFirst, hopeless, type Rule, type Said, weightOf } from './rule.ts';

const partitions: readonly (Partition | string)[] = ['aws', 'aws-cn', 'aws-us-gov'];
// Other partitions of AWS, that we do not work in; https://docs.aws.amazon.com/general/latest/gr/rande.html
const otherPartitions = /^aws-(iso|iso-b|iso-e|iso-f|eusc)$/;

type Told = Omit<Said, 'statement' | 'spot' | 'detail'>;

/**
 * Resources that are no ARN, or one of another world.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export const arnRule: Rule = {
  ids: ['policy-arn-malformed', 'policy-wrong-partition', 'policy-foreign-account'],
  check: (policy) =>
    policy.read.flatMap((read) =>
      [...read.resources, ...read.notResources].flatMap((entry): readonly Said[] => {
        const told = judge(policy, read, entry);
        if (told === undefined) return [];
        return [{ statement: read.index, spot: entry.spot, detail: ` ${entry.text}`, ...told }];
      }),
    ),
};

function judge(policy: ReadPolicy, read: ReadStatement, { text }: Entry): Told | undefined {
  if (text === '*') return undefined;
  const parts = splitArn(text);
  const [head, partition = '', service = '', region = '', account = '', resource] = parts;
  if (head !== 'arn')
    return malformed(`${shown(text)} is no ARN.`, 'Write * or an ARN, like arn:aws:s3:::name/*.');
  // What is left out at the end counts as *, which only an entry that ends in one can mean.
  if (parts.length < 6 && !text.endsWith('*'))
    return malformed(`${shown(text)} has ${parts.length} parts of an ARN's 6.`, sixParts);
  if (!isOpen(partition) && !partitions.includes(partition) && !otherPartitions.test(partition))
    return malformed(
      `${shown(text)} names the partition ${shown(partition)}, which AWS has not.`,
      'Write aws.',
    );
  if (service === '' || resource === '') return malformed(`${shown(text)} has an empty part.`, sixParts);
  if (/^\d+$/.test(account) && account.length !== 12)
    return malformed(
      `${shown(text)} names an account of ${account.length} digits.`,
      'Write all 12 digits, leading zeros included.',
    );
  if (region !== '' && !isOpen(region) && !/^[a-z]{2}(-[a-z]+)+-\d+$|^(global|aws)$/.test(region))
    return malformed(`${shown(text)} names the region ${shown(region)}.`, 'Write one like eu-west-1.');
  return wrongPartition(policy, text, partition) ?? foreignAccount(policy, read, text, account);
}

const sixParts = 'An ARN has six parts: arn:partition:service:region:account:resource.';

function malformed(what: string, fix: string): Told {
  return {
    rule: 'policy-arn-malformed',
    ...hopeless,
    what,
    why: 'IAM refuses it, or it matches nothing.',
    fix,
  };
}

/** IAM refuses it: «Partition "aws" is not valid for resource …». */
function wrongPartition({ account }: ReadPolicy, text: string, partition: string): Told | undefined {
  const own = account?.partition;
  if (own === undefined || isOpen(partition) || partition === own) return undefined;
  return {
    rule: 'policy-wrong-partition',
    ...hopeless,
    what: `${shown(text)} lies in the partition ${partition}; the account is in ${own}.`,
    why: 'IAM refuses a policy with ARNs of another partition.',
    fix: `Write arn:${own}: instead, or arn:\${Partition}: for whichever the account is in.`,
  };
}

/** Somebody else's things. Identities of another account are nothing that IAM calls from here reach. */
function foreignAccount(
  policy: ReadPolicy,
  read: ReadStatement,
  text: string,
  account: string,
): Told | undefined {
  const own = policy.account?.accountId;
  if (own === undefined || !/^\d{12}$/.test(account) || account === own) return undefined;
  const trusted = policy.trusted ?? [];
  if (trusted.includes(account) || trusted.includes(text) || read.statement.Effect === 'Deny')
    return undefined;
  const takesRoles = /^arn:[^:]*:iam:/.test(text);
  return {
    rule: 'policy-foreign-account',
    ...(takesRoles ? askFirst : weightOf('careful', policy.holder)),
    what: `${shown(text)} belongs to account ${account}, not to this one (${own}).`,
    why: takesRoles
      ? 'Whoever has this account decides what the role may do; a template from elsewhere may mean its own.'
      : 'Data may go to, or come from, somebody else.',
    fix: 'Name the thing in this account, or make sure that account is yours.',
  };
}

function isOpen(part: string): boolean {
  return /[*?$]/.test(part);
}

function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}
