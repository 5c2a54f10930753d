import { writeFileSync } from 'node:fs';
import { accountFileSchemaText } from '../config/json-schema.ts';

// Run by `npm run schema`; a test holds the committed file against the generated one.
writeFileSync(new URL('../../templates/schema.json', import.meta.url), accountFileSchemaText());
