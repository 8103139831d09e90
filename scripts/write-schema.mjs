// docs/tailgate.schema.json comes from the schema that parses tailgate.yml. Needs lib/, as Node 20 runs no TypeScript.
import { writeFileSync } from 'node:fs';
import { writeJsonSchema } from '../lib/config/schema/json-schema.js';

writeFileSync(new URL('../docs/tailgate.schema.json', import.meta.url), writeJsonSchema());
