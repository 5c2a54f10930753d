import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
import type { AccessRequest, Decision, PolicySet } from '../../src/policies/evaluate.ts';
import { requestContext, resourceAccountOf } from '../../src/policies/request-context.ts';

const kinds = {
  Allowed: 'allow',
  ExplicitlyDenied: 'explicit-deny',
  ImplicitlyDenied: 'implicit-deny',
} as const;
const derived = [
  'aws:username',
  'aws:PrincipalArn',
  'aws:PrincipalAccount',
  'aws:PrincipalType',
  'aws:ResourceAccount',
  'aws:PrincipalIsAWSService',
];

/** Another hand's answer to the same question, to hold ours against. */
export async function askOracle(request: AccessRequest, policies: PolicySet): Promise<Decision['kind']> {
  const { values } = requestContext(request);
  const filledIn = derived.flatMap((key) => {
    const value = values(key)?.[0];
    return value === undefined ? [] : [[key, value] as const];
  });
  const given = Object.entries(request.context).map(
    ([key, value]) => [key, typeof value === 'string' ? value : [...value]] as const,
  );
  const named = (list: PolicySet['identity']) =>
    list.map(({ name, document }) => ({ name, policy: document }));
  const simulation: Simulation = {
    request: {
      principal: request.principal.arn,
      action: request.action,
      resource: { resource: request.resource, accountId: resourceAccountOf(request) },
      contextVariables: Object.fromEntries([...filledIn, ...given]),
    },
    identityPolicies: named(policies.identity),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...(policies.boundary === undefined ? {} : { permissionBoundaryPolicies: named(policies.boundary) }),
    ...(policies.resource === undefined ? {} : { resourcePolicy: policies.resource.document }),
  };
  const result = await runSimulation(renameKeys(simulation), {});
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return kinds[result.overallResult];
}

/** The oracle drops encryption contexts before it judges: there and in the policies, they go by a name that it keeps. */
function renameKeys(simulation: Simulation): Simulation {
  return JSON.parse(
    JSON.stringify(simulation).replaceAll(
      'kms:EncryptionContext:aws:cloudtrail:arn',
      'aws:PrincipalTag/trail',
    ),
  );
}
