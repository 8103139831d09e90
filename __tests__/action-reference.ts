/** What stands in `uses:` of every example: a placeholder, or what scripts/set-uses.mjs has set in a copy. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = readFileSync(join(import.meta.dirname, '../src/config/start/write-workflow.ts'), 'utf8');

export const ACTION_REFERENCE = /^const PLACEHOLDER = '([^']+)';$/m.exec(source)?.[1] ?? 'there is none';
/** OWNER/REPO. */
export const ACTION = ACTION_REFERENCE.replace(/@.*$/, '');
