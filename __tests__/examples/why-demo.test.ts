/** `npm run demo -- --why`: what a reader of the comment is told of a missing index. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { hasPostgres } from '../../bench/servers/postgres.mjs';
import { varyWhy } from '../../examples/variants.mjs';
import type { Result } from '../../src/evidence/result/schema.ts';
import { INPUTS, parse } from '../config/example.ts';
import { RUNS_ALL } from '../part.ts';
import { isSaturated, repeatWhile } from '../saturation.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('it reads each side’s own database and metrics', () => {
  const text = varyWhy(readFileSync(`${root}examples/tailgate.yml`, 'utf8'));
  const { probes = [], gate } = parse(text, {
    env: {
      TAILGATE_EMAIL: 'a@example.com',
      TAILGATE_PASSWORD: 'a password',
      TAILGATE_PG: 'postgres://u@h/head',
      TAILGATE_PG_BASE: 'postgres://u@h/base',
    },
    inputs: { ...INPUTS, baseUrl: 'http://127.0.0.1:2' },
  });
  expect(probes.map(({ kind, isShared }) => [kind, isShared])).toEqual([
    ['prometheus', false],
    ['postgres', false],
  ]);
  expect(probes[1]?.target).toMatchObject({ reads: 'postgres', statements: true });
  expect(gate.whole.p95).toMatchObject({ regression: 0.1 });
});

/** Three demos of a minute, and their starts. */
const PATIENCE_MS = 360_000;
const wholeDemo = RUNS_ALL ? test : test.skip;
const onPostgres = RUNS_ALL && hasPostgres() ? test : test.skip;

wholeDemo(
  'on PGlite the comment names the statement that lacks its index first',
  () => expectIndex('--embedded'),
  PATIENCE_MS,
);
onPostgres('and so it does on PostgreSQL, where that is installed', () => expectIndex(), PATIENCE_MS);

/** A machine that was too busy to load, or to decide within the minute, is no reader's matter. */
async function expectIndex(...flags: readonly string[]): Promise<void> {
  const { code, complaint, first } = await repeatWhile(
    () => demo(...flags),
    ({ result: { causes, verdict } }) => isSaturated(causes) || verdict === 'inconclusive',
    3,
  );
  expect(first).toMatch(/from tailgate_preview\.expenses where .*: takes PostgreSQL longer: /);
  // Regressed beyond its tolerance, or on the way there when the time was up.
  expect({ code, complaint: code === 1 ? '' : complaint }).toEqual({ code: 1, complaint: '' });
}

async function demo(...flags: readonly string[]) {
  const child = spawn(process.execPath, ['examples/demo.mjs', '--why', ...flags], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const [code] = await once(child, 'exit');
  const comment = readFileSync(`${root}demo-out/comment.md`, 'utf8');
  const [, first = ''] = /\*\*What moved with it\*\*\n\n(.*)\n/.exec(comment) ?? [];
  const result: Result = JSON.parse(readFileSync(`${root}demo-out/result.json`, 'utf8'));
  return { code, complaint, first, result };
}
