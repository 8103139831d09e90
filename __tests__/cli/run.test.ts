/** `tailgate run` against a service on loopback; where everything is run, as a process each time. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Routes, type Service, sendJson, startService } from '../action/service.ts';
import { testInFull, testPart } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
import { command } from './in-process.ts';
import { type Ended, type How, openShell, type Shell } from './process.ts';

const CONFIG = `
name: smoke
load: { connections: 16, duration: 1s, warmup: 200ms, timeout: 2s }
scenario:
  headers: { authorization: "Bearer {{env.TAILGATE_TOKEN}}" }
  requests: [ { name: list, weight: 3, get: /items }, { name: one, get: /items/1 } ]
gate: { p99: { max: 2 s }, throughput: { min: 5 /s }, errors: { max: 5 % } }
`;
const TOKEN = 'a-token-nobody-may-see';
const env = { TAILGATE_TOKEN: TOKEN };

const PATIENCE_MS = 120_000;

let shell: Shell;
let service: Service;

beforeEach(async () => {
  shell = await openShell();
  service = await startService();
  await configure(CONFIG);
});
afterEach(async () => {
  await service.close();
  await shell.remove();
});

const configure = (text: string) => writeFile(join(shell.folder, 'tailgate.yml'), text);
const read = (file: string) => readFile(join(shell.folder, file), 'utf8');
const runWith = (how: How, ...words: string[]): Promise<Ended> =>
  repeatSaturated(
    () => shell.run(['--target-url', service.url, ...words], { env, ...how }),
    ({ causes }) => causes,
  );
const run = (...words: string[]) => runWith({}, ...words);
const runAlone = (...words: string[]) => runWith({ own: true }, ...words);

async function use(routes: Routes): Promise<void> {
  await service.close();
  service = await startService(routes);
}

describe('exit codes', () => {
  test(
    'pass: 0, the tables on the standard output, the progress on the other',
    async () => {
      const { exitCode, out, err } = await runAlone();
      expect(exitCode).toBe(0);
      expect(out).toMatch(/^✔ PASS {2}smoke\n/);
      expect(out).toContain(`tailgate run --config tailgate.yml --target-url ${service.url}`);
      expect(out).not.toContain('\u001b');
      expect(err).toMatch(/^measure +\d+ s of 1 s/m);
      expect(err).not.toContain('PASS');
    },
    PATIENCE_MS,
  );

  test(
    'fail: 1, and what it missed',
    async () => {
      await configure(CONFIG.replace('max: 2 s', 'max: 1 us'));
      const { exitCode, out } = await runAlone();
      expect(exitCode).toBe(1);
      expect(out).toMatch(/^✖ FAIL {2}smoke\n/);
      expect(out).toContain('gate.p99.max');
    },
    PATIENCE_MS,
  );

  testInFull(
    'the same where nobody reads the tables',
    async () => {
      await configure(CONFIG.replace('max: 2 s', 'max: 1 us'));
      const words = ['--target-url', service.url, '--json', 'result.json'];
      const { exitCode, err, causes } = await repeatSaturated(
        () => shell.run(words, { env, deaf: true }),
        (ended) => ended.causes,
      );
      expect(err).not.toContain('tailgate:');
      expect([exitCode, causes.map(({ code }) => code)]).toEqual([1, ['over-limit']]);
    },
    PATIENCE_MS,
  );

  testInFull(
    'inconclusive: 3, always',
    async () => {
      await configure(CONFIG.replace('max: 2 s', 'regression: 10 %').concat('baseline: other.txt\n'));
      await writeFile(join(shell.folder, 'other.txt'), OTHER_CONNECTIONS);
      const { exitCode, out } = await run();
      expect(exitCode).toBe(3);
      expect(out).toMatch(/^\? INCONCLUSIVE {2}smoke\n/);
    },
    PATIENCE_MS,
  );

  test(
    'invalid: 4, where a login page was measured in place of the service',
    async () => {
      await use({ '/items': (response) => response.writeHead(302, { location: '/login' }).end() });
      const { exitCode, out } = await run();
      expect(exitCode).toBe(4);
      expect(out).toMatch(/^! INVALID {2}smoke\n/);
      expect(out).toContain('redirected to a login page');
    },
    PATIENCE_MS,
  );

  test(
    'invalid: 4, where the login is refused',
    async () => {
      const login = 'login: { post: /login, json: { name: me }, capture: { session: /token } }';
      await configure(CONFIG.replace('scenario:', `scenario:\n  ${login}`));
      await use({ '/login': (response) => sendJson(response, 401, { error: 'who are you' }) });
      const { exitCode, out } = await run();
      expect(exitCode).toBe(4);
      expect(out).toMatch(/^! INVALID {2}smoke\n/);
      expect(out).toContain('401');
    },
    PATIENCE_MS,
  );

  test.each([
    { change: (text: string) => text.replace('max: 2 s', 'max: fast'), words: [], says: 'gate.p99.max' },
    { change: (text: string) => `${text}\nlimits: {}`, words: [], says: 'limits' },
    { change: (text: string) => text, words: ['--config', 'other.yml'], says: 'there is no file other.yml' },
    { change: (text: string) => text, words: ['--profile', 'huge'], says: '--profile' },
    { change: (text: string) => text, words: ['--duration', 'long'], says: '--duration' },
    { change: (text: string) => text, words: ['--target-timeout', '3h'], says: '--target-timeout' },
    { change: (text: string) => text, words: ['--baseline', 'none.md'], says: 'none.md' },
    {
      change: (text: string) => text,
      words: ['--baseline', 'histroy'],
      says: 'there is no file histroy (for the recorded runs write history)',
    },
  ])(
    'a mistake ($says): 2, before any request',
    async ({ change, words, says }) => {
      await configure(change(CONFIG));
      const all = ['run', '--target-url', service.url, ...words];
      const { exitCode, out, err } = await command(shell.folder, all, env);
      expect([exitCode, out]).toEqual([2, '']);
      expect(err).toContain(says);
      expect(err).not.toContain('bug');
      expect(service.asked).toEqual([]);
    },
    PATIENCE_MS,
  );

  test(
    'without a value for the environment’s template: 2, naming it',
    async () => {
      const { exitCode, err } = await shell.tailgate(['run', '--target-url', service.url]);
      expect(exitCode).toBe(2);
      expect(err).toContain('TAILGATE_TOKEN');
    },
    PATIENCE_MS,
  );
});

describe('files', () => {
  test(
    'the result and the comment are written where they are wanted, without secrets',
    async () => {
      await use({
        '/items': (response, headers) => sendJson(response, 400, { refused: headers.authorization }),
      });
      const { out } = await run('--json', 'result.json', '--markdown', 'comment.md');
      const [result, comment] = [await read('result.json'), await read('comment.md')];
      expect(JSON.parse(result)).toMatchObject({ format: 'tailgate/1', verdict: 'fail', name: 'smoke' });
      expect(comment).toMatch(/^## ❌ Fail · Tailgate `smoke`\n/);
      for (const text of [out, result, comment]) expect(text).not.toContain(TOKEN);
      expect(comment).toContain('refused');
    },
    PATIENCE_MS,
  );

  test(
    'one that can’t be written is told, and the verdict stays',
    async () => {
      const { exitCode, err } = await run('--json', '/dev/full');
      expect(exitCode).toBe(0);
      expect(err).toContain('tailgate: /dev/full could not be written: ENOSPC');
    },
    PATIENCE_MS,
  );

  testInFull(
    'a result is what a later run can be compared with',
    async () => {
      await run('--json', 'result.json');
      const { exitCode, out } = await run('--baseline', 'result.json');
      expect(exitCode).toBe(0);
      expect(out).toMatch(/baseline +now +change/);
    },
    PATIENCE_MS,
  );

  testInFull(
    '--duration is kept',
    async () => {
      await run('--json', 'result.json', '--duration', '2s');
      expect(JSON.parse(await read('result.json')).conditions.stages[0].durationSeconds).toBe(2);
    },
    PATIENCE_MS,
  );
});

describe('with a base', () => {
  testInFull(
    'both are measured in turn; a target that only the base outdoes fails long before the budget is spent',
    async () => {
      const rounds = 'rounds: { measure: 1s, discard: 100ms, budget: 30s }';
      await configure(
        CONFIG.replace('gate: { p99: { max: 2 s }', `gate: { ${rounds}, p99: { regression: 10 % }`),
      );
      const base = await startService();
      await use({ '/items': (response) => sendJson(response, 500, { error: 'out of order' }) });
      const { exitCode, out, err } = await run('--base-url', base.url, '--json', 'result.json');
      await base.close();
      expect(exitCode).toBe(1);
      expect(out.replaceAll(/\s+/g, ' ')).toContain(`--base-url ${base.url}`);
      expect(out).toContain('sequential interval');
      expect(err).toMatch(/^(?:warm-up|measure) +block \d+, (?:target|base) +[\d.]+ s of [\d.]+ s/m);
      expect(err).toMatch(/^block 1 of \d+/m);
      expect(service.asked.length).toBeGreaterThan(20);
      expect(base.asked.length).toBeGreaterThan(20);
      const { base: measured, interleaved, rounds: sides } = JSON.parse(await read('result.json'));
      expect([measured, interleaved.sharedHost]).toEqual([base.url, true]);
      expect(interleaved.blocks).toBeLessThan(interleaved.budgetBlocks);
      expect(sides).toHaveLength(2);
    },
    PATIENCE_MS,
  );
});

describe('Ctrl-C', () => {
  testPart<[NodeJS.Signals]>([['SIGINT'], ['SIGTERM'], ['SIGHUP']])(
    '%s stops the load, and what was seen is told',
    async (name) => {
      await configure(CONFIG.replace('duration: 1s', 'duration: 50s'));
      const startedAt = performance.now();
      const { exitCode, signal, out } = await shell.tailgate(
        ['run', '--target-url', service.url, '--json', 'result.json'],
        { env, interrupt: (err) => (/^measure/m.test(err) ? name : null) },
      );
      expect([exitCode, signal]).toEqual([4, null]);
      expect(out).toContain('INVALID');
      expect(out).toContain('cancelled');
      expect(JSON.parse(await read('result.json'))).toMatchObject({
        verdict: 'invalid',
        causes: [{ code: 'cancelled' }],
      });
      expect(performance.now() - startedAt).toBeLessThan(40_000);
    },
    PATIENCE_MS,
  );
});

/** Of a load with other connections: not comparable. */
const OTHER_CONNECTIONS = [
  'Running 30s test @ http://old.example',
  '  2 threads and 64 connections',
  '  Thread Stats   Avg      Stdev     Max   +/- Stdev',
  '    Latency     6.00ms    1.00ms  20.00ms   90.00%',
  '  Latency Distribution',
  '     50%    6.00ms',
  '     75%    7.00ms',
  '     90%    8.00ms',
  '     99%    9.00ms',
  '  9000 requests in 30.00s, 1.00MB read',
  'Requests/sec:    300.00',
  'Transfer/sec:     34.13KB',
].join('\n');
