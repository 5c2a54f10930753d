import { compareFindings, type Finding } from '../model/finding.ts';
import { isUnread } from './ours/drift.ts';
import { findAdministrators } from './perimeter/administrators.ts';
import { type Fact, joinFacts, type PerimeterInput } from './perimeter/fact.ts';
import { findGroups } from './perimeter/groups.ts';
import { findInstances } from './perimeter/instances.ts';
import { findKeys } from './perimeter/keys.ts';
import { findPlantedKeys } from './perimeter/planted-keys.ts';
import { findPolicies } from './perimeter/policies.ts';
import { findRoles } from './perimeter/roles.ts';
import { findRoot } from './perimeter/root.ts';
import { findSecondFactors } from './perimeter/second-factor.ts';
import { findTrails } from './perimeter/trails.ts';
import { findUsers } from './perimeter/users.ts';

export type { PerimeterInput };

/**
 * Everything in the account that is not ours but gives power, takes it away, or hides traces, whoever made it;
 * most severe first. What waits for a person is `pending`. Pure.
 */
export function findPerimeter(p: PerimeterInput): readonly Finding[] {
  return [...joinFacts(perimeterFacts(p))].sort(compareFindings);
}

/** The same, with what each finding stands for: findings of the comparison with the plan among them. */
export function perimeterFacts(p: PerimeterInput): readonly Fact[] {
  const identity = isUnread(p.snapshot, 'iam:GetAccountAuthorizationDetails')
    ? []
    : [
        ...findAdministrators(p),
        ...findUsers(p),
        ...findGroups(p),
        ...findRoles(p),
        ...findPolicies(p),
        ...findSecondFactors(p),
        ...findKeys(p),
      ];
  return [...findRoot(p), ...identity, ...findInstances(p), ...findPlantedKeys(p), ...findTrails(p)];
}
