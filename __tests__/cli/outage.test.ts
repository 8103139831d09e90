/** A service whose database dies midway: it hangs, and a closed load sees next to no errors of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, serve } from '../engine/servers.ts';
import { testInFull, testPart } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
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

const PATIENCE_MS = 180_000;
/** Slow enough for a hundred connections not to fill the machine. */
const SERVICE_MS = 50;

/** Answers but for a while, counted from the first request of the load. */
async function serveBut([fromMs, toMs]: readonly [number, number]) {
  let startMs = Number.POSITIVE_INFINITY;
  const answered = { latestMs: 0 };
  const server = await serve(
    answerEach((socket, { path }) => {
      // Not from the questions whether it is ready.
      if (path === '/ask') startMs = Math.min(startMs, performance.now());
      setTimeout(() => {
        const ms = performance.now() - startMs;
        if (ms >= fromMs && ms < toMs) return;
        if (path === '/ask') answered.latestMs = ms;
        socket.write(OK);
      }, SERVICE_MS);
    }),
  );
  servers.push(server);
  return { origin: server.origin, answered };
}

const FOR_GOOD = Number.POSITIVE_INFINITY;

/** Counts what it answers of the load, with others that hang as it does; and hangs for good where that is enough. */
class Hang {
  #left: number;

  constructor(answers: number) {
    this.#left = answers;
  }

  async serve(): Promise<string> {
    const server = await serve(
      answerEach((socket, { path }) => {
        setTimeout(() => {
          if (path !== '/ask' || this.#left-- > 0) socket.write(OK);
        }, SERVICE_MS);
      }),
    );
    servers.push(server);
    return server.origin;
  }
}
/** Of each side: enough to know its usual rate, however long a busy machine takes for them. */
const ANSWERS = 250;

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
    const { origin, answered } = await serveBut([4000, FOR_GOOD]);
    const { exitCode, out, result } = await run(load, LIMITS, ['--target-url', origin]);
    expect([result.verdict, exitCode]).toEqual(['fail', 1]);
    const silence = silenceOf(result);
    // By its own clock, which begins with the first request: a machine that stalls then may let it fall behind the load's.
    const lastSeconds = answered.latestMs / 1000;
    expect(silence.fromSeconds).toBeGreaterThan(lastSeconds - 0.2);
    expect(silence.fromSeconds).toBeLessThan(lastSeconds + 2);
    // Their timeouts of three seconds, and two more.
    expect(silence.toSeconds - silence.fromSeconds).toBeGreaterThanOrEqual(4.9);
    expect(silence.toSeconds).toBeLessThan(lastSeconds + 11);
    expect(silence.counted).toBe(counted);
    expect(out).toContain(`No request succeeded from ${silence.fromSeconds.toFixed(1)} s`);
    // Of nine seconds or more, five in which everybody waits: the 99th of a hundred waits for nearly all of it.
    if (counted) expect(result.metrics?.latencyMs?.p99).toBeGreaterThan(3000);
  },
  60_000,
);

testInFull(
  'one that comes back was an outage all the same',
  async () => {
    const { origin } = await serveBut([3000, 6500]);
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
  /** Anew, with servers of its own, where the machine was too busy. */
  const compare = (open: () => Promise<readonly [target: string, base: string]>) =>
    repeatSaturated(
      async () => {
        const [target, base] = await open();
        return run(load, gate, ['--target-url', target, '--base-url', base]);
      },
      ({ result }) => result.causes,
    );
  const never = () => new Hang(FOR_GOOD).serve();
  const midway = () => new Hang(ANSWERS).serve();

  testInFull(
    'the target hangs for good: a fail, and the rest of the budget is not waited for',
    async () => {
      const { exitCode, result } = await compare(async () => [await midway(), await never()]);
      expect([result.verdict, exitCode]).toEqual(['fail', 1]);
      expect(silenceOf(result).toSeconds - silenceOf(result).fromSeconds).toBeGreaterThanOrEqual(2);
      // Of blocks that would take six minutes.
      expect(result.interleaved?.blocks).toBeLessThan(20);
    },
    PATIENCE_MS,
  );

  testInFull(
    'the base hangs for good: no pass, and no fail',
    async () => {
      const { exitCode, out, result } = await compare(async () => [await never(), await midway()]);
      expect([result.verdict, exitCode]).toEqual(['invalid', 4]);
      expect(result.causes[0]).toMatchObject({ code: 'base-lost' });
      expect(out).toContain('no response came for');
    },
    PATIENCE_MS,
  );

  // The rule is in judgement/interleaved-outcomes.test.ts.
  testInFull(
    'both hang: what they share may have',
    async () => {
      const { result } = await compare(async () => {
        const shared = new Hang(2 * ANSWERS);
        return [await shared.serve(), await shared.serve()];
      });
      expect(result.verdict).toBe('invalid');
    },
    PATIENCE_MS,
  );
});
