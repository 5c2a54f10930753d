import { commandLineKeys, commandLineLogin } from '../../src/policies/documents/command-line.ts';
import { billingManagerGuard, financeAddition } from '../../src/policies/documents/finance.ts';
import { requireMfa } from '../../src/policies/documents/require-mfa.ts';
import { type AccessCase, account, allowAll, scope, sessions, user } from './case.ts';

const mfa = { name: 'RequireMFA', document: requireMfa(scope) };
const finance = { identity: [mfa, { name: 'FinanceAddition', document: financeAddition() }] };
const manager = {
  identity: [mfa, allowAll, { name: 'BillingManagerGuard', document: billingManagerGuard() }],
};
const keys = { identity: [mfa, { name: 'CommandLineKeys', document: commandLineKeys(scope) }] };
const login = { identity: [mfa, { name: 'CommandLineLogin', document: commandLineLogin(scope) }] };
const me = `arn:aws:iam::${account}:user/fin`;

type Row = readonly [
  title: string,
  policies: AccessCase['policies'],
  session: keyof typeof sessions,
  action: string,
  resource: string,
  expected: AccessCase['expected'],
  sid?: string,
];
const toCase = ([title, policies, session, action, resource, expected, sid]: Row): AccessCase => ({
  title,
  request: { principal: user('fin'), action, resource, context: sessions[session] },
  policies,
  expected,
  ...(sid === undefined ? {} : { sid }),
});

const financeRows: readonly Row[] = [
  ['sees the forecast', finance, 'mfa', 'ce:GetCostForecast', '*', 'allow', 'ReadCostExplorer'],
  [
    'sees budgets',
    finance,
    'mfa',
    'budgets:ViewBudget',
    `arn:aws:budgets::${account}:budget/all`,
    'allow',
    'ReadBudgets',
  ],
  [
    'sees nothing without MFA',
    finance,
    'noMfa',
    'ce:GetCostForecast',
    '*',
    'explicit-deny',
    'DenyAllExceptListedIfNoMFA',
  ],
  [
    'changes no budget',
    finance,
    'mfa',
    'budgets:ModifyBudget',
    `arn:aws:budgets::${account}:budget/all`,
    'implicit-deny',
  ],
  ['reads no bucket', finance, 'mfa', 's3:GetObject', 'arn:aws:s3:::testbucket/a', 'implicit-deny'],
  ['reads no instance', finance, 'mfa', 'ec2:DescribeInstances', '*', 'implicit-deny'],
  ['reads no other user', finance, 'mfa', 'iam:GetUser', `arn:aws:iam::${account}:user/ann`, 'implicit-deny'],
  [
    'a billing manager does not close the account',
    manager,
    'mfa',
    'account:CloseAccount',
    `arn:aws:account::${account}:account`,
    'explicit-deny',
    'NeverCloseOrOpenToOthers',
  ],
  [
    'a billing manager does not open billing to others',
    manager,
    'mfa',
    'billing:UpdateIAMAccessPreference',
    '*',
    'explicit-deny',
    'NeverCloseOrOpenToOthers',
  ],
];
const commandLineRows: readonly Row[] = [
  ['makes an own key with MFA', keys, 'mfa', 'iam:CreateAccessKey', me, 'allow', 'ManageOwnKeysWithMFA'],
  ['makes no key without MFA', keys, 'noMfa', 'iam:CreateAccessKey', me, 'explicit-deny'],
  ['a bare key makes no second one', keys, 'key', 'iam:CreateAccessKey', me, 'explicit-deny'],
  [
    'makes no key for somebody else',
    keys,
    'mfa',
    'iam:CreateAccessKey',
    `arn:aws:iam::${account}:user/ann`,
    'implicit-deny',
  ],
  [
    'signs in from the command line',
    login,
    'mfa',
    'signin:CreateOAuth2Token',
    `arn:aws:signin:eu-west-1:${account}:oauth2/public-client/localhost`,
    'allow',
    'SignInFromTheCommandLine',
  ],
  [
    'not without MFA',
    login,
    'noMfa',
    'signin:CreateOAuth2Token',
    `arn:aws:signin:eu-west-1:${account}:oauth2/public-client/localhost`,
    'explicit-deny',
  ],
  [
    'not without the policy',
    keys,
    'mfa',
    'signin:CreateOAuth2Token',
    `arn:aws:signin:eu-west-1:${account}:oauth2/public-client/localhost`,
    'implicit-deny',
  ],
];
export const financeCases = financeRows.map(toCase);
export const commandLineCases = commandLineRows.map(toCase);
