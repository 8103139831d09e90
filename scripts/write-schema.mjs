// docs/*.schema.json come from the schemas that read these files. Needs lib/, as Node 20 runs no TypeScript.
import { writeFileSync } from 'node:fs';
import { writeJsonSchema } from '../lib/config/schema/json-schema.js';
import { writeResultJsonSchema } from '../lib/evidence/result/json-schema.js';

for (const [name, text] of [
  ['tailgate', writeJsonSchema()],
  ['result', writeResultJsonSchema()],
])
  writeFileSync(new URL(`../docs/${name}.schema.json`, import.meta.url), text);
