import { type AccountMemory, parameter, trailNameOf } from './account-memory.ts';
import { markPending } from './mail-subscriptions.ts';
import type { Operation } from './operation-name.ts';
import type { Scenario } from './scenario.ts';
import { addSignInColumns, addSignIns, signInOf } from './sign-ins.ts';
import { addBoundaries } from './user-boundaries.ts';
import { type WireReply, type WireRequest, withText } from './wire.ts';

export interface RewriteFacts {
  readonly accountId: string;
  readonly scenario: Scenario;
  readonly memory: AccountMemory;
  /** Milliseconds. */
  readonly now: number;
}
type Rewrite = (reply: WireReply, request: WireRequest, facts: RewriteFacts) => WireReply;

/** Puts the scenario into the few replies that the emulator cannot get right; all others come back as they are. */
export function rewriteReply(
  operation: Operation,
  request: WireRequest,
  reply: WireReply,
  facts: RewriteFacts,
): WireReply {
  const rewrite = reply.status === 200 ? rewrites[`${operation.service}:${operation.action}`] : undefined;
  return rewrite === undefined ? reply : rewrite(reply, request, facts);
}

const rewrites: Readonly<Record<string, Rewrite>> = {
  'iam:GetAccountSummary': (reply, _request, { scenario }) => {
    const text = setSummary(reply.body.toString(), 'AccountMFAEnabled', scenario.root.mfa ? 1 : 0);
    return withText(reply, setSummary(text, 'AccountAccessKeysPresent', scenario.root.accessKeys ? 1 : 0));
  },
  'iam:GetCredentialReport': (reply, _request, facts) =>
    withText(
      reply,
      reply.body.toString().replace(/<Content>([^<]*)<\/Content>/, (_all, content: string) => {
        const report = Buffer.from(content, 'base64').toString();
        const told = addSignInColumns(addRootRow(report, facts), facts.scenario.signIns);
        return `<Content>${Buffer.from(told).toString('base64')}</Content>`;
      }),
    ),
  'sts:GetCallerIdentity': (reply, _request, { scenario }) => {
    const arn = scenario.callerArn;
    if (arn === undefined) return reply;
    const account = arn.split(':')[4] ?? '';
    let text = replaceElement(replaceElement(reply.body.toString(), 'Arn', arn), 'Account', account);
    // Root's user id is the account id.
    if (arn.endsWith(':root')) text = replaceElement(text, 'UserId', account);
    return withText(reply, text);
  },
  'iam:GetUser': rewriteUsers,
  'iam:ListUsers': rewriteUsers,
  'iam:CreateUser': rewriteUsers,
  'iam:GetAccountAuthorizationDetails': rewriteUsers,
  'iam:GetLoginProfile': rewriteLoginProfile,
  'iam:CreateLoginProfile': rewriteLoginProfile,
  'cloudtrail:GetTrailStatus': rewriteTrailStatus,
  ...Object.fromEntries(
    ['Subscribe', 'GetSubscriptionAttributes', 'ListSubscriptions', 'ListSubscriptionsByTopic'].map(
      (action) => [`sns:${action}`, pendingMail(action)],
    ),
  ),
};

function pendingMail(action: string): Rewrite {
  return (reply, request, { scenario }) =>
    scenario.mail.confirmed ? reply : markPending(reply, action, request);
}

function rewriteUsers(
  reply: WireReply,
  _request: WireRequest,
  { memory, scenario }: RewriteFacts,
): WireReply {
  const bounded =
    memory.userBoundaries.size === 0
      ? reply
      : withText(reply, addBoundaries(reply.body.toString(), memory.userBoundaries));
  return addSignIns(bounded, scenario.signIns);
}

function rewriteLoginProfile(
  reply: WireReply,
  request: WireRequest,
  { memory, scenario }: RewriteFacts,
): WireReply {
  const text = reply.body.toString();
  const user = parameter(request, 'UserName') ?? /<UserName>([^<]*)<\/UserName>/.exec(text)?.[1] ?? '';
  const reset = String(memory.mustChangePassword.has(user) && signInOf(scenario.signIns, user) === undefined);
  if (text.includes('<PasswordResetRequired>'))
    return withText(reply, replaceElement(text, 'PasswordResetRequired', reset));
  const added = `<PasswordResetRequired>${reset}</PasswordResetRequired></LoginProfile>`;
  return withText(reply, text.replace('</LoginProfile>', added));
}

/** moto says log files are delivered the moment logging starts; the first ones take their time. */
function rewriteTrailStatus(reply: WireReply, request: WireRequest, facts: RewriteFacts): WireReply {
  const { deliveryAfterMs, deliveryError } = facts.scenario.trail;
  const startedAt = facts.memory.loggingStartedAt.get(trailNameOf(request) ?? '');
  const delivered =
    startedAt === undefined || (deliveryAfterMs !== null && facts.now >= startedAt + deliveryAfterMs);
  if (delivered && deliveryError === undefined) return reply;
  const status = JSON.parse(reply.body.toString()) as Record<string, unknown>;
  if (!delivered) {
    delete status.LatestDeliveryTime;
    status.LatestDeliveryAttemptTime = '';
  }
  if (deliveryError !== undefined) status.LatestDeliveryError = deliveryError;
  return withText(reply, JSON.stringify(status));
}

function replaceElement(xml: string, name: string, value: string): string {
  return xml.replace(new RegExp(`<${name}>[^<]*</${name}>`), () => `<${name}>${value}</${name}>`);
}

function setSummary(xml: string, key: string, value: number): string {
  const entry = `<entry><key>${key}</key><value>${value}</value></entry>`;
  const present = new RegExp(`<entry>\\s*<key>${key}</key>\\s*<value>\\d+</value>\\s*</entry>`);
  return present.test(xml)
    ? xml.replace(present, entry)
    : xml.replace('</SummaryMap>', `${entry}</SummaryMap>`);
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html */
function addRootRow(report: string, { accountId, scenario }: RewriteFacts): string {
  const [head = '', ...rows] = report.split('\n');
  const known: Readonly<Record<string, string>> = {
    user: '<root_account>',
    arn: `arn:aws:iam::${accountId}:root`,
    user_creation_time: '2020-01-01T00:00:00+00:00',
    password_enabled: 'not_supported',
    password_last_used: 'no_information',
    password_last_changed: 'not_supported',
    password_next_rotation: 'not_supported',
    mfa_active: String(scenario.root.mfa),
    access_key_1_active: String(scenario.root.accessKeys),
    access_key_2_active: 'false',
    cert_1_active: 'false',
    cert_2_active: 'false',
  };
  const row = head.split(',').map((column) => known[column.trim()] ?? 'N/A');
  return [head, row.join(','), ...rows.filter((line) => !line.startsWith('<root_account>'))].join('\n');
}
