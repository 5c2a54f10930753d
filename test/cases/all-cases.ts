import { alarmKeyCases, deliveryCases, topicCases } from './alarms.ts';
import { bucketPolicyCases, keyPolicyCases } from './audit-trail.ts';
import type { AccessCase } from './case.ts';
import { commandLineCases, financeCases } from './finance-and-command-line.ts';
import { bucketRoleCases, bucketRoleMoreCases, machineCases } from './machines-and-roles.ts';
import { requireMfaCases } from './require-mfa.ts';

export const allCases: Readonly<Record<string, readonly AccessCase[]>> = {
  'require MFA': requireMfaCases,
  finance: financeCases,
  'command line': commandLineCases,
  'machine boundary': machineCases,
  'bucket role': [...bucketRoleCases, ...bucketRoleMoreCases],
  'audit bucket policy': bucketPolicyCases,
  'audit key policy': keyPolicyCases,
  'audit key policy with alarms': alarmKeyCases,
  'delivery to the log group': deliveryCases,
  'alarm topic policy': topicCases,
};
