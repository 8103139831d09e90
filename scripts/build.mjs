// Types are compiled away into lib/, then each entry becomes one file that needs no node_modules beside it.
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';

const bin = (name) => new URL(`../node_modules/.bin/${name}`, import.meta.url).pathname;
const run = (name, ...args) => execFileSync(bin(name), args, { stdio: ['ignore', 'ignore', 'inherit'] });

rmSync('lib', { recursive: true, force: true });
execFileSync(bin('tsc'), ['-p', 'tsconfig.build.json'], { stdio: 'inherit' });
for (const [entry, out] of [
  ['lib/action/index.js', 'dist'],
  ['lib/cli/index.js', 'dist/cli'],
  ['lib/engine/worker/index.js', 'dist/worker'],
]) {
  run('ncc', 'build', entry, '-o', out, '--minify', '--license', 'licenses.txt', '--no-cache');
}
