import type { AccountFile } from '../model/account-file.ts';
import type { Question } from '../model/host.ts';
import { alarmQuestions } from './alarm-questions.ts';
import { groupOf, hasAdministrator, hasMembers } from './audience.ts';
import { flagOf } from './question-flags.ts';
import { answerChecks, optional, readPeople, required } from './read-answer.ts';

export { type AnswerValue, applyAnswer, applyFlagAnswers } from './apply-answer.ts';
export { questionFlags } from './question-flags.ts';

/** What is known beside the file. */
export interface QuestionFacts {
  /** No file yet: what has a default or may stay empty is asked too, once. */
  readonly firstRun: boolean;
  /** Region of the profile, as the proposal. */
  readonly region?: string;
  /** The built-in templates; absent where the choice is made already. */
  readonly templates?: readonly { readonly name: string; readonly summary: string }[];
  /** Alias that the account has already, as the proposal. */
  readonly alias?: string;
  /** Names of people who are in the account and not in the file, by the group they most likely belong to. */
  readonly people?: Readonly<Record<string, readonly string[]>>;
  /** Keys answered already, by a person or by a flag; an empty answer counts. */
  readonly answered?: ReadonlySet<string>;
}

/** Typed where a question proposes somebody and nobody is meant: Enter alone takes the proposal. */
export const nobody = '-';

/**
 * The questions still open, in the order they are asked. One answer can open or settle others: ask the first,
 * apply it, and look again. Pure.
 * @param merged The account file over its templates.
 */
export function openQuestions(merged: AccountFile, facts: QuestionFacts): readonly Question[] {
  const open = [
    ...templateQuestions(facts),
    ...accountQuestions(merged, facts),
    ...peopleQuestions(merged, facts),
    ...(facts.firstRun ? trailQuestions(merged) : []),
    ...alarmQuestions(merged, facts),
    ...(facts.firstRun ? roleQuestions(merged) : []),
    ...purposeQuestions(merged),
  ];
  return open.filter(({ key }) => facts.answered?.has(key) !== true).map(withFlag);
}

function withFlag(question: Question): Question {
  const flag = flagOf(question.key);
  return flag === undefined
    ? question
    : { ...question, flag: flag.flag, fileKey: question.fileKey ?? flag.fileKey };
}

function templateQuestions({ firstRun, templates = [] }: QuestionFacts): readonly Question[] {
  if (!firstRun || templates.length < 2) return [];
  return [
    {
      kind: 'choice',
      key: 'template',
      message: 'Which template does the file extend?',
      why: 'It brings the groups, the trail and the settings; your file says only what differs. What each costs a month is shown before anything is made.',
      default: 'startup',
      choices: templates.map(({ name, summary }) => ({ value: name, label: name, hint: summary })),
    },
  ];
}

function accountQuestions(merged: AccountFile, facts: QuestionFacts): readonly Question[] {
  const region: Question = {
    kind: 'text',
    key: 'region',
    message: 'Home region of the account?',
    why: 'The audit trail, its bucket and its key live there, and they cannot move later. Take the one nearest to you, like eu-central-1 (Frankfurt), eu-west-1 (Ireland) or us-east-1 (Virginia).',
    validate: required('region', 'A region is needed, like eu-west-1.'),
    ...(facts.region === undefined ? {} : { default: facts.region }),
  };
  const alias: Question = {
    kind: 'text',
    key: 'alias',
    message: 'Alias of the account? (empty: none)',
    why: 'People sign in at https://<alias>.signin.aws.amazon.com instead of typing 12 digits. Unique in all of AWS; costs nothing.',
    validate: optional('alias'),
    ...(facts.alias === undefined ? {} : { default: facts.alias }),
  };
  return [
    ...(merged.account?.region === undefined ? [region] : []),
    ...(facts.firstRun && merged.account?.alias === undefined ? [alias] : []),
  ];
}

const typedPeople =
  'Write name=email, several with commas, like ada=ada@acme.example, grace. The e-mail can be left out.';

function peopleQuestions(merged: AccountFile, facts: QuestionFacts): readonly Question[] {
  const ask = (key: 'finance' | 'developers', message: string, why: string): readonly Question[] => {
    const group = groupOf(merged, key);
    if (!facts.firstRun || group === undefined || hasMembers(merged, group)) return [];
    const isProposed = proposed(group).default !== undefined;
    const said = isProposed ? message.replace('(empty:', `(${nobody}:`) : message;
    const validate = (value: string) => (value === nobody ? undefined : optional(key)(value));
    return [
      { kind: 'text', key, message: said, why: `${why} ${wayOf(group, true)}`, validate, ...proposed(group) },
    ];
  };
  /** Proposed are those who are there; Enter takes them, what is typed replaces them. */
  const proposed = (group: string | undefined): { readonly default?: string } => {
    const names = group === undefined ? [] : (facts.people?.[group] ?? []);
    return names.length === 0 ? {} : { default: names.join(', ') };
  };
  const wayOf = (group: string | undefined, optionalToo = false) =>
    proposed(group).default === undefined
      ? typedPeople
      : `Enter takes those who are in the account with such rights today${optionalToo ? `, ${nobody} is nobody` : ''}. ${typedPeople}`;
  const developers = groupOf(merged, 'developers');
  const admins: Question = {
    kind: 'text',
    key: 'admins',
    message: 'Who administers the account?',
    why: `They may do everything, with MFA. Two at least, so that one lost device locks nobody out. ${wayOf(groupOf(merged, 'admins'))}`,
    validate: (value) =>
      readPeople(value).length === 0
        ? 'One administrator is needed, better two.'
        : answerChecks.admins?.(value),
    ...proposed(groupOf(merged, 'admins')),
  };
  return [
    ...(hasAdministrator(merged) ? [] : [admins]),
    ...ask(
      'finance',
      'Who looks after the money? (empty: nobody yet)',
      'They read bills, costs and budgets, and nothing of the infrastructure.',
    ),
    ...ask(
      'developers',
      'Who builds and operates things in the account? (empty: nobody yet)',
      'They get the work policy of the group, no rights on people and keys.',
    ),
    ...(facts.firstRun && developers !== undefined && hasMembers(merged, developers)
      ? [commandLineQuestion(merged, developers)]
      : []),
  ];
}

function commandLineQuestion(merged: AccountFile, group: string): Question {
  return {
    kind: 'choice',
    key: 'developer-cli',
    message: 'How do developers use the command line?',
    why: 'A key on a laptop is worth nothing without MFA: every session has to be opened with the second factor.',
    fileKey: `groups.${group}.cli`,
    default: merged.groups?.[group]?.cli ?? 'none',
    choices: [
      {
        value: 'keys',
        label: 'own access keys',
        hint: 'each makes a key with MFA and opens sessions by aws sts get-session-token',
      },
      { value: 'login', label: 'aws login', hint: 'no key at all; needs a recent AWS CLI' },
      { value: 'none', label: 'not at all', hint: 'the console only' },
    ],
  };
}

function trailQuestions({ trail = {} }: AccountFile): readonly Question[] {
  if (trail.enabled === false) return [];
  return [
    {
      kind: 'text',
      key: 'retention-days',
      message: 'How many days are the log files of the trail kept?',
      why: 'Break-ins are often found months later. The first trail costs nothing; storage is a few cents a month.',
      default: String(trail.retentionDays ?? 400),
      validate: required('retention-days', 'A number of days is needed, 365 to 3650.'),
    },
    {
      kind: 'choice',
      key: 'encryption',
      message: 'How are the log files encrypted?',
      why: 'With an own key, reading the log takes a right on the key too. The key costs about 1 USD a month; sse-s3 costs nothing.',
      default: trail.encryption ?? 'kms',
      choices: [
        { value: 'kms', label: 'own KMS key', hint: 'about 1 USD a month' },
        { value: 'sse-s3', label: 'key of S3', hint: 'no cost' },
      ],
    },
  ];
}

function roleQuestions({ roles = {} }: AccountFile): readonly Question[] {
  const undecided = Object.values(roles)
    .flatMap((role) => role?.buckets ?? [])
    .filter(({ create, owner }) => create === undefined && owner === undefined);
  const role: Question = {
    kind: 'text',
    key: 'role',
    message: 'A program on EC2 that uses an S3 bucket? (empty: none)',
    why: 'It gets a role for that one bucket instead of a key that can be stolen. Write role=bucket, like checkbot=acme-testbucket. Costs nothing.',
    validate: optional('role'),
  };
  const create: Question = {
    kind: 'confirm',
    key: 'create-buckets',
    message: `Make ${undecided.map(({ name }) => name).join(', ')} if it does not exist yet?`,
    why: 'Bucket names are global: a bucket of that name in another account is refused. An empty bucket costs nothing.',
    default: true,
  };
  return [...(Object.keys(roles).length === 0 ? [role] : []), ...(undecided.length === 0 ? [] : [create])];
}

/** Of groups, roles and machines that do not say why they exist; templates do. */
function purposeQuestions(merged: AccountFile): readonly Question[] {
  const machines = (merged.machines ?? []).map((machine) => [machine.name, machine] as const);
  const parts = [
    ...Object.entries(merged.groups ?? {}).map(([name, entry]) => ({
      part: 'groups',
      word: 'group',
      name,
      entry,
    })),
    ...Object.entries(merged.roles ?? {}).map(([name, entry]) => ({
      part: 'roles',
      word: 'role',
      name,
      entry,
    })),
    ...machines.map(([name, entry]) => ({ part: 'machines', word: 'machine', name, entry })),
  ];
  return parts
    .filter(({ entry }) => entry !== null && entry.purpose === undefined)
    .map(({ part, word, name }) => ({
      kind: 'text',
      key: `purpose:${part}:${name}`,
      message: `What is the ${word} ${name} for?`,
      why: 'One line; it goes into the handover report, so that the next one knows what may be taken away.',
      fileKey: `${part}.${name}.purpose`,
      validate: required('purpose', 'One line is needed, like: stores the results of the site checks.'),
    }));
}
