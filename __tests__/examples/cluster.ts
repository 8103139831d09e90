import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';

const PACKAGE = join(import.meta.dirname, '../../node_modules/@electric-sql/pglite/package.json');

/** PGLITE_CLUSTER for the tests: where what initdb makes is kept from one start to the next, for each version apart. */
export const CLUSTER = join(
  tmpdir(),
  `tailgate-pglite-${JSON.parse(readFileSync(PACKAGE, 'utf8')).version}.tar`,
);

/**
 * Opens an embedded database whose code is compiled in one go: compiled for speed, it would take a second and a half
 * more of the processor, which no test's few statements bring in.
 */
export async function openQuickly<Opened>(open: () => Promise<Opened>): Promise<Opened> {
  setFlagsFromString('--liftoff-only');
  try {
    return await open();
  } finally {
    // With another flag than before, V8 would refuse what jest has compiled by then.
    for (const flag of ['--no-liftoff-only', '--wasm-tier-up', '--wasm-dynamic-tiering'])
      setFlagsFromString(flag);
  }
}
