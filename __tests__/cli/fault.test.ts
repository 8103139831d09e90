/** A fault on purpose in whole runs: a service that needs nothing is broken and mended by commands of the shell. */
import { readdirSync, rmSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, serve } from '../engine/servers.ts';
import { RUNS_ALL, testInFull } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { type How, openShell, type RunEnded, type Shell } from './process.ts';

const onPosix = process.platform === 'win32' ? test.skip : test;
const inFull = process.platform === 'win32' ? test.skip : testInFull;

/** Slow enough not to fill the machine: ten connections make 250 requests a second. */
const SERVICE_MS = 40;
/** How often the door is looked at. */
const DOOR_MS = 20;
const BROKEN = 'HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\n\r\n';

type State = 'well' | 'failing' | 'hanging' | 'gone';

interface Faulty {
  readonly origin: string;
  /** A command that brings it into a state. */
  to(state: State): string;
  /** The same, and that becomes another one some ms after. */
  toFor(state: State, ms: number, then: State): string;
  /** States that it was brought into by commands, in their order. */
  readonly states: readonly State[];
  /** When it became another one by itself, in ms since 1970; NaN before. */
  readonly mendedMs: number;
  close(): Promise<void>;
}

/**
 * A service, and beside it a door through which a command changes what it does: a folder in which a file's name says
 * what, since a shell makes one for nothing, and a client of HTTP would take a process of Node.
 */
async function serveFaulty(): Promise<Faulty> {
  let state: State = 'well';
  const states: State[] = [];
  let mendedMs = Number.NaN;
  const mend = async (then: State) => {
    await become(then);
    mendedMs = Date.now();
  };
  const answer = answerEach((socket) => {
    setTimeout(() => {
      if (state !== 'hanging') socket.write(state === 'failing' ? BROKEN : OK);
    }, SERVICE_MS);
  });
  let service: Listening = await serve(answer);
  const { port, origin } = service;
  const become = async (next: State) => {
    if (next === 'gone') await service.close();
    else if (state === 'gone') service = await serve(answer, { port });
    state = next;
  };
  const door = await mkdtemp(join(tmpdir(), 'tailgate-door-'));
  const look = async () => {
    const [name] = readdirSync(door);
    if (name === undefined) return;
    rmSync(join(door, name));
    const [next, ms, then] = name.split('-') as [State, string?, State?];
    states.push(next);
    await become(next);
    if (then !== undefined) setTimeout(() => void mend(then), Number(ms));
  };
  const looking = setInterval(() => void look(), DOOR_MS);
  const ask = (name: string) => `: > '${join(door, name)}'`;
  return {
    origin,
    states,
    get mendedMs() {
      return mendedMs;
    },
    to: (next) => ask(next),
    toFor: (next, ms, then) => ask(`${next}-${ms}-${then}`),
    async close() {
      clearInterval(looking);
      // What was told as the run ended.
      await look();
      await rm(door, { recursive: true });
      if (state !== 'gone') await service.close();
    },
  };
}

interface Ended extends RunEnded {
  readonly result: Result;
  readonly states: readonly State[];
  readonly mendedMs: number;
}

const shells: Shell[] = [];
afterAll(() => Promise.all(shells.map((shell) => shell.remove())));

async function run(
  flagsOf: (service: Faulty) => readonly string[],
  { gate = '{ recovery: { max: 10 s }, fault-errors: { max: 50 % } }', seconds = 20, how = {} as How } = {},
): Promise<Ended> {
  const [shell, service] = await Promise.all([openShell(), serveFaulty()]);
  shells.push(shell);
  await writeFile(
    join(shell.folder, 'tailgate.yml'),
    `name: fault\nload: { connections: 10, duration: ${seconds}s, warmup: 1s, timeout: 1s }
scenario: { requests: [ { get: /ask } ] }\ngate: ${gate}\n`,
  );
  try {
    const flags = ['--target-url', service.origin, ...flagsOf(service), '--json', 'result.json'];
    const ended = await shell.run(flags, how);
    const text = await readFile(join(shell.folder, 'result.json'), 'utf8').catch(() => {
      throw new Error(`it ended with ${ended.exitCode} and no result: ${ended.err}`);
    });
    const result = JSON.parse(text) as Result;
    return { ...ended, result, states: service.states, mendedMs: service.mendedMs };
  } finally {
    await service.close();
  }
}

// They wait for their services and compute little: all at once they take as long as the longest.
const runs = {
  failing: () =>
    run((service) => [
      '--fault',
      `6s: ${service.to('failing')}`,
      '--fault-end',
      `8s: ${service.toFor('failing', 3000, 'well')}`,
    ]),
  gone: () =>
    run((service) => ['--fault', `5s: ${service.to('gone')}`, '--fault-end', `9s: ${service.to('well')}`], {
      gate: '{ recovery: { max: 10 s } }',
    }),
  hanging: () =>
    run(
      (service) => ['--fault', `5s: ${service.to('hanging')}`, '--fault-end', `14s: ${service.to('well')}`],
      {
        gate: '{ recovery: { max: 6 s } }',
        seconds: 21,
      },
    ),
  forGood: () =>
    run((service) => ['--fault', `5s: ${service.to('gone')}`, '--fault-end', '7s: true'], {
      gate: '{ recovery: { max: 5 s } }',
      seconds: 14,
    }),
  untold: () =>
    run((service) => ['--fault', `5s: ${service.to('hanging')}`, '--fault-end', '7s: true'], {
      gate: '{ throughput: { min: 1 /s } }',
      seconds: 14,
    }),
  refusing: () =>
    run(() => ['--fault', '5s: echo no such container >&2; exit 3', '--fault-end', '6s: true'], {
      seconds: 12,
    }),
  cancelled: () =>
    run(
      (service) => ['--fault', `5s: ${service.to('hanging')}`, '--fault-end', `60s: ${service.to('well')}`],
      {
        seconds: 90,
        how: { interrupt: (err) => (err.includes('The fault command succeeded') ? 'SIGINT' : null) },
      },
    ),
} as const;

/** Runs of tests that are not in `npm test`. */
const IN_FULL = ['gone', 'hanging', 'untold', 'refusing'];

const MOST_TRIES = 4;

/** The machine stalled, so that its windows tell nothing of the service. */
function isLate({ result: { causes, warnings } }: Ended): boolean {
  return [...causes, ...warnings].some(
    ({ code }) => code === 'generator-late' || code === 'generator-lagged',
  );
}

let ended: { readonly [Name in keyof typeof runs]: Ended };
beforeAll(async () => {
  if (process.platform === 'win32') return;
  const begun = Object.entries(runs).filter(([name]) => RUNS_ALL || !IN_FULL.includes(name));
  const all = begun.map(
    async ([name, begin]) => [name, await repeatWhile(begin, isLate, MOST_TRIES)] as const,
  );
  ended = Object.fromEntries(await Promise.all(all)) as typeof ended;
}, 240_000);

onPosix('errors while it lasts, and a recovery that ends at a known moment', () => {
  const { exitCode, out, result, mendedMs } = ended.failing;
  const { fault, recovery } = result;
  if (fault === undefined || recovery === undefined) throw new Error('it tells of no fault');
  expect(fault.fromSeconds).toBeGreaterThanOrEqual(5.9);
  expect(fault.toSeconds).toBeGreaterThan(8);
  expect(fault.errorRate).toBeGreaterThan(0.5);
  expect(recovery).toMatchObject({ of: 'fault', fromSeconds: fault.toSeconds });
  // Either clock is this machine's; half a second of it is a moment, and a busy one is slow for a while longer.
  const backMs =
    Date.parse(result.startedAt ?? '') + 1000 * (recovery.fromSeconds + (recovery.seconds ?? Number.NaN));
  expect(backMs - mendedMs).toBeGreaterThan(-1500);
  expect(backMs - mendedMs).toBeLessThan(2500);
  expect(result.metrics).toMatchObject({
    recoverySeconds: recovery.seconds,
    faultErrorRate: fault.errorRate,
  });
  expect([exitCode, result.causes.map(({ code }) => code)]).toEqual([1, ['over-limit']]);
  expect(result.causes[0]).toMatchObject({ metric: 'fault-errors', limit: 0.5 });
  expect(out).toMatch(/Errors during the fault +\d+(\.\d+)? % +≤ 50 %/);
  expect(out).toMatch(/Recovery +[\d.]+ s +≤ 10 s +✓ within/);
  expect(out).toMatch(/fault +from \d+\.\d s to \d+\.\d s of the load; meanwhile/);
  expect(out).toMatch(/recovery +P99, throughput and errors recovered [\d.]+ m?s after the fault/);
});

onPosix('the command that repeats it keeps the moments, and tells no command', () => {
  expect(ended.failing.out.replaceAll(/\s+/g, ' ')).toContain("--fault '6s: …' --fault-end '8s: …'");
  expect(JSON.stringify(ended.failing.result)).not.toContain('tailgate-door-');
});

inFull('a service that is gone is waited for: the load goes on, and its silence is no outage', () => {
  const { exitCode, result } = ended.gone;
  expect([exitCode, result.causes]).toEqual([0, []]);
  expect(result.measured?.seconds).toBeCloseTo(20, 0);
  expect(result.recovery?.seconds ?? Number.NaN).toBeLessThanOrEqual(5);
  expect(result.fault?.errors).toBeGreaterThan(0);
});

inFull('so is one that takes connections and gives nothing back', () => {
  const { exitCode, result } = ended.hanging;
  expect([exitCode, result.causes]).toEqual([0, []]);
  expect(result.measured?.seconds).toBeCloseTo(21, 0);
  // Each connection waits for its timeout again and again: few requests, that stand for many.
  expect(result.fault?.missed).toBeGreaterThan(1000);
  expect(result.fault?.errorRate).toBeGreaterThan(0.8);
});

onPosix('one that does not come back fails, by how long that was looked for', () => {
  const { exitCode, out, result } = ended.forGood;
  expect([exitCode, result.causes[0]]).toEqual([
    1,
    { code: 'not-recovered', of: 'fault', measuredSeconds: expect.any(Number), limitSeconds: 5 },
  ]);
  expect(result.recovery?.seconds).toBeNull();
  expect(result.recovery?.measuredSeconds).toBeGreaterThan(6);
  expect(out).toMatch(/Recovery +> [67](\.\d)? s +≤ 5 s +▲ over limit/);
  expect(out).toMatch(/had not recovered within the [\d.]+ s measured after the fault/);
});

inFull('where no gate asks for a recovery, a silence that outlasts the fault is an outage', () => {
  const { exitCode, result } = ended.untold;
  expect([exitCode, result.causes[0]?.code]).toEqual([1, 'silence']);
  expect(result.warnings.map(({ code }) => code)).toContain('not-recovered');
});

// In npm test action/fault.test.ts has one that fails.
inFull('a command that fails is told with its output, and makes the run invalid', () => {
  const { exitCode, err, result } = ended.refusing;
  expect([exitCode, result.causes]).toEqual([
    4,
    [{ code: 'fault-failed', command: 'fault', how: 'failed', exitCode: 3 }],
  ]);
  expect(err).toContain('fault: no such container');
});

onPosix('Ctrl-C in the midst of it has it undone', () => {
  const { exitCode, states, err } = ended.cancelled;
  expect([exitCode, states]).toEqual([4, ['hanging', 'well']]);
  expect(err).toContain('The command that reverts the fault succeeded');
});
