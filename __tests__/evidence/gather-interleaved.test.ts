import type { Plan } from '../../src/config/plan.ts';
import type { Batch, Buckets, RequestStats, Round, Side } from '../../src/engine/round.ts';
import { gatherInterleaved } from '../../src/evidence/gather-interleaved.ts';
import { timeOfSlowest } from '../../src/evidence/server-timing.ts';
import { IN_TIME } from '../generator-health.ts';
import { makeInterleavedPlan } from '../judgement/make-interleaved.ts';

const plan = makeInterleavedPlan();
const machine = { tool: 'tailgate 0.1.0', machine: '2 cores' };

const batch = (latency: Buckets, completedSuccesses: number): Batch => ({
  seconds: 1.5,
  requests: completedSuccesses,
  errors: 0,
  busyMs: 10 * completedSuccesses,
  completedSuccesses,
  completedResponses: completedSuccesses,
  latency,
  latencyOfErrors: [],
  service: [],
});

const tally = (name: string, part: Partial<RequestStats> = {}): RequestStats => ({
  name,
  sent: 20,
  outcomes: { success: 20, status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
  inFlight: 0,
  statuses: {},
  codes: {},
  intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
  samples: [],
  batches: [batch([10_000, 10], 10), batch([10_000, 9, 40_000, 1], 10)],
  resent: 0,
  ...part,
});

const round = (side: Side, part: Partial<Round> = {}): Round => ({
  side,
  stage: 0,
  startedAt: '2026-11-02T06:00:00.000Z',
  measuredMs: 3000,
  plannedMs: 3000,
  elapsedMs: 3600,
  connections: 10,
  seed: '1',
  address: '127.0.0.1',
  generator: IN_TIME,
  requests: [tally('list buildings'), tally('create owner')],
  ended: { how: 'complete' },
  ...part,
});

const gather = (rounds: readonly Round[], of: Plan = plan) =>
  gatherInterleaved(rounds, of, machine, 'seed', 45);
const lost = { how: 'target-lost', afterMs: 900, why: 'ECONNREFUSED' } as const;

test('without a base there is nothing to gather', () => {
  expect(gather([round('target')], makeInterleavedPlan({ base: null }))).toBeNull();
});

test('rounds are paired to blocks, in either order, and a last one alone is left out', () => {
  const order: Side[] = ['target', 'base', 'base', 'target', 'base'];
  const interleaved = gather(order.map((side) => round(side)));
  expect(interleaved?.blocks.map(({ order: [first] }) => first)).toEqual(['target', 'base']);
  expect(interleaved?.base).toMatchObject({ rounds: 3, measuredSeconds: 9 });
  expect(interleaved).toMatchObject({ budgetBlocks: 45, seed: 'seed', sharedHost: true });
});

describe('a load of two stages', () => {
  const pass = (side: Side, part: Partial<Round> = {}) => [round(side), round(side, { stage: 1, ...part })];

  test('has a pass on each side in a block, and its figures are those of both stages', () => {
    const slow = {
      requests: [tally('list buildings', { batches: [batch([80_000, 20], 20)] }), tally('create owner')],
    };
    const interleaved = gather([
      ...pass('target', slow),
      ...pass('base'),
      ...pass('base'),
      ...pass('target', slow),
      ...pass('base'),
    ]);
    expect(interleaved?.blocks.map(({ order }) => order)).toEqual([
      ['target', 'base'],
      ['base', 'target'],
    ]);
    const { target, base } = interleaved?.blocks[0] ?? {};
    expect([target, base].map((side) => side?.measuredSeconds)).toEqual([6, 6]);
    expect(target?.whole).toMatchObject({ requests: 80, latency: { count: 80 }, seconds: 6 });
    expect(target?.endpoints['list buildings']).toMatchObject({ requests: 40, latency: { count: 40 } });
    expect(target?.whole.throughputPerSecond).toBeCloseTo(80 / 6, 9);
    expect(target?.whole.latency.maxMs).toBeGreaterThan(79);
    expect(base?.whole.latency.maxMs).toBeLessThan(41);
    expect(interleaved?.base.rounds).toBe(6);
  });

  test('of which a stage ended early, or is missing, is no block', () => {
    expect(gather([...pass('target'), ...pass('base', { ended: lost })])?.blocks).toEqual([]);
    expect(gather([...pass('target'), round('base', { ended: lost })])?.blocks).toEqual([]);
  });
});

test('two rounds of one side are no block', () => {
  expect(() => gather([round('base'), round('base')])).toThrow(/two rounds of the base/);
});

test('a round that ended early makes no block, and the base says what became of it', () => {
  const interleaved = gather([
    round('target'),
    round('base'),
    round('target'),
    round('base', { ended: lost }),
  ]);
  expect(interleaved?.blocks).toHaveLength(1);
  expect(interleaved?.base.ended).toEqual({
    how: 'target-lost',
    side: 'base',
    // Of its load, with the three seconds of its first round.
    afterSeconds: 3.9,
    detail: 'ECONNREFUSED',
  });
});

test('a base that is gone in its first round is there to be told of', () => {
  const interleaved = gather([round('base', { ended: lost })]);
  expect(interleaved?.blocks).toEqual([]);
  expect(interleaved?.base).toMatchObject({ rounds: 1, ended: { how: 'target-lost' } });
});

describe('figures of a round', () => {
  const failing = tally('create owner', {
    sent: 23,
    outcomes: { success: 12, status: 4, check: 0, body: 1, timeout: 2, socket: 1, unanswered: 0 },
    inFlight: 3,
    batches: [batch([20_000, 12, 10_000_000, 2], 12)],
  });
  const interleaved = gather([
    round('target', { requests: [tally('list buildings'), failing] }),
    round('base'),
  ]);
  const { target, base } = interleaved?.blocks[0] ?? {};

  test('P99 lies between order statistics on the log scale, over all batches', () => {
    const own = base?.endpoints['list buildings'];
    expect(own).toMatchObject({ latency: { count: 20 }, requests: 20, failed: 0 });
    // 19 of 10 ms and one of 40 ms: (20 − 1) · 0.99 = 18.81.
    expect(own?.latencyMs?.p99).toBeCloseTo(10 * 4 ** 0.81, 1);
    expect(own?.throughputPerSecond).toBeCloseTo(20 / 3, 9);
    expect(base?.whole).toMatchObject({ latency: { count: 40 }, requests: 40 });
  });

  test('timeouts count as slow, and what failed or is in flight is told apart', () => {
    const own = target?.endpoints['create owner'];
    expect(own).toMatchObject({ latency: { count: 14 }, requests: 20, failed: 8 });
    expect(own?.latencyMs?.p99).toBeGreaterThan(9000);
    expect(own?.throughputPerSecond).toBeCloseTo(4, 9);
    expect(target?.whole).toMatchObject({ requests: 40, failed: 8, latency: { count: 34 } });
  });

  test('without a response there is no P99, and no throughput', () => {
    const silent = tally('create owner', {
      sent: 0,
      outcomes: { ...failing.outcomes, success: 0 },
      batches: [],
    });
    const seen = gather([round('base', { requests: [silent] }), round('target')]);
    expect(seen?.blocks[0]?.base.endpoints['create owner']).toMatchObject({
      latencyMs: null,
      errorRate: 1,
      latency: { count: 0 },
      throughputPerSecond: 0,
    });
  });
});

describe('whether both sides are known to share their host', () => {
  const HERE = ['http://127.0.0.1:8080', 'http://localhost:8081'] as const;
  const ONE = ['https://preview.example:8443', 'https://preview.example'] as const;
  const TWO = ['https://pr-7.preview.example', 'https://main.preview.example'] as const;

  test.each<[string, readonly [string, string], readonly [string | null, string | null], boolean]>([
    ['this machine', HERE, ['127.0.0.1', '127.0.0.1'], true],
    ['this machine by IPv6', HERE, ['::1', '::1'], true],
    ['this machine by an IPv4 address in IPv6', HERE, ['::ffff:127.0.0.1', '::ffff:127.0.0.1'], true],
    ['two addresses of this machine', HERE, ['127.0.0.1', '127.0.0.2'], false],
    ['one name at one address', ONE, ['192.0.2.7', '192.0.2.7'], true],
    ['one name at two addresses', ONE, ['192.0.2.7', '192.0.2.8'], false],
    ['two names behind one ingress', TWO, ['192.0.2.7', '192.0.2.7'], false],
    ['unknown addresses', ONE, [null, null], false],
    ['one that is unknown', ONE, ['192.0.2.7', null], false],
  ])('%s', (_, [target, base], [first, second], shared) => {
    const of = makeInterleavedPlan({
      target: { origin: target, ready: null, identity: null, headers: [] },
      base: { origin: base },
    });
    const interleaved = gather([round('target', { address: first }), round('base', { address: second })], of);
    expect(interleaved?.sharedHost).toBe(shared);
  });
});

test('a round gives every quantile that can be gated, of successes and timeouts', () => {
  const levels = [10_000, 600, 20_000, 320, 40_000, 50, 80_000, 25, 160_000, 5];
  const requests = [tally('list buildings', { batches: [batch(levels, 1000)] })];
  const interleaved = gather([round('target', { requests }), round('base')]);
  const { latencyMs, latency } = interleaved?.blocks[0]?.target.whole ?? {};
  expect(latency?.count).toBe(1000);
  expect(latencyMs).toEqual({
    p50: expect.closeTo(10, 6),
    p90: expect.closeTo(20, 6),
    p95: expect.closeTo(40, 6),
    p99: expect.closeTo(80, 6),
    p99_9: expect.closeTo(160, 6),
  });
});

test('what the service told stands with each block, and with each side as a whole', () => {
  const timings = (ms: number) => ({ names: ['db'], more: false, rows: [200, 20, 200, 20 * ms] });
  const trace = (id: string, latencyMs: number) => ({ id, latencyMs });
  const told = (side: Side, ms: number, slowest: number) =>
    round(side, {
      requests: [
        // In two parts, as two workers or two slices count it.
        tally('list buildings', {
          timings: [timings(ms), timings(3 * ms)],
          traces: [trace(`${side}${slowest}`, slowest)],
        }),
        tally('create owner'),
      ],
    });
  const rounds = [told('target', 5, 90), told('base', 1, 20), told('base', 1, 80), told('target', 5, 70)];
  const evidence = gather(rounds);
  const means = evidence?.blocks.map(({ base, target }) =>
    [base, target].map(({ timings: by }) => {
      const own = by?.get('list buildings');
      return own && timeOfSlowest(own, 1).byName.get('db');
    }),
  );
  expect(means).toEqual([
    [2, 10],
    [2, 10],
  ]);
  expect(evidence?.blocks[0]?.target.timings?.has('create owner')).toBe(false);
  const [first, second] = evidence?.base.endpoints ?? [];
  expect(first?.timings && timeOfSlowest(first.timings, 1)).toMatchObject({ responses: 80, latencyMs: 10 });
  expect(first?.traces).toEqual([trace('base80', 80), trace('base20', 20)]);
  expect(second?.timings).toBeNull();
  expect(second?.traces).toEqual([]);
});

test('of a service that tells nothing, blocks hold nothing of it', () => {
  const [block] = gather([round('target'), round('base')])?.blocks ?? [];
  expect(block?.base).not.toHaveProperty('timings');
});
