/** When something is told of a figure that got worse, and against what. */
import type { Plan } from '../../../src/config/plan.ts';
import { TimingCounter } from '../../../src/engine/worker/timing-counter.ts';
import { Histogram } from '../../../src/evidence/histogram.ts';
import type { EndpointFigures, Measurement } from '../../../src/evidence/measurement.ts';
import { readBaseline } from '../../../src/evidence/readers/read-baseline.ts';
import type { Why } from '../../../src/evidence/result/why.ts';
import { judge } from '../../../src/judgement/judge.ts';
import { writeResult } from '../../evidence/write-result.ts';
import { makeMeasurement, makePlan } from '../make.ts';
import { makeInterleaved, makeInterleavedPlan, makeTarget } from '../make-interleaved.ts';
import { drawBlocks, type Planted, requestsOf, type Served, withBlocks } from './draw-evidence.ts';

const sum = (why: Why | undefined) => (why?.shift?.parts ?? []).reduce((total, { ms }) => total + ms, 0);

describe('against a stored result', () => {
  const source = { kind: 'file', file: 'r.json', section: null, written: 'r.json' } as const;
  const plan: Plan = makePlan({ whole: { p99: { limit: null, regression: 0.1 } }, baseline: source });

  /** 1,600 reads of 10 ms and 400 writes, a tenth of which takes so long as its statements do. */
  function measured(slowMs: number, isFast = false): Measurement {
    const all = makeMeasurement({ whole: { p99Ms: slowMs, requests: 2000 } }, plan);
    const counter = new TimingCounter();
    for (let i = 0; i < 400; i++) {
      const ms = i % 10 === 0 ? slowMs : 20;
      counter.record(ms, `db;dur=${ms - 5}, app;dur=5`);
    }
    const told: Record<string, Partial<EndpointFigures> & { readonly latency: Histogram }> = {
      'list buildings': { latency: Histogram.of([isFast ? 9000 : 10_000, 1600]) },
      'create owner': {
        latency: Histogram.of([20_000, 360, 1000 * slowMs, 40]),
        timings: counter.timings,
      },
    };
    return {
      ...all,
      endpoints: all.endpoints.map((endpoint) => {
        const { latency, ...rest } = told[endpoint.name] ?? { latency: Histogram.of() };
        return { ...endpoint, ...rest, figures: { ...endpoint.figures, latency } };
      }),
    };
  }

  const written = JSON.stringify(
    writeResult({ plan: { ...plan, baseline: null }, measurement: measured(80) }),
  );
  const baseline = readBaseline(written, source);

  test('its histograms and what its service told are read back', () => {
    const told = baseline.told?.get('create owner');
    expect(told?.latency()?.count).toBe(400);
    expect(told?.slowest?.latencyMs).toBeCloseTo(80, 6);
    expect(told?.slowest?.byName.get('db')).toBeCloseTo(75, 6);
    expect(baseline.told?.get('list buildings')?.slowest).toBeNull();
  });

  test('the request that carries the shift, and the duration that grew in it', () => {
    const { verdict } = judge(plan, measured(240), baseline);
    expect(verdict.outcome).toBe('fail');
    const { why } = verdict;
    expect(why?.against).toBe('baseline');
    expect(why?.shift).toMatchObject({ metric: 'p99' });
    expect(sum(why)).toBeCloseTo((why?.shift?.afterMs ?? 0) - (why?.shift?.beforeMs ?? 0), 6);
    expect(why?.found.map(({ kind }) => kind)).toEqual(['endpoint', 'server-timing']);
    expect(why?.found[0]).toMatchObject({ endpoint: 'create owner', share: 1 });
    expect(why?.found[1]).toMatchObject({ endpoint: 'create owner', name: 'db' });
    const [, timing] = why?.found ?? [];
    expect(timing && 'ms' in timing ? timing.ms : 0).toBeCloseTo(160, 6);
    expect(timing && 'ofMs' in timing ? timing.ofMs : 0).toBeCloseTo(160, 6);
  });

  test('nothing where nothing is shown to be worse', () => {
    expect(judge(plan, measured(80), baseline).verdict).not.toHaveProperty('why');
    expect(judge(plan, measured(84, true), baseline).verdict).not.toHaveProperty('why');
  });

  test('nothing where the baseline is figures alone, or its histograms are no histograms', () => {
    const { told: _, ...figures } = baseline;
    expect(judge(plan, measured(240), figures).verdict.outcome).toBe('fail');
    expect(judge(plan, measured(240), figures).verdict).not.toHaveProperty('why');
    const broken = readBaseline(written.replace(/"latency":"[^"]+"/g, '"latency":"AAAA"'), source);
    expect(judge(plan, measured(240), broken).verdict).not.toHaveProperty('why');
  });
});

describe('against a base', () => {
  const MIX: readonly Served[] = [
    { name: 'read', responses: 200, medianMs: 10, sigma: 0.3, database: 0.5 },
    { name: 'write', responses: 50, medianMs: 15, sigma: 0.3, database: 0.8 },
  ];
  const planned = (overrides: Partial<Plan['gate']> = {}, whole = makeInterleavedPlan().gate.whole): Plan => {
    const bare = makeInterleavedPlan({ whole, gate: overrides });
    return { ...bare, scenario: { ...bare.scenario, requests: requestsOf(MIX) } };
  };
  const judged = (plan: Plan, planted: Planted, blocks = 12, hosts = true) => {
    const merged = makeInterleaved({ blocks, budgetBlocks: blocks, sharedHost: hosts }, plan);
    const evidence = withBlocks(merged, drawBlocks(MIX, [planted], { blocks, noise: 0.02, draw: 5 }));
    return judge(plan, makeTarget(merged, {}, plan), null, evidence);
  };
  const SLOW: Planted = { endpoint: 'write', statements: 3 };

  test('the parts of the shift are those of all requests, and add up to it', () => {
    const { why, outcome } = judged(planned(), SLOW).verdict;
    expect(outcome).toBe('fail');
    expect(why).toMatchObject({ against: 'base', shift: { metric: 'p99' } });
    expect(why?.shift?.parts.map(({ endpoint }) => endpoint)).toEqual(['read', 'write']);
    expect(sum(why)).toBeCloseTo((why?.shift?.afterMs ?? 0) - (why?.shift?.beforeMs ?? 0), 6);
    expect(why?.found.map((one) => [one.kind, 'name' in one ? one.name : null])).toEqual([
      ['endpoint', null],
      ['server-timing', 'db'],
    ]);
  });

  test('nothing is looked for while more is wanted, nor of a run that is not believed', () => {
    const plan = planned();
    const merged = makeInterleaved({ blocks: 12, budgetBlocks: 12 }, plan);
    const blocks = drawBlocks(MIX, [SLOW], { blocks: 12, noise: 0.02, draw: 5 });
    const early = judge(plan, makeTarget(merged, {}, plan), null, {
      ...withBlocks(merged, blocks),
      blocks: blocks.slice(0, 3),
    });
    expect(early.wantsMore).toBe(true);
    expect(early.verdict).not.toHaveProperty('why');
    const target = makeTarget(merged, { unaccounted: 5 }, plan);
    const broken = judge(plan, target, null, withBlocks(merged, blocks)).verdict;
    expect(broken.outcome).toBe('invalid');
    expect(broken).not.toHaveProperty('why');
  });

  test('a request whose own gate fails has its durations told, though the whole is as it was', () => {
    const own = { p99: { limit: null, regression: 0.1 } };
    const rare: readonly Served[] = [
      { name: 'read', responses: 245, medianMs: 100, sigma: 0.2, database: 0.5 },
      { name: 'write', responses: 40, medianMs: 10, sigma: 0.3, database: 0.8 },
    ];
    const bare = makeInterleavedPlan({ gate: { endpoints: { write: own } } });
    const plan = { ...bare, scenario: { ...bare.scenario, requests: requestsOf(rare) } };
    const merged = makeInterleaved({ blocks: 40, budgetBlocks: 40 }, plan);
    const blocks = drawBlocks(rare, [SLOW], { blocks: 40, noise: 0.02, draw: 5 });
    const { verdict } = judge(plan, makeTarget(merged, {}, plan), null, withBlocks(merged, blocks));
    expect(verdict.causes).toMatchObject([{ code: 'regressed', endpoint: 'write' }]);
    expect(verdict.why?.shift).toBeUndefined();
    expect(verdict.why?.found.map((one) => [one.kind, 'name' in one ? one.name : null])).toEqual([
      ['server-timing', 'db'],
    ]);
  });

  test('a change that passes and is shown is told, too', () => {
    const whole = { p99: { limit: null, regression: 2 } };
    const { outcome, why } = judged(planned({}, whole), { endpoint: 'write', statements: 2 }, 20).verdict;
    expect(outcome).toBe('pass');
    expect(why?.found[0]).toMatchObject({ kind: 'endpoint', endpoint: 'write' });
  });

  test('what the hosts of the sides may explain is not', () => {
    const whole = { p99: { limit: null, regression: 0.5 } };
    const plan = planned({ interleaved: { ...planned().gate.interleaved, allowance: 0.24 } }, whole);
    const { why } = judged(plan, { statements: 1.12, rest: 1.12 }, 30, false).verdict;
    expect(why).toBeUndefined();
  });
});
