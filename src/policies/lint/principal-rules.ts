import type { PrincipalElement } from '../../model/policy.ts';
import { listOf } from '../list-of.ts';
import { namesPrincipals } from './policy-to-lint.ts';
import type { ConditionEntry, ReadPolicy, ReadStatement, Spot } from './read-policy.ts';
import { allowsOf, askFirst, hopeless, onlyTold, type Rule, type Said } from './rule.ts';

const grave = { severity: 'critical', stops: 'refuse' } as const;

/**
 * Whom policies of resources let in.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export const principalRule: Rule = {
  ids: [
    'policy-principal-everyone',
    'policy-external-principal',
    'policy-federated-open',
    'policy-confused-deputy',
    'policy-principal-malformed',
  ],
  check: (policy) => {
    if (!namesPrincipals(policy.use)) return [];
    return [
      ...policy.read.flatMap((read) => malformedPrincipals(read)),
      ...allowsOf(policy).flatMap((read) => [
        ...everyone(read),
        ...strangers(policy, read),
        ...openFederation(read),
        ...confusedDeputy(policy, read),
      ]),
    ];
  },
};

interface Named {
  readonly kind: string;
  readonly name: string;
  readonly spot: Spot;
}

export function principalsOf(element: PrincipalElement | undefined): readonly Named[] {
  if (element === undefined) return [];
  if (typeof element === 'string') return [{ kind: 'AWS', name: element, spot: ['Principal'] }];
  return Object.entries(element).flatMap(([kind, names]) =>
    listOf(names).map((name, index) => ({
      kind,
      name,
      spot: Array.isArray(names) ? ['Principal', kind, index] : ['Principal', kind],
    })),
  );
}

/** Keys that say from where or whom a request may come; wide values limit nothing. */
const limiting =
  /^(aws:(source(arn|account|orgid|orgpaths|vpc|vpce|ip)|principal(arn|account|orgid|orgpaths)|vpcsourceip|userid|resourceorgid)|kms:calleraccount|s3:dataaccesspoint(arn|account)|sns:endpoint)$/i;

function isLimited({ conditions }: ReadStatement): boolean {
  return conditions.some(
    ({ key, operator, values }: ConditionEntry) =>
      limiting.test(key) &&
      !/not|null/.test(operator.base) &&
      !operator.ifExists &&
      operator.set !== 'all' &&
      values.every(({ text }) => !/^[*?]*$/.test(text) && !/^(0\.0\.0\.0|::)\/0$/.test(text)),
  );
}

function everyone(read: ReadStatement): readonly Said[] {
  const { statement, index } = read;
  const star = principalsOf(statement.Principal).find(({ kind, name }) => kind === 'AWS' && name === '*');
  if (statement.NotPrincipal !== undefined)
    return [
      {
        rule: 'policy-principal-everyone',
        statement: index,
        spot: ['NotPrincipal'],
        at: 'key',
        ...grave,
        what: 'It allows everybody but a list.',
        why: 'That is the whole world, signed in or not.',
        fix: 'Name in Principal who is meant.',
      },
    ];
  if (star === undefined) return [];
  return [
    {
      rule: 'policy-principal-everyone',
      statement: index,
      spot: star.spot,
      ...(isLimited(read) ? onlyTold : grave),
      what: 'It allows everybody.',
      why: isLimited(read)
        ? 'Only its condition keeps strangers out; whoever loosens that opens it to the world.'
        : 'That is the whole world, signed in or not.',
      fix: 'Name accounts, roles or services in Principal.',
    },
  ];
}

function strangers(policy: ReadPolicy, read: ReadStatement): readonly Said[] {
  const own = policy.account?.accountId;
  const trusted = policy.trusted ?? [];
  return principalsOf(read.statement.Principal).flatMap(({ kind, name, spot }): readonly Said[] => {
    if (kind !== 'AWS' && kind !== 'CanonicalUser') return [];
    const account = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(name)?.[1];
    if (kind === 'AWS' && (account === undefined || own === undefined || account === own)) return [];
    if (trusted.includes(name) || (account !== undefined && trusted.includes(account))) return [];
    const unchecked =
      policy.use === 'trust' && !read.conditions.some(({ key }) => /^sts:externalid$/i.test(key));
    return [
      {
        rule: 'policy-external-principal',
        statement: read.index,
        spot,
        detail: ` ${name}`,
        ...askFirst,
        what: `It lets in ${name}, which is not of this account.`,
        why: unchecked
          ? 'Whoever has that account is in; without sts:ExternalId also whoever can make it act for them.'
          : 'Whoever has that account is in.',
        fix: 'Take it out, or name it among those that are trusted.',
      },
    ];
  });
}

/** A provider of identities serves many: without a subject, every one of them may take the role. */
function openFederation(read: ReadStatement): readonly Said[] {
  const federated = principalsOf(read.statement.Principal).filter(({ kind }) => kind === 'Federated');
  return federated.flatMap(({ name, spot }): readonly Said[] => {
    if (/:saml-provider\//.test(name)) return [];
    const narrow = read.conditions.some(
      ({ key, operator, values }) =>
        /:(sub|amr|repository|repository_owner|project_id)$/i.test(key) &&
        !/not|null/.test(operator.base) &&
        !operator.ifExists &&
        values.every(({ text }) => !/^(repo:)?[*?]/.test(text)),
    );
    if (narrow) return [];
    return [
      {
        rule: 'policy-federated-open',
        statement: read.index,
        spot,
        detail: ` ${name}`,
        ...grave,
        what: `It lets in whomever ${name} vouches for.`,
        why: 'A public provider vouches for everybody who signs up there: any repository, any user.',
        fix: 'Limit its …:sub in Condition to the repository or user that is meant.',
      },
    ];
  });
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
function confusedDeputy(policy: ReadPolicy, read: ReadStatement): readonly Said[] {
  // A role for a service of the account itself is taken only on behalf of the account.
  if (policy.use === 'trust') return [];
  const services = principalsOf(read.statement.Principal).filter(({ kind }) => kind === 'Service');
  if (services.length === 0 || isLimited(read)) return [];
  return services.map(({ name, spot }) => ({
    rule: 'policy-confused-deputy',
    statement: read.index,
    spot,
    detail: ` ${name}`,
    ...onlyTold,
    what: `It lets in ${name}, for whomever that works.`,
    why: 'The service works for all accounts: somebody else can make it come here.',
    fix: 'Ask for aws:SourceArn or aws:SourceAccount in Condition.',
  }));
}

function malformedPrincipals({ statement, index }: ReadStatement): readonly Said[] {
  return principalsOf(statement.Principal).flatMap(({ kind, name, spot }): readonly Said[] => {
    const told = judgePrincipal(kind, name);
    if (told === undefined) return [];
    return [
      {
        rule: 'policy-principal-malformed',
        statement: index,
        spot,
        detail: ` ${name}`,
        ...hopeless,
        ...told,
      },
    ];
  });
}

function judgePrincipal(kind: string, name: string): Pick<Said, 'what' | 'why' | 'fix'> | undefined {
  const why = 'AWS refuses such a principal.';
  if (!['AWS', 'Service', 'Federated', 'CanonicalUser'].includes(kind))
    return {
      what: `${kind} is no kind of principal.`,
      why,
      fix: 'Write AWS, Service, Federated or CanonicalUser.',
    };
  if (kind === 'AWS' && /:group\//.test(name))
    return {
      what: `${name} is a group.`,
      why: 'Groups cannot be principals.',
      fix: 'Name users or roles, or the account.',
    };
  if (kind === 'AWS' && name !== '*' && /[*?]/.test(name))
    return {
      what: `${name} has a wildcard.`,
      why,
      fix: 'Name the account, and limit aws:PrincipalArn in Condition.',
    };
  if (kind === 'Service' && !/^[a-z0-9.-]+\.amazonaws\.com(\.cn)?$/.test(name))
    return { what: `${name} is no service.`, why, fix: 'Write it like ec2.amazonaws.com.' };
  return undefined;
}
