// What the bundles may hold code of. In package.json these stand among what development needs, since whoever installs the
// package, or runs the action, installs none of it.
import { existsSync, readFileSync } from 'node:fs';

/** What src/ and page/ import; a test holds the list to that. */
export const BUNDLED = [
  '@actions/core',
  '@actions/github',
  'autocannon',
  'csv-parse',
  'github-slugger',
  'hdr-histogram-js',
  'jstat',
  'lossless-json',
  'mdast-util-from-markdown',
  'mdast-util-gfm-table',
  'micromark-extension-gfm-table',
  'pg',
  'tough-cookie',
  'undici',
  'uplot',
  'yaml',
  'yauzl',
  'zod',
];

/**
 * Folders of these packages and of all that they need, as package-lock.json has them, sorted.
 *
 * @param {readonly string[]} [roots]
 */
export function bundledFolders(roots = BUNDLED) {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const found = new Set();
  const open = roots.map((name) => ({ name, from: '' }));
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const folder = folderOf(packages, next.name, next.from);
    if (folder === null || found.has(folder)) continue;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {} } = packages[folder];
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      open.push({ name, from: folder });
  }
  return [...found].filter((folder) => existsSync(folder)).sort();
}

/** Where Node finds a package from that folder: in the nearest node_modules above it. */
function folderOf(packages, name, from) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const folder = `${at === '' ? '' : `${at}/`}node_modules/${name}`;
    if (folder in packages) return folder;
    if (at === '') return null;
  }
}
