// Types are compiled away into lib/, then each entry becomes one file that needs no node_modules beside it.
import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { minifySync } from '@swc/core';

const bin = (name) => new URL(`../node_modules/.bin/${name}`, import.meta.url).pathname;
const run = (name, ...args) => promisify(execFile)(bin(name), args);

rmSync('lib', { recursive: true, force: true });
execFileSync(bin('tsc'), ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
await import('./write-schema.mjs');
// dist/ holds the other two, so that it is cleared of what is not wanted only once all are there.
const BUNDLES = [
  ['lib/action/index.js', 'dist'],
  ['lib/cli/index.js', 'dist/cli'],
  ['lib/engine/worker/index.js', 'dist/worker'],
];
await Promise.all(
  BUNDLES.map(([entry, out]) =>
    run('ncc', 'build', entry, '-o', out, '--license', 'licenses.txt', '--no-cache'),
  ),
);
for (const [, out] of BUNDLES) {
  // What autocannon would need for its own threads and its own command line; ours uses neither.
  const kept = ['index.js', 'licenses.txt', 'package.json', 'cli', 'worker'];
  for (const name of readdirSync(out)) if (!kept.includes(name)) rmSync(join(out, name), { recursive: true });
  // Smaller by blanks, comments and the names of variables: those of functions and classes stay, so that the stack of a
  // bug report can be read.
  const file = join(out, 'index.js');
  const { code } = minifySync(withoutIdleWasm(readFileSync(file, 'utf8')), {
    module: true,
    compress: false,
    mangle: { keep_classnames: true, keep_fnames: true },
  });
  writeFileSync(file, code);
}

/** hdr-histogram-js brings its histograms as WebAssembly, too. Only autocannon, in the worker, asks for these. */
function withoutIdleWasm(code) {
  const binary = /(exports\.BINARY = )"[A-Za-z0-9+/=]{10000,}"/;
  if (!binary.test(code)) throw new Error('the WebAssembly of hdr-histogram-js is not where it was');
  return code.includes('initWebAssemblySync()') ? code : code.replace(binary, '$1""');
}
