import type { Context } from '../context.ts';
import type { Offer } from '../findings/verdicts/offer.ts';
import type { Finding } from '../model/finding.ts';
import type { Removal } from '../model/removal.ts';
import { askReason, askRemoval, askUntil, askVerdict } from '../ui/verdict-questions.ts';

/** What was decided about a finding; nothing of it is done yet. */
export type Decision =
  /** With a removal where going back to the plan is to take something off. */
  | { readonly kind: 'repair'; readonly finding: Finding; readonly removal?: Removal }
  | { readonly kind: 'adopt'; readonly finding: Finding }
  | { readonly kind: 'remove'; readonly finding: Finding; readonly removal: Removal }
  | { readonly kind: 'accept'; readonly finding: Finding; readonly reason: string; readonly until: string };

/**
 * Walks through the findings, one question each. Everything is collected before anything is done, so that
 * Ctrl-C on the way leaves the account as it is.
 */
export async function decideFindings(
  context: Context,
  offers: readonly Offer[],
): Promise<readonly Decision[]> {
  const decisions: Decision[] = [];
  const open = offers.filter((offer) => offer.verdicts.length > 0);
  for (const [index, offer] of open.entries()) {
    const { finding, verdicts, adopted, removal } = offer;
    const said = await context.host.ask(
      askVerdict({
        finding,
        verdicts,
        position: `${index + 1} of ${open.length}`,
        ...(adopted === undefined ? {} : { adopts: adopted.says }),
        ...(removal === undefined ? {} : { removal }),
      }),
    );
    if (said === 'stop') break;
    const decision = await completeDecision(context, offer, said);
    if (decision !== undefined) decisions.push(decision);
  }
  return decisions;
}

async function completeDecision(
  context: Context,
  { finding, removal }: Offer,
  said: string,
): Promise<Decision | undefined> {
  const { host } = context;
  switch (said) {
    case 'adopt':
      return { kind: 'adopt', finding };
    case 'accept': {
      const reason = (await host.ask(askReason(finding))).trim();
      return { kind: 'accept', finding, reason, until: await host.ask(askUntil(finding, context.now())) };
    }
    case 'repair':
    case 'remove': {
      if (removal?.serves !== said) return said === 'repair' ? { kind: said, finding } : undefined;
      if (await host.ask(askRemoval(finding, removal))) return { kind: said, finding, removal };
      host.tell({ level: 'info', text: 'Left as it is: something else was typed.' });
      return undefined;
    }
    default:
      return undefined;
  }
}
