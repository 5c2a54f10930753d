import type { TypeRights } from './right.ts';
import { accountTypes } from './types-account.ts';
import { auditTypes } from './types-audit.ts';
import { bucketTypes } from './types-bucket.ts';
import { iamTypes } from './types-iam.ts';

/** By Pulumi's type. A test holds it to have every type that a plan can contain, and no other. */
export const typeRights: Readonly<Record<string, TypeRights>> = {
  ...iamTypes,
  ...bucketTypes,
  ...auditTypes,
  ...accountTypes,
};
