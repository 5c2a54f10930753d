/** A flag that answers a question without a terminal. */
export interface QuestionFlag {
  /** Key of the question; see `applyAnswer`. */
  readonly key: string;
  readonly flag: string;
  /** What follows the flag, in the CLI's notation; absent for a switch. */
  readonly argument?: string;
  readonly repeatable: boolean;
  readonly fileKey: string;
  readonly description: string;
}

/** Every question's flag, in the order in which the answers build on each other. */
export const questionFlags = [
  {
    key: 'template',
    flag: '--template',
    argument: '<name>',
    repeatable: false,
    fileKey: 'extends',
    description: 'the built-in template that the file extends',
  },
  {
    key: 'region',
    flag: '--region',
    argument: '<region>',
    repeatable: false,
    fileKey: 'account.region',
    description: 'home region of trail, audit bucket and key',
  },
  {
    key: 'alias',
    flag: '--alias',
    argument: '<alias>',
    repeatable: false,
    fileKey: 'account.alias',
    description: 'sign-in name of the account',
  },
  {
    key: 'admins',
    flag: '--admin',
    argument: '<name[=email]>',
    repeatable: true,
    fileKey: 'people',
    description: 'a person who administers the account',
  },
  {
    key: 'finance',
    flag: '--finance',
    argument: '<name[=email]>',
    repeatable: true,
    fileKey: 'people',
    description: 'a person who reads the bills',
  },
  {
    key: 'developers',
    flag: '--developer',
    argument: '<name[=email]>',
    repeatable: true,
    fileKey: 'people',
    description: 'a person who builds what runs in the account',
  },
  {
    key: 'developer-cli',
    flag: '--developer-cli',
    argument: '<login|keys|none>',
    repeatable: false,
    fileKey: 'groups.developers.cli',
    description: 'how developers use the command line',
  },
  {
    key: 'retention-days',
    flag: '--retention-days',
    argument: '<days>',
    repeatable: false,
    fileKey: 'trail.retentionDays',
    description: 'days that the trail keeps log files',
  },
  {
    key: 'encryption',
    flag: '--encryption',
    argument: '<kms|sse-s3>',
    repeatable: false,
    fileKey: 'trail.encryption',
    description: 'how the log files are encrypted',
  },
  {
    key: 'alarm-email',
    flag: '--alarm-email',
    argument: '<address>',
    repeatable: false,
    fileKey: 'alarms.email',
    description: 'where alarms on the trail are mailed; switches them on',
  },
  {
    key: 'budget',
    flag: '--budget',
    argument: '<usd>',
    repeatable: false,
    fileKey: 'budget.monthlyUsd',
    description: 'USD a month at which mails go out',
  },
  {
    key: 'budget-email',
    flag: '--budget-email',
    argument: '<address>',
    repeatable: false,
    fileKey: 'budget.email',
    description: 'where the mails of the budget go; default: where alarms go',
  },
  {
    key: 'role',
    flag: '--role',
    argument: '<name=bucket>',
    repeatable: true,
    fileKey: 'roles',
    description: 'an EC2 role that reads and writes one bucket',
  },
  {
    key: 'create-buckets',
    flag: '--create-buckets',
    repeatable: false,
    fileKey: 'roles.<name>.buckets.create',
    description: 'make the buckets of roles that do not exist yet',
  },
  {
    key: 'purpose',
    flag: '--purpose',
    argument: '<name=text>',
    repeatable: true,
    fileKey: 'groups.<name>.purpose',
    description: 'why a group, role or machine of your own exists',
  },
] as const satisfies readonly QuestionFlag[];

const byKey = new Map<string, QuestionFlag>(questionFlags.map((flag) => [flag.key, flag]));

/** The flag of a question's key; `purpose:…` questions share one. */
export function flagOf(key: string): QuestionFlag | undefined {
  return byKey.get(key.split(':')[0] ?? key);
}
