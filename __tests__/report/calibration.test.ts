import { parseConfig } from '../../src/config/parse-config.ts';
import type { Plan } from '../../src/config/plan.ts';
import { renderCalibration } from '../../src/report/calibration/calibration.ts';
import { writeCalibrationYaml } from '../../src/report/calibration/yaml.ts';
import { makeCalibration } from '../judgement/calibration/make-calibration.ts';
import { makeInterleavedPlan } from '../judgement/make-interleaved.ts';
import { drawn } from '../part.ts';

const written = makeInterleavedPlan({ base: null });

describe('what is to be pasted', () => {
  const FILE = (gate: string, names: readonly string[]) =>
    `load: { connections: 10, duration: 10s }\nscenario:\n  requests:\n${names
      .map((name) => `    - { name: ${JSON.stringify(name)}, get: /a, retry: { on: [503] } }\n`)
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

  test('where nothing holds, the file keeps what it has', () => {
    const yaml = writeCalibrationYaml(written, makeCalibration({ noise: 1.2, sessions: drawn(100, 30) }));
    expect(yaml).toContain('p99: { regression: 10 % }');
  });

  test('the gate of a request keeps its limit, and gets a tolerance of its own', () => {
    const plan = makeInterleavedPlan({
      base: null,
      gate: { endpoints: { 'create owner': { p99: { limit: 250, regression: 0.2 } } } },
    });
    expect(writeCalibrationYaml(plan, makeCalibration({ plan, noise: 0.02, requests: 4000 }))).toMatch(
      /create owner: \{ p99: \{ max: 250 ms, regression: \d+ % \} \}/,
    );
  });

  test('without a regression in the file one comes beside the limit', () => {
    const bare = makeInterleavedPlan({ base: null, whole: { p99: { limit: 100, regression: null } } });
    const yaml = writeCalibrationYaml(bare, makeCalibration({ plan: bare, noise: 0.02 }));
    expect(yaml).toMatch(/^gate:\n {2}p99: \{ max: 100 ms, regression: /);
  });

  test('of two environments, what they are allowed to differ by', () => {
    const calibration = makeCalibration({ oneUrl: false, sharedHost: false, noise: 0.02, p99: 1.04 });
    expect(writeCalibrationYaml(written, calibration)).toMatch(/\n {2}environment-allowance: [\d.]+ %$/);
  });

  test('is accepted by the parser with a base, keeps every other bound, and says what was recommended', () => {
    const endpoints = NAMES.map(
      (name) => `    ${JSON.stringify(name)}: { p99: { max: 250.5 ms, regression: 20 % } }`,
    );
    const gate = `gate:\n  p99: { max: 1.5 s, regression: 10 % }\n  throughput: { min: 0.5 /s }\n  errors: { max: 0.1 %, regression: 0.5 pp }\n  attempts: { max: 1.25 }\n  endpoints:\n${endpoints.join('\n')}`;
    const plan = parse(gate, NAMES, false);
    const calibration = makeCalibration({ plan, noise: 0.05, requests: 12_000, sessions: 40, oneUrl: false });
    const yaml = writeCalibrationYaml(plan, calibration);
    expect(yaml).not.toMatch(/\p{Cf}/u);
    const pasted = parse(yaml, NAMES, true);
    expect(pasted.gate.whole.p99?.limit).toBe(1500);
    expect(pasted.gate.whole.throughput).toEqual({ limit: 0.5, regression: null });
    expect(pasted.gate.whole.errors?.limit).toBe(0.001);
    expect(pasted.gate.whole.attempts).toEqual({ limit: 1.25, regression: null });
    expect(yaml).toContain('\n  attempts: { max: 1.25 }\n');
    for (const { metric, endpoint, tolerance, declared } of calibration.gates) {
      const bounds = endpoint === null ? pasted.gate.whole : pasted.gate.endpoints[endpoint];
      expect(bounds?.[metric]?.regression).toBeCloseTo(tolerance ?? declared ?? -1, 9);
    }
    expect(Object.keys(pasted.gate.endpoints).sort()).toEqual([...NAMES].sort());
    expect(pasted.gate.interleaved).toEqual({
      measureMs: calibration.rounds.measureMs,
      sliced: false,
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
  const calibration = makeCalibration({ noise: 0.2, sessions: 200 });
  const yaml = writeCalibrationYaml(written, calibration);
  const text = renderCalibration({ written, calibration, yaml }, { colour: false, width: 110 });
  expect(text).toMatch(/^✔ CALIBRATED {2}realistic\n/);
  expect(text).toContain('http://127.0.0.1:8080 against itself: 50 blocks of two rounds of 3 s');
  expect(text).toMatch(/regression +declared +holds +recommended/);
  expect(text).toMatch(/P99 +10 % +no +\d+ %/);
  for (const line of yaml.split('\n')) expect(text).toContain(`    ${line}`);
  expect(text).toMatch(/how sure +200 sessions simulated/);
  expect(text).toMatch(/not known +How two hosts differ/);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110);
});
