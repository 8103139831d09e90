import type { Plan } from '../../src/config/plan.ts';
import type { Batch, RequestStats, Round } from '../../src/engine/round.ts';
import { summarise } from '../../src/evidence/summarise.ts';
import { IN_TIME } from '../generator-health.ts';

const plan: Plan = {
  name: 'realistic',
  configFile: 'tailgate.yml',
  target: { origin: 'http://127.0.0.1:3000', ready: null, identity: null, headers: [] },
  load: {
    profile: 'realistic',
    stages: [{ name: null, connections: 10, durationMs: 120_000, arrivals: null }],
    warmupMs: 10_000,
    timeoutMs: 10_000,
  },
  scenario: {
    logins: [],
    requests: [
      {
        name: 'list',
        method: 'GET',
        weight: 3,
        path: ['/list?key=s%2Fcret&n=', { value: 'int', from: 1, to: 9 }],
        headers: [],
        body: null,
        expect: null,
      },
      {
        name: 'create',
        method: 'POST',
        weight: 1,
        path: ['/units/', { value: 'unique' }],
        headers: [],
        body: null,
        expect: [201],
      },
    ],
  },
  gate: {
    whole: {},
    endpoints: {},
    stages: {},
    stored: 'gate',
    spread: 0.1,
    interleaved: { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 360_000, allowance: null },
  },
  base: null,
  baseline: null,
  notices: [],
  secrets: ['s/cret', ''],
};

const batch = (part: Partial<Batch> = {}): Batch => ({
  seconds: 1,
  requests: 10,
  errors: 0,
  busyMs: 100,
  completedSuccesses: 10,
  completedResponses: 10,
  latency: [10_000, 10],
  latencyOfErrors: [],
  service: [],
  ...part,
});

const tally = (name: string, part: Partial<RequestStats> = {}): RequestStats => ({
  name,
  sent: 20,
  resent: 0,
  outcomes: { success: 20, status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
  inFlight: 0,
  statuses: {},
  codes: {},
  intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
  samples: [],
  batches: [batch(), batch()],
  ...part,
});

const round = (requests: readonly RequestStats[], part: Partial<Round> = {}): Round => ({
  side: 'target',
  stage: 0,
  startedAt: '2026-11-02T06:00:00.000Z',
  measuredMs: 2000,
  plannedMs: 2000,
  elapsedMs: 2500,
  connections: 10,
  seed: '1',
  address: null,
  generator: IN_TIME,
  requests,
  ended: { how: 'complete' },
  ...part,
});

const failing = tally('create', {
  sent: 23,
  outcomes: { success: 10, status: 6, check: 0, body: 1, timeout: 2, socket: 1, unanswered: 0 },
  inFlight: 3,
  statuses: { 400: 4, 429: 2 },
  intercepted: { rateLimited: 2, loginRedirects: 0, challenges: 1, retryAfterSeconds: 7 },
  samples: [
    { kind: 'status', status: 400, text: 'a' },
    { kind: 'status', status: 400, text: 'b' },
    { kind: 'body', status: 201, text: 'c' },
  ],
  batches: [
    batch({
      errors: 4,
      completedSuccesses: 6,
      completedResponses: 9,
      latency: [20_000, 6, 10_000_000, 2],
      latencyOfErrors: [1000, 3],
    }),
    batch({
      errors: 6,
      completedSuccesses: 4,
      completedResponses: 8,
      latency: [20_000, 4],
      latencyOfErrors: [1000, 3],
    }),
  ],
});

const machine = { tool: 'tailgate 0.1.0', machine: '2 cores' };

describe('summarise', () => {
  const measurement = summarise(
    [round([tally('list'), failing]), round([tally('list'), tally('create')])],
    plan,
    machine,
  );
  const [list, create] = measurement.endpoints;

  test('adds up counts over names and rounds', () => {
    expect(measurement.whole).toMatchObject({
      requests: 83,
      successes: 70,
      responses: 77,
      errors: { status: { 400: 4, 429: 2 }, timeout: 2, socket: 1, unanswered: 0, body: 1 },
    });
    expect([measurement.rounds, measurement.measuredSeconds, measurement.unaccounted]).toEqual([2, 4, 0]);
    expect(list?.figures.requests).toBe(40);
  });

  test('rates come from the time of the batches, counted once', () => {
    expect(measurement.whole.throughputPerSecond).toBe((20 + 10 + 20 + 20) / 4);
    expect(measurement.whole.responsesPerSecond).toBe((20 + 17 + 20 + 20) / 4);
    expect(create?.figures.throughputPerSecond).toBe(30 / 4);
  });

  test('the error rate leaves out what was in flight at the end', () => {
    expect(create?.figures.errorRate).toBe(10 / 40);
    expect(measurement.whole.errorRate).toBe(10 / 80);
  });

  test('latency holds successes and timeouts, latencyAll every response', () => {
    expect(create?.figures.latency.count).toBe(32);
    expect(create?.figures.latencyMs?.max).toBeGreaterThanOrEqual(10_000);
    expect(create?.figures.latencyAllMs?.p50).toBeLessThan(create?.figures.latencyMs?.p90 ?? 0);
    expect(create?.figures.batches[0]?.latencyAll.count).toBe(11);
  });

  test('batches of all rounds stand in a row, those of the whole merged over names', () => {
    expect(measurement.whole.batches.map(({ requests, errors }) => [requests, errors])).toEqual([
      [20, 4],
      [20, 6],
      [20, 0],
      [20, 0],
    ]);
    expect(measurement.whole.batches[0]).toMatchObject({
      seconds: 1,
      throughputPerSecond: 16,
      responsesPerSecond: 19,
    });
    expect(list?.figures.batches).toHaveLength(4);
  });

  test('what others on the path answered is a share of all requests', () => {
    expect(measurement.intercepted).toEqual({
      rateLimited: 2 / 83,
      loginRedirects: 0,
      challenges: 1 / 83,
      retryAfterSeconds: 7,
    });
  });

  test('of several waits that were asked for, the longest counts', () => {
    const asking = (retryAfterSeconds: number | null) =>
      tally('create', {
        intercepted: { rateLimited: 1, loginRedirects: 0, challenges: 0, retryAfterSeconds },
      });
    const rounds = [3, 60, null, 7].map((seconds) => round([asking(seconds)]));
    expect(summarise(rounds, plan, machine).intercepted.retryAfterSeconds).toBe(60);
  });

  test('keeps three samples of a kind over all rounds', () => {
    const twice = summarise([round([failing]), round([failing])], plan, machine);
    expect(twice.endpoints[1]?.samples.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'a', 'c']);
  });

  test('conditions are the plan and the length of a round, and secrets do not show in paths', () => {
    expect(measurement.conditions).toEqual({
      tool: 'tailgate 0.1.0',
      machine: '2 cores',
      model: 'closed',
      stages: [{ name: null, connections: 10, ratePerSecond: null, arrivals: null, durationSeconds: 2 }],
      warmupSeconds: 10,
      timeoutSeconds: 10,
      profile: 'realistic',
      mix: [
        { name: 'list', method: 'GET', path: '/list?key=***&n={{int 1 9}}', share: 0.75 },
        { name: 'create', method: 'POST', path: '/units/{{unique}}', share: 0.25 },
      ],
    });
  });

  test('where rounds were lengthened after the first, the run is compared at the new length', () => {
    const lengthened = [3000, 9000].map((plannedMs) => round([tally('list')], { plannedMs }));
    expect(summarise(lengthened, plan, machine).conditions.stages[0]?.durationSeconds).toBe(9);
  });

  test('each stage has the length of its own latest round', () => {
    const [stage] = plan.load.stages;
    const stages = [stage, { ...stage, name: 'peak', connections: 50 }] as const;
    const staged = { ...plan, load: { ...plan.load, stages } };
    const rounds = [
      round([tally('list')], { plannedMs: 3000 }),
      round([tally('list')], { plannedMs: 4000, stage: 1 }),
    ];
    const lengthsOf = (seen: readonly Round[]) =>
      summarise(seen, staged, machine).conditions.stages.map((one) => [one.name, one.durationSeconds]);
    expect(lengthsOf(rounds)).toEqual([
      [null, 3],
      ['peak', 4],
    ]);
    expect(lengthsOf(rounds.slice(0, 1))).toEqual([
      [null, 3],
      ['peak', 120],
    ]);
  });

  test('a ramp says where it begins', () => {
    const [stage] = plan.load.stages;
    const arrivals = { perSecond: 300, fromPerSecond: 50, kind: 'constant' } as const;
    const load = { ...plan.load, stages: [{ ...stage, fromConnections: 2, arrivals }] as const };
    expect(summarise([round([tally('list')])], { ...plan, load }, machine).conditions.stages[0]).toEqual({
      name: null,
      connections: 10,
      fromConnections: 2,
      ratePerSecond: 300,
      fromRatePerSecond: 50,
      arrivals: 'constant',
      durationSeconds: 2,
    });
  });

  test('an open model has its rate among the conditions, and a time without the wait', () => {
    const arrivals = { perSecond: 300, kind: 'poisson' } as const;
    const waited = tally('list', {
      batches: [batch({ service: [4000, 10] }), batch({ service: [6000, 10] })],
    });
    const { conditions, whole, endpoints } = summarise(
      [round([waited])],
      { ...plan, load: { ...plan.load, stages: [{ ...plan.load.stages[0], arrivals }] } },
      machine,
    );
    expect(conditions).toMatchObject({
      model: 'open',
      stages: [{ ratePerSecond: 300, arrivals: 'poisson' }],
    });
    expect(whole.latencyMs?.p50).toBeCloseTo(10, 1);
    expect(whole.serviceMs?.p50).toBeCloseTo(4, 1);
    expect(endpoints[0]?.figures.serviceMs?.p99).toBeCloseTo(6, 1);
    expect(measurement.whole.serviceMs).toBeNull();
  });

  test('of the generator, shares are those of all rounds, and delays are put together', () => {
    const well = {
      workers: 2,
      cpuShare: 0.2,
      waitShare: 0,
      utilisation: 0.1,
      machineShare: 0.5,
      loopDelay: [200, 99, 3000, 1],
      loopDelayP99Ms: 0.3,
      lateShare: 0.001,
      worstLagMs: 40,
    };
    const ill = {
      workers: 2,
      cpuShare: 0.9,
      waitShare: 0,
      utilisation: 0.3,
      machineShare: null,
      loopDelay: [200, 90, 9000, 10],
      loopDelayP99Ms: 0.1,
      lateShare: 0.02,
      worstLagMs: 5,
    };
    const health = (...all: Round['generator'][]) =>
      summarise(
        all.map((generator) => round([tally('list')], { generator })),
        plan,
        machine,
      ).generator;
    expect(health(well, ill)).toEqual({
      workers: 2,
      cpuShare: expect.closeTo(0.55, 9),
      waitShare: 0,
      utilisation: expect.closeTo(0.2, 9),
      machineShare: 0.5,
      loopDelay: Uint32Array.of(200, 189, 3000, 1, 9000, 10),
      loopDelayP99Ms: expect.closeTo(9, 1),
      lateShare: expect.closeTo(0.0105, 9),
      worstLagMs: 40,
    });
    // Of one round, that of its worst thread.
    expect(health(well).loopDelayP99Ms).toBe(0.3);
    expect(health({ ...well, lateShare: null }, { ...ill, lateShare: null }).lateShare).toBeNull();
  });

  test('of a spike, in which most of the requests are sent, the generator is as it was in the spike', () => {
    const [calm, spike] = [
      { ...IN_TIME, cpuShare: 0.1, lateShare: 0 },
      { ...IN_TIME, cpuShare: 0.9, lateShare: 0.2 },
    ];
    const { generator } = summarise(
      [
        round([tally('list', { sent: 100 })], { measuredMs: 60_000, generator: calm }),
        round([tally('list', { sent: 300 })], { measuredMs: 5_000, generator: spike }),
      ],
      plan,
      machine,
    );
    expect(generator.cpuShare).toBeCloseTo(0.7, 9);
    expect(generator.lateShare).toBeCloseTo(0.15, 9);
  });

  test('a request too many does not make up for one too few', () => {
    const odd = summarise(
      [round([tally('list', { sent: 21 }), tally('create', { sent: 19 })])],
      plan,
      machine,
    );
    expect(odd.unaccounted).toBe(2);
  });

  test('nothing measured is null, not zero', () => {
    const none = tally('list', {
      sent: 0,
      outcomes: { success: 0, status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
      batches: [],
    });
    const { whole } = summarise([round([none])], plan, machine);
    expect(whole).toMatchObject({
      requests: 0,
      errorRate: null,
      latencyMs: null,
      latencyAllMs: null,
      throughputPerSecond: 0,
    });
  });

  test.each([
    [{ how: 'complete' } as const, {}],
    [{ how: 'cancelled' } as const, { ran: { afterSeconds: 4, plannedSeconds: 4 } }],
    [
      { how: 'target-lost', afterMs: 1500, why: 'ECONNREFUSED' } as const,
      { side: 'target', afterSeconds: 3.5, detail: 'ECONNREFUSED' },
    ],
    [
      { how: 'login-lost', afterMs: 1500, why: 'status 403' } as const,
      { side: 'target', afterSeconds: 3.5, detail: 'status 403' },
    ],
    [
      { how: 'rate-limited', afterMs: 0, share: 0.98, seconds: 2, retryAfterSeconds: null } as const,
      { side: 'target', afterSeconds: 2, share: 0.98, seconds: 2, retryAfterSeconds: null },
    ],
  ])('says how the last round ended, and when by all of them: %j', (ended, more) => {
    const last = summarise([round([tally('list')]), round([tally('list')], { ended })], plan, machine).ended;
    expect(last).toEqual({ how: ended.how, ...more });
  });

  test('and whether it was one that gave nothing back', () => {
    const ended = { how: 'target-lost', afterMs: 1500, why: 'no response', hung: true } as const;
    const last = summarise([round([tally('list')]), round([tally('list')], { ended })], plan, machine).ended;
    expect(last).toMatchObject({ how: 'target-lost', afterSeconds: 3.5, hung: true });
  });

  test('a run that is cancelled in a stage tells of all that was planned, the stages ahead as well', () => {
    const lasting = (seconds: number) => ({ ...plan.load.stages[0], durationMs: 1000 * seconds });
    const stages = [lasting(20), lasting(30), lasting(60)] as const;
    const staged: Plan = { ...plan, load: { ...plan.load, stages } };
    const whole = (stage: number, ms: number): Round =>
      round([tally('list')], { stage, measuredMs: ms, plannedMs: ms });
    const cut = round([tally('list')], {
      stage: 1,
      measuredMs: 12_000,
      plannedMs: 30_000,
      ended: { how: 'cancelled' },
    });
    const ran = (rounds: readonly Round[]) => summarise(rounds, staged, machine).ended;
    expect(ran([whole(0, 20_000), cut])).toEqual({
      how: 'cancelled',
      ran: { afterSeconds: 32, plannedSeconds: 110 },
    });
    // What was still open after all stages is measured once more, and that was planned by then.
    const twice = [whole(0, 20_000), whole(1, 30_000), whole(2, 60_000), whole(0, 20_000), cut];
    expect(ran(twice)).toEqual({ how: 'cancelled', ran: { afterSeconds: 142, plannedSeconds: 220 } });
  });

  test('without a round it was cancelled before the first', () => {
    expect(summarise([], plan, machine).ended).toEqual({ how: 'cancelled', ran: null });
  });
});
