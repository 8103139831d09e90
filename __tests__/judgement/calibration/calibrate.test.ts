import { parseConfig } from '../../../src/config/parse-config.ts';
import type { Plan } from '../../../src/config/plan.ts';
import { calibrate } from '../../../src/judgement/calibration/calibrate.ts';
import { disbelieveCalibration } from '../../../src/judgement/calibration/disbelieve-calibration.ts';
import { DrawnSession } from '../../../src/judgement/calibration/draw-session.ts';
import { autocorrelation, widening } from '../../../src/judgement/calibration/spread.ts';
import { liveGate } from '../../../src/judgement/statistics/live-gate.ts';
import { renderCalibration } from '../../../src/report/calibration/calibration.ts';
import { writeCalibrationYaml } from '../../../src/report/calibration/yaml.ts';
import { quantilesOf } from '../../evidence/quantiles.ts';
import { generator } from '../generator.ts';
import { makeMeasurement, withArrivals } from '../make.ts';
import { makeLive, makeLivePlan, makeTarget } from '../make-live.ts';
import { makeCalibration, makeRun } from './make-calibration.ts';

const written = makeLivePlan({ base: null });
const p99Of = ({ gates }: ReturnType<typeof makeCalibration>) => gates.find(({ metric }) => metric === 'p99');

describe('drawn sessions', () => {
  test('end as the live gate ends them, at whatever change and tolerance', () => {
    const random = generator(5);
    const spending = { nmax: 45, nmin: 6, alpha: 0.01, beta: 0.05 };
    for (let i = 0; i < 60; i++) {
      const one = 0.04 + 0.1 * random.even();
      // One size and a coin: what is drawn is told by how the session ends with no other source of chance.
      const session = new DrawnSession([one], 1, spending, generator(i).even);
      const again = generator(i).even;
      const values = Array.from({ length: 45 }, () => {
        again();
        return again() < 0.5 ? one : -one;
      });
      for (const change of [0, 0.03, 0.1, 0.2]) {
        for (const tolerance of [0.05, 0.0953, 0.2]) {
          const rule = { tolerance, floor: tolerance, allowance: 0.0198 };
          const shifted = values.map((value) => value + change);
          const { state, passedAt, failedAt } = liveGate(shifted, { ...spending, ...rule });
          expect(session.end(change, rule)).toEqual({ state, blocks: passedAt ?? failedAt ?? 45 });
        }
      }
    }
  });
});

test('the spread of few values is widened more than that of many', () => {
  expect(widening(12)).toBeCloseTo(1.4, 1);
  expect(widening(50)).toBeCloseTo(1.15, 1);
  expect(widening(1)).toBe(Number.POSITIVE_INFINITY);
  expect(autocorrelation([1, 1, 1, 1])).toBe(0);
  expect(autocorrelation([1, -1, 1, -1, 1, -1])).toBeLessThan(-0.5);
});

describe('what is recommended', () => {
  test('in a quiet environment: what is declared holds, and nothing needs to change', () => {
    const calibration = makeCalibration({ noise: 0.02 });
    expect(calibration.complete).toBe(true);
    expect(p99Of(calibration)).toMatchObject({ declared: 0.1, declaredHolds: true, advice: null });
    expect(p99Of(calibration)?.tolerance).toBeLessThanOrEqual(0.1);
    expect(calibration.rounds).toMatchObject({
      measureMs: 3000,
      discardMs: 500,
      budgetMs: 360_000,
      blocks: 45,
    });
    expect(calibration.warnings).toEqual([]);
    expect(calibration.allowance).toBeNull();
    expect(calibration.unknown.join(' ')).toMatch(/--base-url/);
  });

  test('in a noisy one: a wider tolerance, and why the declared one does not hold', () => {
    const calibration = makeCalibration({ noise: 0.2 });
    const p99 = p99Of(calibration);
    expect(p99?.declaredHolds).toBe(false);
    expect(p99?.tolerance).toBeGreaterThan(0.15);
    expect(p99?.advice).toMatch(
      /^P99: a tolerance of 10 % does not hold \(.*\); \d+ % does\. It would, if blocks differed by/,
    );
  });

  test('where nothing holds, nothing is recommended, and the file keeps what it has', () => {
    const calibration = makeCalibration({ noise: 1.2, sessions: 100 });
    expect(calibration.complete).toBe(false);
    expect(p99Of(calibration)).toMatchObject({ tolerance: null, reach: null, shown: null });
    expect(writeCalibrationYaml(written, calibration)).toContain('p99: { regression: 10 % }');
  });

  test('no tighter tolerance than the answers of a round carry, and what would bring more', () => {
    const calibration = makeCalibration({ noise: 0.02, requests: 300 });
    const p99 = p99Of(calibration);
    expect(p99?.tolerance).toBeGreaterThan(0.12);
    expect(p99?.advice).toMatch(
      /wants about 900 answers a round, and a round had 300\. Calibrate with --duration \d+m/,
    );
  });

  test('the gate of a request by its own answers', () => {
    const plan = makeLivePlan({
      base: null,
      gate: { endpoints: { 'create owner': { p99: { limit: 250, regression: 0.2 } } } },
    });
    const calibration = makeCalibration({ plan, noise: 0.02, requests: 4000 });
    const own = calibration.gates.find(({ endpoint }) => endpoint === 'create owner');
    expect(own).toMatchObject({ metric: 'p99', declared: 0.2, declaredHolds: true, answers: 800 });
    expect(writeCalibrationYaml(plan, calibration)).toMatch(
      /create owner: \{ p99: \{ max: 250 ms, regression: \d+ % \} \}/,
    );
  });

  test('without a regression in the file, the usual three; in an open model, not of throughput', () => {
    const bare = makeLivePlan({ base: null, whole: { p99: { limit: 100, regression: null } } });
    const calibration = makeCalibration({ plan: bare, noise: 0.02 });
    expect(calibration.gates.map(({ metric, declared }) => [metric, declared])).toEqual([
      ['p99', null],
      ['throughput', null],
      ['errors', null],
    ]);
    expect(writeCalibrationYaml(bare, calibration)).toMatch(/^gate:\n {2}p99: \{ max: 100 ms, regression: /);
    const load = withArrivals(bare.load, { perSecond: 300, kind: 'constant' });
    const open = makeCalibration({ plan: { ...bare, load }, noise: 0.02 });
    expect(open.gates.map(({ metric }) => metric)).toEqual(['p99', 'errors']);
  });

  test('a longer budget where its blocks are too few for what is declared', () => {
    const live = { measureMs: 3000, discardMs: 500, budgetMs: 63_000, allowance: null };
    const plan = makeLivePlan({ base: null, gate: { live } });
    const calibration = makeCalibration({ plan, noise: 0.07 });
    expect(calibration.rounds.blocks).toBeGreaterThan(9);
    expect(calibration.rounds.budgetMs).toBeGreaterThan(63_000);
    expect(p99Of(calibration)?.declaredHolds).toBe(true);
  });
});

describe('two environments with the same code', () => {
  const twoHosts = { oneUrl: false, sharedHost: false, noise: 0.02 };

  test('what they differ by at most is allowed for, and tolerances are more than twice as large', () => {
    const calibration = makeCalibration({ ...twoHosts, p99: 1.04 });
    const { allowance } = calibration;
    expect(allowance?.estimate).toBeGreaterThan(0.03);
    expect(allowance?.allowance).toBeGreaterThanOrEqual(allowance?.estimate ?? 1);
    expect((allowance?.allowance ?? 0) * 200).toBeCloseTo(Math.round((allowance?.allowance ?? 0) * 200), 9);
    expect(p99Of(calibration)?.tolerance).toBeGreaterThan(2 * (allowance?.allowance ?? 1));
    expect(p99Of(calibration)?.advice).toMatch(/may differ by [\d.]+ % by themselves/);
    expect(writeCalibrationYaml(written, calibration)).toMatch(/\n {2}environment-allowance: [\d.]+ %$/);
  });

  test('on one host nothing is allowed for, unless they are shown to differ', () => {
    const alike = makeCalibration({ ...twoHosts, sharedHost: true });
    expect(alike.allowance?.allowance).toBe(0);
    const unlike = makeCalibration({ ...twoHosts, sharedHost: true, p99: 1.05 });
    expect(unlike.allowance?.allowance).toBeGreaterThan(0.03);
    expect(unlike.warnings.join(' ')).toMatch(/is it the same code, with the same data/);
  });
});

describe('what is said beside it', () => {
  test('stalls, few blocks and a run that was cut short', () => {
    const stalling = makeCalibration({ noise: 0.02, p99: (block) => (block % 3 === 0 ? 3 : 1) });
    expect(stalling.warnings.join(' ')).toMatch(/rounds stalled .*find what stops the service/);
    expect(makeCalibration({ blocks: 14 }).warnings[0]).toMatch(
      /^14 blocks tell the spread to a factor of 1\.\d/,
    );
    expect(makeCalibration({ blocks: 9, cutShort: true }).warnings[0]).toMatch(/^It was cut short: 9 blocks/);
  });

  test('that the second round of a block is slower: it is no matter of sides', () => {
    const run = makeRun({ noise: 0.01 });
    const slower = run.evidence.blocks.map((block) => {
      const side = block.first === 'target' ? 'base' : 'target';
      const { whole } = block[side];
      return {
        ...block,
        [side]: {
          ...block[side],
          whole: { ...whole, latencyMs: quantilesOf((whole.latencyMs?.p99 ?? 0) * 1.06) },
        },
      };
    });
    const { noise, warnings } = calibrate({ ...run, evidence: { ...run.evidence, blocks: slower } });
    expect(noise.secondRound).toBeCloseTo(0.06, 1);
    expect(warnings.join(' ')).toMatch(/second round of a block had a P99 \+\d\.\d % against the first/);
  });
});

describe('nothing is recommended', () => {
  const live = (shape = {}) => makeLive({ blocks: 20, ...shape });
  test('from what can be believed: something is', () => {
    expect(disbelieveCalibration(makeTarget(live()), live(), false)).toBeNull();
  });

  test.each([
    ['too few blocks', { blocks: 5 }, false, /^Only 5 blocks can be judged by/],
    ['cut short too early', { blocks: 1 }, true, /^It was cut short after 1 block,/],
    ['a broken target', { targetErrors: 0.5 }, false, /^50\.\d % of the target's requests failed/],
    [
      'errors of 5 %, alike on both sides',
      { targetErrors: 0.05, baseErrors: 0.05 },
      false,
      /^5\.\d+ % of the target's requests failed/,
    ],
  ] as const)('%s', (_, shape, cutShort, reason) => {
    const evidence = live(shape);
    const found = disbelieveCalibration(makeTarget(evidence), evidence, cutShort);
    expect(found?.reason).toMatch(reason);
    expect(found?.advice).toMatch(/\.$/);
  });

  test('a target that went away', () => {
    const ended = { how: 'target-lost', why: 'The target refused every connection.' } as const;
    const found = disbelieveCalibration(makeMeasurement({ ended }), live(), false);
    expect(found?.reason).toBe('The target refused every connection');
  });
});

describe('what is to be pasted', () => {
  const FILE = (gate: string, names: readonly string[]) =>
    `load: { connections: 10, duration: 10s }\nscenario:\n  requests:\n${names
      .map((name) => `    - { name: ${JSON.stringify(name)}, get: /a }\n`)
      .join('')}${gate}\n`;
  const parse = (gate: string, names: readonly string[], base: boolean): Plan =>
    parseConfig(FILE(gate, names), 'tailgate.yml', {
      inputs: {
        door: 'terminal',
        targetUrl: 'http://127.0.0.1:1',
        ...(base ? { baseUrl: 'http://127.0.0.1:2' } : {}),
      },
      env: {},
      ...(base ? {} : { purpose: 'calibration' as const }),
    });
  const NAMES = [
    'list',
    'a: b #c',
    'no',
    '"quoted"',
    '{x}',
    "it's",
    '- dash',
    'in  the middle',
    'ünïcode 🚀',
    '\u202efrom the right\u2066',
    'true',
    '42',
  ];

  test('is accepted by the parser with a base, keeps every other bound, and says what was recommended', () => {
    const endpoints = NAMES.map(
      (name) => `    ${JSON.stringify(name)}: { p99: { max: 250.5 ms, regression: 20 % } }`,
    );
    const gate = `gate:\n  p99: { max: 1.5 s, regression: 10 % }\n  throughput: { min: 0.5 /s }\n  errors: { max: 0.1 %, regression: 0.5 pp }\n  endpoints:\n${endpoints.join('\n')}`;
    const plan = parse(gate, NAMES, false);
    const calibration = makeCalibration({ plan, noise: 0.05, requests: 12_000, sessions: 40, oneUrl: false });
    const yaml = writeCalibrationYaml(plan, calibration);
    expect(yaml).not.toMatch(/\p{Cf}/u);
    const pasted = parse(yaml, NAMES, true);
    expect(pasted.gate.whole.p99?.limit).toBe(1500);
    expect(pasted.gate.whole.throughput).toEqual({ limit: 0.5, regression: null });
    expect(pasted.gate.whole.errors?.limit).toBe(0.001);
    for (const { metric, endpoint, tolerance, declared } of calibration.gates) {
      const bounds = endpoint === null ? pasted.gate.whole : pasted.gate.endpoints[endpoint];
      expect(bounds?.[metric]?.regression).toBeCloseTo(tolerance ?? declared ?? -1, 9);
    }
    expect(Object.keys(pasted.gate.endpoints).sort()).toEqual([...NAMES].sort());
    expect(pasted.gate.live).toEqual({
      measureMs: calibration.rounds.measureMs,
      discardMs: calibration.rounds.discardMs,
      budgetMs: calibration.rounds.budgetMs,
      allowance: calibration.allowance?.allowance,
    });
  });

  test('a file without any regression, which the gate refuses, may be calibrated', () => {
    const gate = 'gate: { p99: { max: 100 ms }, environment-allowance: 9 % }';
    expect(() => parse(gate, ['list'], true)).toThrow(/declares no regression/);
    const plan = parse(gate, ['list'], false);
    const yaml = writeCalibrationYaml(plan, makeCalibration({ plan, noise: 0.02 }));
    expect(parse(yaml, ['list'], true).gate.whole.p99).toMatchObject({ limit: 100 });
  });
});

test('the report says what was measured, what to paste, how sure it is and what is not known', () => {
  const calibration = makeCalibration({ noise: 0.2 });
  const yaml = writeCalibrationYaml(written, calibration);
  const text = renderCalibration({ written, calibration, yaml }, { colour: false, width: 110 });
  expect(text).toMatch(/^✔ CALIBRATED {2}realistic\n/);
  expect(text).toContain('http://127.0.0.1:8080 against itself: 50 blocks of two rounds of 3 s');
  expect(text).toMatch(/regression +declared +holds +recommended/);
  expect(text).toMatch(/P99 +10 % +no +\d+ %/);
  for (const line of yaml.split('\n')) expect(text).toContain(`    ${line}`);
  expect(text).toMatch(/how sure +200 sessions drawn/);
  expect(text).toMatch(/not known +How two hosts differ/);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});
