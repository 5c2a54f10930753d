import { type ArnScope, logGroupArn, queueArn, secretArn } from '../../lib/arn.ts';
import type { RoleThing } from '../../model/answers.ts';
import type { Statement } from '../../model/policy.ts';
import { literalName } from './literal-name.ts';

/**
 * What an EC2 role may do beside its buckets: a queue, a secret, a log group of this account, each by its name.
 * @throws UserError `WildcardInName`
 */
export function thingStatements(things: readonly RoleThing[], scope: ArnScope): readonly Statement[] {
  return things.map((thing, index) => statementOf(thing, index + 1, scope));
}

function statementOf(thing: RoleThing, number: number, scope: ArnScope): Statement {
  const name = literalName('The name', thing.name);
  switch (thing.kind) {
    case 'queue':
      return {
        Sid: `Queue${number}`,
        Effect: 'Allow',
        Action: queueActions(thing.access),
        Resource: queueArn(scope, thing.region, name),
      };
    case 'secret':
      return {
        Sid: `Secret${number}`,
        Effect: 'Allow',
        Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
        // Six random characters end every secret's ARN; `-*` would also reach the secret «name-of-others».
        Resource: `${secretArn(scope, thing.region, name)}-??????`,
      };
    case 'log-group': {
      const arn = logGroupArn(scope, thing.region, name);
      return {
        Sid: `LogGroup${number}`,
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
        Resource: [arn, `${arn}:*`],
      };
    }
  }
}

function queueActions(access: 'send' | 'receive' | 'send-receive'): readonly string[] {
  return [
    'sqs:GetQueueAttributes',
    'sqs:GetQueueUrl',
    ...(access === 'receive' ? [] : ['sqs:SendMessage']),
    ...(access === 'send' ? [] : ['sqs:ChangeMessageVisibility', 'sqs:DeleteMessage', 'sqs:ReceiveMessage']),
  ];
}
