// What is in the bundles, as a software bill of materials: what npm says of the lock file (CycloneDX), without all that
// development needs besides. To the output, for the release.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bundledFolders } from './bundled.mjs';

const npm = ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'];
const bom = JSON.parse(execFileSync('npm', npm, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const nameOf = (folder) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);
const bundled = new Set(bundledFolders().map((folder) => `${nameOf(folder)}@${packages[folder].version}`));

const components = bom.components.filter((one) => bundled.has(refName(one)));
if (components.length !== bundled.size) {
  const told = new Set(components.map(refName));
  throw new Error(`npm does not tell ${[...bundled].filter((one) => !told.has(one)).join(', ')}`);
}
const kept = new Set([bom.metadata.component['bom-ref'], ...components.map((one) => one['bom-ref'])]);
bom.components = components.map((one) => ({
  ...one,
  scope: 'required',
  // npm says there that the package is one for development only: its code is in the bundles all the same.
  properties: one.properties?.filter(({ name }) => name !== 'cdx:npm:package:development'),
}));
bom.dependencies = bom.dependencies
  .filter(({ ref }) => kept.has(ref))
  .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((ref) => kept.has(ref)) }));
console.log(JSON.stringify(bom, null, 2));

function refName({ group, name, version }) {
  return `${group ? `${group}/` : ''}${name}@${version}`;
}
