import * as z from 'zod';
import { accountFileSchema } from '../model/account-file.ts';

/** The file's shape as JSON Schema, draft 7: what editors complete and check by; shipped as `templates/schema.json`. */
export function accountFileJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(accountFileSchema, { io: 'input', target: 'draft-07' });
  return {
    $schema,
    title: 'bootstrap-account.yaml',
    description: 'What an AWS account is wanted to look like; also the shape of templates.',
    ...schema,
  };
}

/** The schema as the text of a file. */
export function accountFileSchemaText(): string {
  return `${JSON.stringify(accountFileJsonSchema(), null, 2)}\n`;
}
