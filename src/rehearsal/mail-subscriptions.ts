import { parameter } from './account-memory.ts';
import type { EmulatorQuestions } from './ask-emulator.ts';
import type { AwsError } from './error-reply.ts';
import { type WireReply, type WireRequest, withText } from './wire.ts';

/**
 * The emulator takes every subscription for confirmed. An e-mail one waits until somebody clicks the link in
 * AWS's mail, which nobody can in a rehearsal: whether it was clicked is in the scenario.
 */
export function markPending(reply: WireReply, action: string, request: WireRequest): WireReply {
  const text = reply.body.toString();
  switch (action) {
    case 'GetSubscriptionAttributes':
      return text.includes('<key>Protocol</key><value>email')
        ? withText(
            reply,
            setEntry(setEntry(text, 'PendingConfirmation', 'true'), 'ConfirmationWasAuthenticated', 'false'),
          )
        : reply;
    case 'Subscribe':
      // With ReturnSubscriptionArn AWS tells it all the same.
      return isMail(parameter(request, 'Protocol')) && parameter(request, 'ReturnSubscriptionArn') !== 'true'
        ? withText(reply, setArn(text, 'pending confirmation'))
        : reply;
    default:
      return withText(
        reply,
        text.replace(/<member>.*?<\/member>/gs, (member) =>
          member.includes('<Protocol>email') ? setArn(member, 'PendingConfirmation') : member,
        ),
      );
  }
}

/** One that waits cannot be taken back; upstream: internal/service/sns/topic_subscription.go. */
export async function refuseUnsubscribe(
  request: WireRequest,
  ask: EmulatorQuestions,
): Promise<AwsError | undefined> {
  const SubscriptionArn = parameter(request, 'SubscriptionArn') ?? '';
  const reply = await ask.query('sns', 'GetSubscriptionAttributes', { SubscriptionArn });
  if (!reply.body.toString().includes('<key>Protocol</key><value>email')) return undefined;
  return {
    status: 400,
    code: 'InvalidParameter',
    message:
      'Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation',
  };
}

function isMail(protocol: string | undefined): boolean {
  return protocol === 'email' || protocol === 'email-json';
}
function setEntry(xml: string, key: string, value: string): string {
  const entry = new RegExp(`<key>${key}</key><value>[^<]*</value>`);
  return xml.replace(entry, `<key>${key}</key><value>${value}</value>`);
}
function setArn(xml: string, value: string): string {
  return xml.replace(
    /<SubscriptionArn>[^<]*<\/SubscriptionArn>/,
    `<SubscriptionArn>${value}</SubscriptionArn>`,
  );
}
