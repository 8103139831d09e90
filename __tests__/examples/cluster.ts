import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PACKAGE = join(import.meta.dirname, '../../node_modules/@electric-sql/pglite/package.json');

/** PGLITE_CLUSTER for the tests: where what initdb makes is kept from one start to the next, for each version apart. */
export const CLUSTER = join(
  tmpdir(),
  `tailgate-pglite-${JSON.parse(readFileSync(PACKAGE, 'utf8')).version}.tar`,
);
