import { type ArnScope, logGroupArn, parseArn, queueArn, secretArn } from '../lib/arn.ts';
import type { RoleThing } from '../model/answers.ts';
import type { Statement } from '../model/policy.ts';
import { thingStatements } from './documents/role-things.ts';
import { listOf } from './list-of.ts';

/** Whether all policies together allow it. */
type May = (action: string, resource: string) => boolean;

/**
 * Queues, secrets and log groups of this account that allow statements name, each by its whole name, as far as
 * the owner may use them. A wildcard in a name is no name: then a role has to be given one by hand.
 */
export function describeThings(
  allows: readonly Statement[],
  scope: ArnScope,
  may: May,
): readonly RoleThing[] {
  const found = new Map<string, RoleThing>();
  for (const resource of allows.flatMap(({ Resource }) => listOf(Resource))) {
    const thing = thingOf(resource, scope, may);
    if (thing !== undefined) found.set(`${thing.kind} ${thing.region} ${thing.name}`, thing);
  }
  return [...found.values()];
}

/** True where a role for the things found allows all that an action entry of these statements gives. */
export function isCarried(entry: string, allows: readonly Statement[], scope: ArnScope, may: May): boolean {
  const resources = allows
    .filter(({ Action }) => listOf(Action).includes(entry))
    .flatMap(({ Resource }) => listOf(Resource));
  return (
    resources.length > 0 &&
    resources.every((resource) => {
      const thing = thingOf(resource, scope, may);
      if (thing === undefined) return false;
      const granted = thingStatements([thing], scope).flatMap(({ Action }) => listOf(Action));
      return granted.some((action) => action.toLowerCase() === entry.toLowerCase());
    })
  );
}

function thingOf(resource: string, scope: ArnScope, may: May): RoleThing | undefined {
  const arn = parseArn(resource);
  if (arn?.accountId !== scope.accountId || !/^[a-z0-9-]+$/.test(arn.region)) return undefined;
  const { service, region } = arn;
  if (service === 'sqs') return queueOf(arn.resource, region, scope, may);
  if (service === 'secretsmanager') return secretOf(arn.resource, region, scope, may);
  if (service === 'logs') return logGroupOf(arn.resource, region, scope, may);
  return undefined;
}

function queueOf(name: string, region: string, scope: ArnScope, may: May): RoleThing | undefined {
  if (!/^[A-Za-z0-9_-]{1,75}(\.fifo)?$/.test(name)) return undefined;
  const arn = queueArn(scope, region, name);
  const [sends, receives] = [may('sqs:SendMessage', arn), may('sqs:ReceiveMessage', arn)];
  if (!sends && !receives) return undefined;
  const access = sends && receives ? 'send-receive' : sends ? 'send' : 'receive';
  return { kind: 'queue', name, region, access };
}

/** `name-AbCdEf`, `name-??????` and `name-*` all mean the secret `name`. */
function secretOf(resource: string, region: string, scope: ArnScope, may: May): RoleThing | undefined {
  const [, name] = /^secret:([A-Za-z0-9/_+=.@-]+)-(?:[A-Za-z0-9]{6}|\?{6}|\*)$/.exec(resource) ?? [];
  if (name === undefined) return undefined;
  const end = resource.slice(-6);
  const sample = /^[A-Za-z0-9]{6}$/.test(end) ? end : 'a1B2c3';
  if (!may('secretsmanager:GetSecretValue', `${secretArn(scope, region, name)}-${sample}`)) return undefined;
  return { kind: 'secret', name, region };
}

/** With or without its streams: `log-group:name`, `log-group:name:*`, `log-group:name:log-stream:*`. */
function logGroupOf(resource: string, region: string, scope: ArnScope, may: May): RoleThing | undefined {
  const [, name] = /^log-group:([.\-_/#A-Za-z0-9]+)(?::\*|:log-stream:\*)?$/.exec(resource) ?? [];
  if (name === undefined) return undefined;
  if (!may('logs:PutLogEvents', `${logGroupArn(scope, region, name)}:log-stream:any`)) return undefined;
  return { kind: 'log-group', name, region };
}
