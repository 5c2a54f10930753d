import { unknownActionRule, wildcardRule } from './action-rules.ts';
import { arnRule } from './arn-rules.ts';
import { conditionKeyRule } from './condition-key-rules.ts';
import { operatorRule } from './condition-rules.ts';
import { escalationRule } from './escalation.ts';
import { sidRule, sizeRule } from './limits.ts';
import { denyLockoutRule, resourceLockoutRule } from './lockout-rules.ts';
import { principalRule } from './principal-rules.ts';
import { passRoleRule, writeEverywhereRule } from './reach-rules.ts';
import { resourceRule } from './resource-rules.ts';
import type { Rule } from './rule.ts';
import { shapeRule, versionRule } from './shape.ts';
import { variableRule } from './variable-rules.ts';

/** Rules that look at the text as it is, malformed statements included. */
export const textRules: readonly Rule[] = [shapeRule, versionRule, sidRule, sizeRule];

/** Rules that ask what statements mean; they are shown the well-formed ones. */
export const meaningRules: readonly Rule[] = [
  unknownActionRule,
  wildcardRule,
  passRoleRule,
  writeEverywhereRule,
  escalationRule,
  denyLockoutRule,
  resourceLockoutRule,
  principalRule,
  arnRule,
  resourceRule,
  operatorRule,
  conditionKeyRule,
  variableRule,
];

/** Ids of every rule; a test holds that each has a case. */
export const lintRuleIds: readonly string[] = [...textRules, ...meaningRules].flatMap(({ ids }) => ids);
