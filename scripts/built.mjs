// Whether lib/, dist/ and docs/*.schema.json are what a build of these sources gives, so that the tests needn't build.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a build reads. The packages that it bundles are the lock file's. */
const SOURCES = [
  ...[
    'src',
    'page',
    'scripts/build.mjs',
    'scripts/build-page.mjs',
    'scripts/bundled.mjs',
    'scripts/built.mjs',
    'scripts/write-schema.mjs',
  ],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'],
];
const SCHEMAS = ['docs/result.schema.json', 'docs/tailgate.schema.json'];
/** Committed with dist/: what was read for it, and what came of that. */
const RECORD = 'dist/build.json';
/** lib/ is not committed; its record goes with it. */
const LIB_RECORD = 'lib/sources.json';

/** Files of a folder, or the file itself, in an order that is the same everywhere. */
function filesIn(place) {
  if (place.includes('.')) return [place];
  const found = readdirSync(place, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).replaceAll('\\', '/'))
    .sort();
}

/** SHA-256 of names and contents. */
function hashOf(files) {
  const hash = createHash('sha256');
  for (const file of files) {
    const content = readFileSync(file);
    hash.update(`${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

const sourcesNow = () => hashOf(SOURCES.flatMap(filesIn));
const builtNow = () => hashOf([...filesIn('dist').filter((file) => file !== RECORD), ...SCHEMAS]);

function read(record) {
  try {
    return JSON.parse(readFileSync(record, 'utf8'));
  } catch {
    return {};
  }
}

const write = (record, value) => writeFileSync(record, `${JSON.stringify(value, null, 2)}\n`);

/** After lib/ was compiled of the sources. */
export const recordLib = () => write(LIB_RECORD, { sources: sourcesNow() });
/** After the bundles and the schemas were built. */
export const recordBuilt = () => write(RECORD, { sources: sourcesNow(), built: builtNow() });

export const isLibCurrent = () => read(LIB_RECORD).sources === sourcesNow();

/** False as well where somebody changed what was built, be it by hand or in a merge. */
export function isBuilt() {
  const { sources, built } = read(RECORD);
  return SCHEMAS.every(existsSync) && sources === sourcesNow() && built === builtNow();
}
