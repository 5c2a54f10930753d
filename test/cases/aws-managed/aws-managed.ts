import type { PolicyDocument } from '../../../src/model/policy.ts';
import documents from './documents.json' with { type: 'json' };

/** Documents of the AWS-managed policies that we attach, by path and name below `policy/`. */
export const awsManagedDocuments = Object.fromEntries(
  Object.entries(documents).map(([name, { document }]) => [name, document as PolicyDocument]),
);

/** The same by ARN. */
export const awsManagedByArn: Readonly<Record<string, PolicyDocument>> = Object.fromEntries(
  Object.entries(awsManagedDocuments).map(([name, document]) => [
    `arn:aws:iam::aws:policy/${name}`,
    document,
  ]),
);
