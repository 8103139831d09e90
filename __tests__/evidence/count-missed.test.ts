import { parseConfig } from '../../src/config/parse-config.ts';
import { countMissed } from '../../src/evidence/count-missed.ts';
import { figuresOf } from '../../src/evidence/figures.ts';
import { findOutage } from '../../src/evidence/outage.ts';
import { summarise } from '../../src/evidence/summarise.ts';
import { makeSteadyRound } from './make-round.ts';

const MACHINE = { tool: 'test', machine: 'test' };
const NAMES = { list: 0.75, create: 0.25 };

function planOf(load = '{ connections: 10, duration: 20s, warmup: 0s }') {
  const config = `load: ${load}
scenario: { requests: [ { name: list, weight: 3, get: /a }, { name: create, weight: 1, get: /b } ] }
gate: { p99: { max: 1 s } }`;
  return parseConfig(config, 'tailgate.yml', {
    inputs: { door: 'terminal', targetUrl: 'http://127.0.0.1:1' },
    env: {},
  });
}

/** What users see who come at a steady rate, whatever the service does: one by one, without a histogram. */
function usersOf(
  perSecond: number,
  seconds: number,
  [from, to]: readonly [number, number],
  latencyMs: number,
) {
  const waits = Array.from({ length: perSecond * seconds }, (_, i) => {
    const due = i / perSecond;
    return due >= from && due < to ? (to - due) * 1000 : latencyMs;
  }).sort((a, b) => a - b);
  return (p: number) => waits[Math.ceil((p / 100) * waits.length) - 1] as number;
}

test.each<[string, readonly [number, number]]>([
  ['whole batches', [8, 12]],
  ['parts of batches', [9.3, 14.1]],
  ['until the end', [15.5, 20]],
  ['most of the time', [2, 20]],
])('percentiles are those of users who come all the same: %s', (_, silence) => {
  const round = makeSteadyRound({ silence, hung: 10, names: NAMES });
  const { whole, outage } = summarise([round], planOf(), MACHINE);
  const users = usersOf(1000, 20, silence, 10);
  expect(outage).toMatchObject({ counted: true });
  for (const [p, seen] of [
    [50, whole.latencyMs?.p50],
    [90, whole.latencyMs?.p90],
    [95, whole.latencyMs?.p95],
    [99, whole.latencyMs?.p99],
  ] as const) {
    // A hundred moments a batch, and the ten that hung beside twenty thousand.
    expect(Math.abs((seen ?? 0) - users(p))).toBeLessThan(60);
  }
});

test('without it the hang hardly shows: ten among thousands', () => {
  const round = makeSteadyRound({ silence: [8, 12], hung: 10, names: NAMES });
  expect(figuresOf([round.requests]).latencyMs?.p99).toBeLessThan(11);
});

test('each request name has its part, and all that was counted stays what it was', () => {
  const rounds = [
    makeSteadyRound({ names: NAMES }),
    makeSteadyRound({ silence: [5, 9], hung: 10, names: NAMES }),
  ];
  const found = findOutage(rounds, 10_000);
  if (found === null) throw new Error('no outage was found');
  const [first, second] = countMissed(rounds, found);
  expect(first).toBe(rounds[0]);
  const before = figuresOf([rounds[1]?.requests ?? []]);
  const after = figuresOf([second?.requests ?? []]);
  expect(after.latency.count - before.latency.count).toBeCloseTo(4000 - 10, -2);
  const ofName = (i: number) =>
    figuresOf([second?.requests.slice(i, i + 1) ?? []]).latency.count -
    figuresOf([rounds[1]?.requests.slice(i, i + 1) ?? []]).latency.count;
  expect(ofName(0) / ofName(1)).toBeCloseTo(3, 1);
  for (const key of ['requests', 'successes', 'responses', 'throughputPerSecond', 'errorRate'] as const)
    expect(after[key]).toBe(before[key]);
});

test('failures that come fast leave nobody out: they are requests of their own', () => {
  const round = makeSteadyRound({ silence: [8, 12], names: NAMES });
  const storm = {
    ...round,
    requests: round.requests.map((stats) => ({
      ...stats,
      batches: stats.batches.map((batch) =>
        batch.requests === 0 ? { ...batch, requests: 2000, errors: 2000 } : batch,
      ),
    })),
  };
  const before = figuresOf([storm.requests]).latency.count;
  const { whole, outage } = summarise([storm], planOf(), MACHINE);
  expect(whole.latency.count).toBe(before);
  expect(outage?.counted).toBe(false);
});

test('at a rate they came, and waited', () => {
  const round = makeSteadyRound({ silence: [8, 12], hung: 10, names: NAMES });
  const before = figuresOf([round.requests]).latency.count;
  const { whole, outage } = summarise(
    [round],
    planOf('{ connections: 10, rate: 1000/s, duration: 20s, warmup: 0s }'),
    MACHINE,
  );
  expect(outage).toMatchObject({ fromSeconds: 8, toSeconds: 12, counted: false });
  expect(whole.latency.count).toBe(before);
});

test('a wait beyond the end of its round is not taken for the next round’s', () => {
  const rounds = [
    makeSteadyRound({ seconds: 3, silence: [2, 9], hung: 10, names: NAMES }),
    makeSteadyRound({ names: NAMES }),
  ];
  const found = findOutage(rounds, 10_000);
  if (found === null) throw new Error('no outage was found');
  const [first, second] = countMissed(rounds, found);
  expect(second).toBe(rounds[1]);
  const waits = figuresOf([first?.requests ?? []]).latencyMs;
  // A second of those who would have come, each of whom waits for six to seven.
  expect(waits?.max).toBeGreaterThan(6900);
  expect(found.usualPerSecond).toBeCloseTo(1000, -1);
});
