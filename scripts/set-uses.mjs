// Sets the action's reference in every example and page, in what `tailgate init` writes, and in the links of report pages to the
// documentation: in a copy of this repository, or for a release. What it was before stands in src/config/start/write-workflow.ts.
//   node scripts/set-uses.mjs OWNER/REPO@SHA [FOLDER]
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCE = 'src/config/start/write-workflow.ts';
const DOCS = 'src/report/docs-url.ts';
const [wanted = '', folder = '.'] = process.argv.slice(2);
if (!/^[\w.-]{1,100}\/[\w.-]{1,100}@[0-9a-f]{40}$/.test(wanted)) {
  console.error('write OWNER/REPO@SHA, with all 40 digits of the SHA: whoever owns a tag may move it');
  process.exit(2);
}
const [, before] = /^const PLACEHOLDER = '([^']+)';$/m.exec(readFileSync(join(folder, SOURCE), 'utf8')) ?? [];
if (before === undefined) throw new Error(`${SOURCE} has no PLACEHOLDER`);

const listed = ['docs', 'examples'].flatMap((top) =>
  readdirSync(join(folder, top), { recursive: true, encoding: 'utf8' }).map((name) => join(top, name)),
);
for (const file of ['README.md', SOURCE, ...listed.filter((name) => /\.(?:md|ya?ml)$/.test(name))]) {
  const text = readFileSync(join(folder, file), 'utf8');
  if (!text.includes(before)) continue;
  writeFileSync(join(folder, file), text.replaceAll(before, wanted));
  console.log(`wrote ${file}`);
}

const docs = readFileSync(join(folder, DOCS), 'utf8');
const url = `https://github.com/${wanted.replace('@', '/blob/')}/docs`;
const linked = docs.replace(
  /^(export const DOCS_URL: string \| null =)\s+(?:null|'[^']*');$/m,
  `$1\n  '${url}';`,
);
if (!linked.includes(url)) throw new Error(`${DOCS} has no DOCS_URL`);
writeFileSync(join(folder, DOCS), linked);
console.log(`wrote ${DOCS}; now build: npm run build`);
