import type { Plan } from '../model/plan.ts';
import type { Partition } from '../model/target.ts';

const hosts: Readonly<Record<Partition, string>> = {
  aws: 'signin.aws.amazon.com',
  'aws-cn': 'signin.amazonaws.cn',
  'aws-us-gov': 'signin.amazonaws-us-gov.com',
};

/**
 * Where IAM users of an account sign in.
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/console_account-alias.html
 */
export function signInUrl(account: Plan['account']): string {
  return `https://${account.alias ?? account.id}.${hosts[account.partition]}/console`;
}
