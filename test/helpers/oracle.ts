import { runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate';
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
  const result = await runSimulation(renameKeys(simulationOf(request, policies)), {});
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return kinds[result.overallResult];
}

/** The same without its checks of names and keys: for random policies, which mean nothing. */
export function askOracleQuickly(request: AccessRequest, policies: PolicySet): Decision['kind'] {
  const simulation = simulationOf(request, policies);
  const { resourcePolicy } = simulation;
  // Given bare, its quick way forgets the policy's name and stumbles over that.
  const named = { __validated: true, policyDocument: resourcePolicy, metadata: { name: 'r' }, errors: [] };
  const asked = resourcePolicy === undefined ? simulation : { ...simulation, resourcePolicy: named };
  return kinds[runUnsafeSimulation(asked, {})];
}

function simulationOf(request: AccessRequest, policies: PolicySet): Simulation {
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
  return {
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
}

/** The oracle drops encryption contexts before it judges: there and in the policies, they go by a name that it keeps. */
function renameKeys(simulation: Simulation): Simulation {
  return JSON.parse(
    JSON.stringify(simulation)
      .replaceAll('kms:EncryptionContext:aws:cloudtrail:arn', 'aws:PrincipalTag/trail')
      .replaceAll('kms:EncryptionContext:aws:sns:topicArn', 'aws:PrincipalTag/topic'),
  );
}
