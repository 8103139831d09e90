// Types are compiled away into lib/, then each entry becomes one file that needs no node_modules beside it. With
// --if-changed only what the sources have left behind is built: never where all tests are run, since a build is what
// shows there that the committed bundles are the sources'.
import { execFile, execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { minifySync } from '@swc/core';
import { buildPage } from './build-page.mjs';
import { isBuilt, isLibCurrent, recordBuilt, recordLib } from './built.mjs';
import { bundledFolders } from './bundled.mjs';

const bin = (name) => new URL(`../node_modules/.bin/${name}`, import.meta.url).pathname;
const run = (name, ...args) => promisify(execFile)(bin(name), args);

const isAsNeeded = process.argv.includes('--if-changed') && process.env.TAILGATE_TESTS !== 'all';
if (!isAsNeeded || !isLibCurrent()) {
  rmSync('lib', { recursive: true, force: true });
  execFileSync(bin('tsc'), ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  recordLib();
}
if (isAsNeeded && isBuilt()) {
  console.log('dist/ is what these sources build (dist/build.json), and is not built anew.');
  process.exit();
}
await import('./write-schema.mjs');
// dist/ holds the other two, so that it is cleared of what is not wanted only once all are there.
const BUNDLES = [
  ['lib/action/index.js', 'dist'],
  ['lib/cli/index.js', 'dist/cli'],
  ['lib/engine/worker/index.js', 'dist/worker'],
];
await Promise.all(BUNDLES.map(([entry, out]) => run('ncc', 'build', entry, '-o', out, '--no-cache')));
for (const [, out] of BUNDLES) {
  // What autocannon would need for its own threads and its own command line; ours uses neither. One package.json says
  // for all of dist/ that its files are modules.
  const kept = out === 'dist' ? ['index.js', 'package.json', 'cli', 'page', 'worker'] : ['index.js'];
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
buildPage();
writeFileSync('dist/licenses.txt', licences());
recordBuilt();

/** hdr-histogram-js brings its histograms as WebAssembly, too. Only autocannon, in the worker, asks for these. */
function withoutIdleWasm(code) {
  const binary = /(exports\.BINARY = )"[A-Za-z0-9+/=]{10000,}"/;
  if (!binary.test(code)) throw new Error('the WebAssembly of hdr-histogram-js is not where it was');
  return code.includes('initWebAssemblySync()') ? code : code.replace(binary, '$1""');
}

/**
 * Of every package that the bundles may hold code of, and what links them together. Each with its version, and the text
 * of its licence.
 */
function licences() {
  const folders = [...bundledFolders(), 'node_modules/@vercel/ncc'].sort();
  const texts = new Map();
  for (const folder of folders) {
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    texts.set(`${name} ${version}`, licenceIn(folder) ?? standardLicence(license, name, author));
  }
  const head = 'The files in this folder hold code of these packages, under the licences below each.\n';
  return [head, ...[...texts].map(([what, text]) => `${'='.repeat(80)}\n${what}\n\n${text.trim()}\n`)].join(
    '\n',
  );
}

function licenceIn(folder) {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name));
  if (names.length === 0) return null;
  const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'));
  return texts.join('\n\n').replaceAll('\r\n', '\n');
}

/** The text of a package that names its licence, and does not bring it. */
function standardLicence(license, name, author) {
  if (license === 'MIT' && author) {
    const text = licenceIn('node_modules/zod');
    const terms = text.slice(text.indexOf('Permission is hereby granted'));
    return `MIT License\n\nCopyright (c) ${author.name ?? author}\n\n${terms}`;
  }
  if (license !== 'Apache-2.0')
    throw new Error(`${name} brings no licence, and ${license} is not known here`);
  // Apache's own text, up to its appendix, which is for those who apply it.
  const text = licenceIn('node_modules/before-after-hook');
  return text.slice(0, text.indexOf('APPENDIX: How to apply'));
}
