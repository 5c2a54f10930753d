import { answerAnalyzer } from './access-analyzer.ts';
import { type AccountMemory, jsonBody, parameter } from './account-memory.ts';
import { answerBudgets } from './budget-book.ts';
import { errorReply } from './error-reply.ts';
import type { CallIdentity } from './event-history.ts';
import type { Operation } from './operation-name.ts';
import { describeRegionItems, listRegions } from './regions.ts';
import type { MetadataDefaults, Scenario } from './scenario.ts';
import { answerServiceCredentials } from './service-credentials.ts';
import { deleteBoundary, emptyReply } from './user-boundaries.ts';
import type { WireReply, WireRequest } from './wire.ts';

/**
 * Operations that the emulator lacks and the front answers from what it remembers. What a change among them
 * does is taken in by rememberCall, as with every successful call.
 */
export function answerLocally(
  operation: Operation,
  identity: CallIdentity,
  memory: AccountMemory,
  request: WireRequest,
  world: { readonly accountId: string; readonly scenario: Scenario },
): WireReply | undefined {
  if (operation.service === 'access-analyzer')
    return answerAnalyzer(operation, request, memory.analyzers, world.accountId);
  if (operation.service === 'budgets') return answerBudgets(operation, jsonBody(request), memory.budgets);
  if (operation.service === 'iam' && operation.action.includes('ServiceSpecificCredential'))
    return answerServiceCredentials(
      operation,
      (name) => parameter(request, name) ?? '',
      memory.serviceCredentials,
    );
  switch (`${operation.service}:${operation.action}`) {
    case 'account:ListRegions':
      return listRegions(world.scenario.regions);
    case 'ec2:DescribeRegions': {
      const all = parameter(request, 'AllRegions') === 'true';
      return ec2Reply(
        operation,
        `<regionInfo>${describeRegionItems(world.scenario.regions, all)}</regionInfo>`,
      );
    }
    case 'ec2:GetInstanceMetadataDefaults':
      return ec2Reply(operation, accountLevel(memory.metadataDefaults.get(operation.region) ?? {}));
    case 'ec2:ModifyInstanceMetadataDefaults':
      return ec2Reply(operation, '<return>true</return>');
    case 'iam:PutUserPermissionsBoundary':
      return emptyReply(operation);
    case 'iam:DeleteUserPermissionsBoundary':
      return deleteBoundary(operation, parameter(request, 'UserName') ?? '', memory.userBoundaries);
    case 'iam:SimulatePrincipalPolicy':
      // The emulator answers with a page of HTML and a 500, which every client would try again.
      return errorReply(operation, {
        status: 400,
        code: 'InvalidAction',
        message: 'A rehearsal has no policy simulator.',
      });
    case 'iam:ChangePassword':
      return changePassword(operation, identity);
    default:
      return undefined;
  }
}

/** The old password cannot be compared: no password is kept anywhere in a rehearsal. */
function changePassword(operation: Operation, identity: CallIdentity): WireReply {
  if (identity.type !== 'IAMUser') {
    return errorReply(operation, {
      status: 400,
      code: 'InvalidUserType',
      message: 'Only IAM users can change their password.',
    });
  }
  return emptyReply(operation);
}

function accountLevel(defaults: MetadataDefaults): string {
  const elements = Object.entries(defaults).map(([name, value]) => `<${name}>${value}</${name}>`);
  return `<accountLevel>${elements.join('')}</accountLevel>`;
}

function ec2Reply({ action }: Operation, inner: string): WireReply {
  const body = `<${action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>front</requestId>${inner}</${action}Response>`;
  return { status: 200, rawHeaders: ['Content-Type', 'text/xml'], body: Buffer.from(body) };
}
