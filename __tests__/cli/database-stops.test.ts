/** The preview on a real PostgreSQL that is stopped and started again by a fault on purpose. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasPostgres, type Postgres, startPostgres } from '../../bench/servers/postgres.mjs';
import { type Preview, startPreview } from '../../examples/preview/start.mjs';
import type { Result } from '../../src/evidence/result/schema.ts';
import { RUNS_ALL } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
import { openShell, type Shell } from './process.ts';

const PASSWORD = 'database-stops';
const canStop = hasPostgres() && process.platform !== 'win32';
const onPostgres = RUNS_ALL && canStop ? test : test.skip;

let shell: Shell;
let database: Postgres;
let preview: Preview;
/** The preview says which statements it could not make. */
const { error } = console;
beforeAll(async () => {
  shell = await openShell();
  if (!(RUNS_ALL && canStop)) return;
  console.error = () => {};
  database = await startPostgres(['preview']);
  preview = await startPreview({
    delay: 'none',
    password: PASSWORD,
    databaseUrl: database.urlOf('preview'),
  });
}, 60_000);
afterAll(async () => {
  console.error = error;
  await preview?.close();
  await database?.close();
  await shell.remove();
});

const SCENARIO = `scenario:
  headers: { authorization: "Bearer {{token}}" }
  login:
    post: /api/v1/auth/login
    json: { email: syndic@grandplace.be, password: "{{env.TAILGATE_PASSWORD}}" }
    capture: { token: /token }
  requests: [ { name: list buildings, get: /api/v1/buildings }, { name: list units, get: /api/v1/units } ]`;

onPostgres(
  canStop
    ? 'requests fail while it is gone, and the preview is back once it is there again'
    : 'skipped, since no PostgreSQL can be started here: a database that is stopped and started',
  async () => {
    await writeFile(
      join(shell.folder, 'tailgate.yml'),
      `name: stops\ntarget: { ready: /api/v1/health }
load: { connections: 4, rate: 80/s, duration: 22s, warmup: 1s, timeout: 3s }
${SCENARIO}\ngate: { recovery: { max: 10 s }, fault-errors: { max: 100 % } }\n`,
    );
    const { stop, start } = database.commands;
    const words = ['--target-url', preview.url, '--fault', `6s: ${stop}`, '--fault-end', `9s: ${start}`];
    const run = async () => {
      const ended = await shell.run([...words, '--json', 'result.json'], {
        env: { TAILGATE_PASSWORD: PASSWORD, HOME: process.env.HOME ?? '' },
      });
      const text = await readFile(join(shell.folder, 'result.json'), 'utf8');
      return { ...ended, result: JSON.parse(text) as Result };
    };
    const { exitCode, out, err, result } = await repeatSaturated(run, (ended) => ended.result.causes);
    expect([exitCode, result.causes, err.includes('that reverts the fault succeeded')]).toEqual([
      0,
      [],
      true,
    ]);
    expect(result.fault?.errors).toBeGreaterThan(50);
    expect(result.fault?.errorRate).toBeGreaterThan(0.3);
    expect(result.recovery?.seconds ?? Number.NaN).toBeLessThanOrEqual(10);
    expect(out).toContain('P99, throughput and errors recovered');
  },
  240_000,
);
