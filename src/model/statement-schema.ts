import * as z from 'zod';

const oneOrMany = z.union([z.string(), z.array(z.string()).min(1)]);

export const statementSchema = z
  .strictObject({
    Sid: z
      .string()
      .regex(/^[A-Za-z0-9]*$/, 'letters and digits only')
      .optional()
      .describe(
        'Name of the statement, unique in its list; the report says by which statement something is allowed.',
      ),
    Effect: z.enum(['Allow', 'Deny']).describe('A Deny wins over every Allow.'),
    Action: oneOrMany.optional().describe('Calls, like s3:GetObject; `*` and `?` stand for characters.'),
    NotAction: oneOrMany
      .optional()
      .describe('Every call but these; with Allow it gives far more than it names.'),
    Resource: oneOrMany
      .optional()
      .describe(
        `ARNs the calls are about, or \`*\`; \`arn:\${Partition}:\` is of the partition of the account: aws, aws-cn or aws-us-gov.`,
      ),
    NotResource: oneOrMany.optional().describe('Everything but these ARNs.'),
    Condition: z
      .record(z.string(), z.record(z.string(), z.union([oneOrMany, z.boolean(), z.number()])))
      .optional()
      .describe('Operator, condition key, values: all operators and keys must hold, one of the values.'),
  })
  .describe("One IAM statement, in AWS's own spelling.");

/** The statements of one policy. */
export const statements = z.array(statementSchema).min(1).max(100);
