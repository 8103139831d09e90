/** A service whose database dies midway: it hangs, and a closed load sees next to no errors of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, serve } from '../engine/servers.ts';
import { testInFull, testPart } from '../part.ts';
import { openShell, type Shell } from './process.ts';

let shell: Shell;
let servers: Listening[];
beforeEach(async () => {
  shell = await openShell();
  servers = [];
});
afterEach(async () => {
  for (const server of servers) await server.close();
  await shell.remove();
});

/** Slow enough for a hundred connections not to fill the machine. */
const SERVICE_MS = 50;

/** Answers but for a while, counted from the first request of the load. @returns its origin */
async function serveBut([fromMs, toMs]: readonly [number, number]): Promise<string> {
  let startMs = Number.POSITIVE_INFINITY;
  const server = await serve(
    answerEach((socket, { path }) => {
      // Not from the questions whether it is ready.
      if (path === '/ask') startMs = Math.min(startMs, performance.now());
      setTimeout(() => {
        const ms = performance.now() - startMs;
        if (!(ms >= fromMs && ms < toMs)) socket.write(OK);
      }, SERVICE_MS);
    }),
  );
  servers.push(server);
  return server.origin;
}

const NEVER: readonly [number, number] = [0, 0];
const FOR_GOOD = Number.POSITIVE_INFINITY;

async function run(load: string, gate: string, flags: readonly string[]) {
  const scenario = 'scenario: { requests: [ { get: /ask } ] }';
  await writeFile(
    join(shell.folder, 'tailgate.yml'),
    `name: outage\nload: ${load}\n${scenario}\ngate: ${gate}\n`,
  );
  const { exitCode, out } = await shell.run([...flags, '--json', 'result.json']);
  const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
  return { exitCode, out, result };
}

function silenceOf({ causes }: Result) {
  const [cause] = causes;
  if (cause?.code !== 'silence') throw new Error(`it is another cause: ${cause?.code}`);
  return cause;
}

const LIMITS = '{ p99: { max: 3 s }, throughput: { min: 10 /s }, errors: { max: 99 % } }';

testPart([
  ['ten connections', '{ connections: 10, duration: 20s, warmup: 0s, timeout: 3s }', true],
  ['a hundred', '{ connections: 100, duration: 20s, warmup: 0s, timeout: 3s }', true],
  ['a rate', '{ connections: 50, duration: 20s, warmup: 0s, timeout: 3s, rate: 200/s }', false],
])(
  '%s: it fails as an outage from when to when, and ends where nothing comes back',
  async (_, load, counted) => {
    const origin = await serveBut([4000, FOR_GOOD]);
    const { exitCode, out, result } = await run(load, LIMITS, ['--target-url', origin]);
    expect([result.verdict, exitCode]).toEqual(['fail', 1]);
    const silence = silenceOf(result);
    expect(silence.fromSeconds).toBeGreaterThan(3.8);
    expect(silence.fromSeconds).toBeLessThan(6);
    // Their timeouts of three seconds, and two more.
    expect(silence.toSeconds - silence.fromSeconds).toBeGreaterThanOrEqual(4.9);
    expect(silence.toSeconds).toBeLessThan(15);
    expect(silence.counted).toBe(counted);
    expect(out).toContain('No request succeeded from 4');
    // Of nine seconds or more, five in which everybody waits: the 99th of a hundred waits for nearly all of it.
    if (counted) expect(result.metrics?.latencyMs?.p99).toBeGreaterThan(3000);
  },
  60_000,
);

testInFull(
  'one that comes back was an outage all the same',
  async () => {
    const origin = await serveBut([3000, 6500]);
    const load = '{ connections: 10, duration: 12s, warmup: 0s, timeout: 10s }';
    const { result } = await run(load, '{ errors: { max: 1 % } }', ['--target-url', origin]);
    expect(result.verdict).toBe('fail');
    const silence = silenceOf(result);
    // Those that were sent meanwhile are never answered here, so it lasts until their timeout.
    expect(silence.toSeconds - silence.fromSeconds).toBeGreaterThan(3.4);
  },
  60_000,
);

describe('a base beside', () => {
  const load = '{ connections: 4, duration: 60s, warmup: 0s, timeout: 3s }';
  const gate = '{ p99: { regression: 20 % } }';
  const against = (target: string, base: string) => ['--target-url', target, '--base-url', base];

  testInFull(
    'the target hangs for good: a fail, and the rest of the budget is not waited for',
    async () => {
      const flags = against(await serveBut([4000, FOR_GOOD]), await serveBut(NEVER));
      const { exitCode, result } = await run(load, gate, flags);
      expect([result.verdict, exitCode]).toEqual(['fail', 1]);
      expect(silenceOf(result).toSeconds - silenceOf(result).fromSeconds).toBeGreaterThanOrEqual(2);
    },
    60_000,
  );

  testInFull(
    'the base hangs for good: no pass, and no fail',
    async () => {
      const flags = against(await serveBut(NEVER), await serveBut([4000, FOR_GOOD]));
      const { exitCode, out, result } = await run(load, gate, flags);
      expect([result.verdict, exitCode]).toEqual(['invalid', 4]);
      expect(result.causes[0]).toMatchObject({ code: 'base-lost' });
      expect(out).toContain('no response came for');
    },
    60_000,
  );

  // The rule is in judgement/interleaved-outcomes.test.ts.
  testInFull(
    'both hang: what they share may have',
    async () => {
      const flags = against(await serveBut([4000, FOR_GOOD]), await serveBut([4000, FOR_GOOD]));
      const { result } = await run(load, gate, flags);
      expect(result.verdict).toBe('invalid');
    },
    60_000,
  );
});
