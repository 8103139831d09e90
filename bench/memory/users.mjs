/**
 * Memory of a run with a thousand users, each with a login, a jar of cookies and a row of its own, who walk through a flow
 * of four steps with captures and checks.
 *
 *   npm run bench:users                     20 seconds of load
 *   npm run bench:users -- --seconds 60
 *   npm run bench:users -- --write          the section to docs/speed.md too
 *
 * Linux only. Load goes to this machine's loopback only. Ends with 1 where the goal is missed, 2 where it was asked wrongly.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeRun, writeSection } from '../throughput/speed-page.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = ['lib/config/parse-config.js', 'dist/cli/index.js', 'dist/worker/index.js'];
const USERS = 1000;
const MOST_MB = 250;

const SCENARIO = `
scenario:
  cookies: true
  headers: { authorization: "Bearer {{token}}", accept: application/json }
  data: { users: { file: users.csv, take: per-user } }
  login:
    post: /api/v1/auth/login
    json: { email: "{{users.email}}" }
    capture: { token: /token }
  flows:
    - name: cart
      weight: 1
      steps:
        - { name: create, post: /carts, json: { reference: "{{unique}}" }, expect: 201, capture: { cart: /id } }
        - name: add
          post: "/carts/{{cart}}/items"
          json: { owner: "{{users.email}}" }
          expect: 201
          check: [ { json: /total, at-least: 1 } ]
        - { name: read, get: "/carts/{{cart}}", check: [ { json: /id, exists: true } ] }
        - { name: remove, delete: "/carts/{{cart}}", expect: 204 }
`;

process.exitCode = await main();

async function main() {
  const missingFile = BUILT.find((file) => !existsSync(root + file));
  if (missingFile) return explain(`${missingFile} is missing; build it first: npm run build`);
  if (!existsSync('/proc/self/status')) return explain('it reads /proc, which only Linux has');
  try {
    const { values } = parseArgs({
      options: { seconds: { type: 'string', default: '20' }, write: { type: 'boolean', default: false } },
    });
    const seconds = Number(values.seconds);
    if (!(Number.isInteger(seconds) && seconds >= 1 && seconds <= 600))
      throw new Error('--seconds takes a whole number from 1 to 600');
    return await bench(seconds, values.write);
  } catch (error) {
    return explain(error.message);
  }
}

async function bench(seconds, write) {
  // Only now: these read lib/.
  const { startFastServer } = await import('../throughput/fast-server.mjs');
  const { sampleRun } = await import('./sample-run.mjs');
  const server = await startFastServer(null);
  try {
    const load = { connections: USERS, duration: `${seconds}s`, warmup: '2s' };
    const rows = Array.from({ length: USERS }, (_, i) => `user-${i}@example.com,${'x'.repeat(40)}`);
    const files = { 'users.csv': `email,note\n${rows.join('\n')}\n` };
    const run = await sampleRun({ root, origin: server.origin, core: null, load, scenario: SCENARIO, files });
    const peakMb = run.peakBytes / 1e6;
    const met = peakMb < MOST_MB;
    const table = [
      '| What | figure | goal | |',
      '|---|--:|--:|---|',
      `| requests | ${run.requests} at ${Math.round(run.perSecond)}/s |  |  |`,
      `| peak of the whole process | ${peakMb.toFixed(1)} MB | < ${MOST_MB} MB | ${met ? 'met' : '**missed**'} |`,
    ].join('\n');
    console.log(`\n${table}`);
    if (write) {
      writeSection(
        'users',
        `## A thousand users

${describeRun('npm run bench:users -- --write')}

${USERS} users, each with a login, a cookie jar with one cookie and a row from a file, walk through a flow of four steps with captures
and checks for ${seconds} s, against ${server.name}. Resident set size of the whole command-line process, as the kernel reports it.

${table}`,
      );
    }
    return met ? 0 : 1;
  } finally {
    await server.stop();
  }
}

function explain(message) {
  console.error(`bench:users: ${message}`);
  return 2;
}
