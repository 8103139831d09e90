/** A search for the breaking point by the terminal's command, of a service whose capacity is known. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, type OnConnection, serve } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { openShell, type RunEnded, type Shell } from './process.ts';

const SLOTS = 4;
const SERVICE_MS = 40;
const PATIENCE_MS = 400_000;

let shell: Shell;
let server: Listening | null = null;
beforeEach(async () => {
  shell = await openShell();
});
afterEach(async () => {
  await server?.close();
  await shell.remove();
});

/** What the service is worth that is searched, as far as it could be seen: by how much its responses left too late. */
const service = { worstLateMs: 0 };

/** So many slots, first come, first served: when a response leaves is reckoned, not timed. */
function slots(silentFrom = Number.POSITIVE_INFINITY): OnConnection {
  const free = new Array<number>(SLOTS).fill(0);
  let [underWay, isSilent] = [0, false];
  service.worstLateMs = 0;
  return answerEach((socket, { path }) => {
    if (path === '/ready') return void socket.write(OK);
    underWay++;
    isSilent ||= underWay > silentFrom;
    if (isSilent) return;
    const at = free.indexOf(Math.min(...free));
    const endMs = Math.max(performance.now(), free[at] as number) + SERVICE_MS;
    free[at] = endMs;
    setTimeout(() => {
      underWay--;
      service.worstLateMs = Math.max(service.worstLateMs, performance.now() - endMs);
      socket.write(OK);
    }, endMs - performance.now());
  });
}

interface Searched extends RunEnded {
  readonly result: Result;
  /** Of the service, which then had not the capacity that is known. */
  readonly worstLateMs: number;
}

async function run(load: string, gate: string, silentFrom?: number): Promise<Searched> {
  await server?.close();
  server = await serve(slots(silentFrom));
  await writeFile(
    join(shell.folder, 'tailgate.yml'),
    `name: capacity\ntarget: { ready: /ready }
load: ${load}
scenario: { requests: [ { name: work, get: /work } ] }\ngate: ${gate}\n`,
  );
  const ended = await shell.run(['--target-url', server.origin, '--json', 'result.json']);
  const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
  return { ...ended, result, worstLateMs: service.worstLateMs };
}

const HOLDS = 'p99: { max: 500 ms }, errors: { max: 5 % }';
const searchOf = ({ result: { search } }: Pick<Searched, 'result'>) => {
  if (search === undefined) throw new Error('it tells of no search');
  return { ...search, first: search.searches[0] };
};
/** What leaves later than this may break a step, by its P99, that the service would have borne. */
const MOST_LATE_MS = 200;
/** On a busy machine, what stalls both may break any step. */
const isDisturbed = (searched: Searched) => {
  const { first, capacity } = searchOf(searched);
  return (
    searched.worstLateMs > MOST_LATE_MS ||
    capacity === null ||
    capacity.high === null ||
    first?.end === 'no-recovery'
  );
};
/** Searches that the machine may spoil before one counts. */
const TRIES = 6;

testInFull(
  'a capacity by rate is found, told and gated',
  async () => {
    const load =
      '{ breakpoint: { connections: 100, rate: { from: 20/s, to: 500/s } }, duration: 20s, warmup: 500ms }';
    const { exitCode, out, result } = await repeatWhile(
      () => run(load, `{ ${HOLDS}, capacity: { min: 500 /s } }`),
      isDisturbed,
      TRIES,
    );
    const { first, capacity } = searchOf({ result });
    // 100 /s, as far as a busy machine lets that be seen in so short a search.
    expect(capacity?.perSecond).toBeGreaterThan(50);
    expect(capacity?.perSecond).toBeLessThan(130);
    // However busy the machine is, 500 /s are never what it bears; one that stalls each time leaves that open.
    const isKnown = capacity?.high !== null;
    expect([exitCode, result.causes[0]]).toMatchObject(
      isKnown
        ? [1, { code: 'over-limit', metric: 'capacity', limit: 500 }]
        : [3, { code: 'capacity-beyond', limit: 500 }],
    );
    expect(result.metrics?.capacityPerSecond).toBe(isKnown ? capacity?.perSecond : undefined);
    expect(first?.steps.filter(({ cut, broke }) => cut && broke === null)).toEqual([]);
    expect(out).toMatch(/Capacity +[≥ ]*[\d.]+ \/s +≥ 500 \/s +(▼ below limit|◇ undecided)/);
    expect(out).toMatch(/offered +rate +P99 +errors +for +finding/);
    expect(out).not.toMatch(/^ {2}P99 /m);
  },
  PATIENCE_MS,
);

// As long again: judgement/search.test.ts has both on simulated services.
testInFull(
  'by connections the knee is where more bring no more',
  async () => {
    const load = '{ breakpoint: { connections: { from: 1, to: 40 } }, duration: 20s, warmup: 500ms }';
    const searched = await repeatWhile(
      () => run(load, `{ ${HOLDS}, capacity: { min: 10 /s } }`),
      isDisturbed,
      TRIES,
    );
    const { first } = searchOf(searched);
    expect([searched.exitCode, searched.result.causes]).toEqual([0, []]);
    expect(first?.broke).toEqual({ what: 'flat' });
    expect(first?.knee?.connections).toBeGreaterThanOrEqual(3);
    expect(first?.knee?.connections).toBeLessThanOrEqual(12);
  },
  PATIENCE_MS,
);

testInFull(
  'a service that stops answering is left alone at once',
  async () => {
    const load =
      '{ breakpoint: { connections: { from: 1, to: 40 } }, duration: 40s, warmup: 500ms, timeout: 2s }';
    const { result } = await run(load, `{ ${HOLDS}, capacity: { min: 10 /s } }`, 6);
    const { first } = searchOf({ result });
    const last = first?.steps.at(-1);
    // In so short a step, what is seen first may be silence, or requests that timed out. No step came after it.
    expect(['silence', 'limit']).toContain(last?.broke?.what);
    expect(first?.steps.filter(({ broke }) => broke !== null)).toEqual([last]);
    expect(['no-recovery', 'interrupted']).toContain(first?.end);
  },
  PATIENCE_MS,
);
