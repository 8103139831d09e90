/**
 * The preview on a real PostgreSQL, whose processes stand still midway: connections are taken, nothing is answered. It
 * needs more than Node, so that it is run where everything is; outage.test.ts has the like with a server of Node's.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasPostgres, type Postgres, startPostgres } from '../../bench/servers/postgres.mjs';
import { type Preview, startPreview } from '../../examples/preview/start.mjs';
import type { Result } from '../../src/evidence/result/schema.ts';
import { RUNS_ALL } from '../part.ts';
import { openShell, type Shell } from './process.ts';

const PASSWORD = 'database-hangs';
const LOADED_MS = 3000;
const canHang = hasPostgres() && process.platform === 'linux';
const runs = canHang && RUNS_ALL;
const onPostgres = runs ? test : test.skip;

let shell: Shell;
let databases: Postgres[] = [];
let previews: Preview[] = [];
beforeAll(async () => {
  if (runs) databases = await Promise.all([startPostgres(['preview']), startPostgres(['preview'])]);
}, 60_000);
afterAll(async () => {
  for (const database of databases) await database.close();
});
beforeEach(async () => {
  shell = await openShell();
  previews = runs
    ? await Promise.all(
        databases.map((database) =>
          startPreview({ delay: 'none', password: PASSWORD, databaseUrl: database.urlOf('preview') }),
        ),
      )
    : [];
}, 60_000);
afterEach(async () => {
  for (const database of databases) database.goOn();
  for (const preview of previews) await preview.close();
  await shell.remove();
});

const SCENARIO = `scenario:
  headers: { authorization: "Bearer {{token}}" }
  login:
    post: /api/v1/auth/login
    json: { email: syndic@grandplace.be, password: "{{env.TAILGATE_PASSWORD}}" }
    capture: { token: /token }
  requests: [ { name: list buildings, get: /api/v1/buildings }, { name: list units, get: /api/v1/units } ]`;

/** @param hanging the databases of the target (0) and the base (1) that stop once there is load */
async function runWhile(hanging: readonly number[], load: string, gate: string, beside: boolean) {
  const [target, base] = previews as [Preview, Preview];
  await writeFile(
    join(shell.folder, 'tailgate.yml'),
    `name: hangs\ntarget: { ready: /api/v1/health }\nload: ${load}\n${SCENARIO}\ngate: ${gate}\n`,
  );
  let timer: NodeJS.Timeout | undefined;
  const hang = () => {
    for (const i of hanging) databases[i]?.hang();
  };
  const flags = ['--target-url', target.url, ...(beside ? ['--base-url', base.url] : [])];
  const interrupt = (err: string) => {
    if (/^measure|block 1 /m.test(err)) timer ??= setTimeout(hang, LOADED_MS);
    return null;
  };
  const how = { env: { TAILGATE_PASSWORD: PASSWORD }, interrupt };
  const { exitCode, out } = await shell.run([...flags, '--json', 'result.json'], how);
  clearTimeout(timer);
  const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
  return { exitCode, out, result, cause: result.causes[0] };
}

const name = (what: string) => (canHang ? what : `skipped, since no PostgreSQL can be started here: ${what}`);
const ERRORS = '{ errors: { max: 99 % } }';

describe('a database hangs', () => {
  onPostgres.each([
    ['ten connections', '{ connections: 10, duration: 20s, warmup: 0s, timeout: 3s }'],
    ['a hundred', '{ connections: 100, duration: 20s, warmup: 0s, timeout: 3s }'],
    ['a rate', '{ connections: 50, duration: 20s, warmup: 0s, timeout: 3s, rate: 100/s }'],
  ])(
    name('%s: a fail, as an outage from when to when'),
    async (_, load) => {
      const { exitCode, out, cause } = await runWhile([0], load, ERRORS, false);
      expect([exitCode, cause?.code]).toEqual([1, 'silence']);
      if (cause?.code !== 'silence') throw new Error('it is another cause');
      expect(cause.fromSeconds).toBeGreaterThan(LOADED_MS / 1000 - 1);
      expect(cause.fromSeconds).toBeLessThan(LOADED_MS / 1000 + 2);
      // Nothing comes back: the rest of the twenty seconds is not waited for.
      expect(cause.toSeconds).toBeLessThan(16);
      expect(out).toContain('No request succeeded from');
    },
    60_000,
  );

  const beside = '{ connections: 4, duration: 60s, warmup: 1s, timeout: 3s }';
  const regression = '{ p99: { regression: 50 % } }';

  onPostgres(
    name("the target's, with a base beside: the same"),
    async () => {
      const { exitCode, cause } = await runWhile([0], beside, regression, true);
      expect([exitCode, cause?.code]).toEqual([1, 'silence']);
    },
    60_000,
  );

  onPostgres(
    name("the base's: no pass, though the target answers"),
    async () => {
      const { exitCode, cause } = await runWhile([1], beside, regression, true);
      expect([exitCode, cause?.code]).toEqual([4, 'base-lost']);
    },
    60_000,
  );
});
