/**
 * How long `tailgate merge` takes for the files of many shards, and how much memory: the middle one of three goes.
 *
 *   npm run bench:shards                  256 shards of 50 endpoints, two minutes at 375 /s each
 *   npm run bench:shards -- --shards 8    fewer
 *
 * Ends with 1 where it takes more than 5 s, or 300 MB, or a file is larger than 300 kB.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const GOES = 3;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
if (!existsSync(at('../../lib/shards/pack-rounds.js'))) {
  console.error('lib/ is missing; build it first: npm run build');
  process.exit(2);
}
const { values } = parseArgs({ options: { shards: { type: 'string', default: '256' } } });
const of = Number(values.shards);
if (!(Number.isInteger(of) && of >= 1 && of <= 256)) {
  console.error('--shards takes a whole number from 1 to 256');
  process.exit(2);
}
// Only now: they read lib/.
const { CONFIG, makeFiles } = await import('./make-files.mjs');
const { parseConfig } = await import('../../lib/config/parse-config.js');
const { hashPlan } = await import('../../lib/shards/hash-plan.js');
const { VERSION } = await import('../../lib/version.js');

const folder = await mkdtemp(join(tmpdir(), 'tailgate-shards-'));
try {
  await writeFile(join(folder, 'tailgate.yml'), CONFIG);
  const inputs = { door: 'terminal', targetUrl: 'http://127.0.0.1:9' };
  const plan = parseConfig(CONFIG, 'tailgate.yml', { inputs, env: {} });
  const hash = hashPlan({ ...plan, shards: of });
  const bytes = await makeFiles({ hash, of, folder: join(folder, 'shards'), version: VERSION });
  const goes = [];
  for (let go = 0; go < GOES; go++) goes.push(await merge());
  const [seen] = goes.toSorted((a, b) => a.seconds - b.seconds).slice(Math.floor(GOES / 2));
  console.log(
    `${of} shards, the largest file ${(bytes / 1000).toFixed(0)} kB: merged in ${seen.seconds.toFixed(1)} s (${seen.cpuSeconds.toFixed(1)} s of processor time), at most ${seen.megabytes.toFixed(0)} MB`,
  );
  process.exitCode = seen.seconds <= 5 && seen.megabytes <= 300 && bytes <= 300_000 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** In a process of its own, which tells at its end what it took. */
function merge() {
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [
      '--import',
      at('./tell-usage.mjs'),
      at('../../dist/cli/index.js'),
      'merge',
      'shards',
      '--json',
      'result.json',
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  return new Promise((resolve, reject) => {
    let usage;
    child.on('message', (message) => {
      usage = message;
    });
    child.on('exit', (code) => {
      const seconds = (performance.now() - started) / 1000;
      if (code === 0 && usage) resolve({ seconds, ...usage });
      else reject(new Error(`tailgate merge ended with ${code}`));
    });
  });
}
