/** A calibration of gates on flows. */
import { planCalibration } from '../../../src/config/calibration/calibration-plan.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import type { Plan } from '../../../src/config/plan.ts';
import { gather } from '../../../src/evidence/gather.ts';
import { calibrate } from '../../../src/judgement/calibration/calibrate.ts';
import { renderCalibration } from '../../../src/report/calibration/calibration.ts';
import { writeCalibrationYaml } from '../../../src/report/calibration/yaml.ts';
import { makeFlowPlan, type Shop, Users } from '../../evidence/make-flows.ts';
import { drawn } from '../../part.ts';
import { generator } from '../generator.ts';

const MACHINE = { tool: 'tailgate 0.1.0', machine: 'linux x64, 2 cores' };
const BLOCKS = 24;

const written = makeFlowPlan({
  whole: {},
  gate: {
    flows: { order: { p99: { limit: 90, regression: 0.3 }, errors: { limit: null, regression: 0.02 } } },
    interleaved: { measureMs: 3000, sliced: false, discardMs: 500, budgetMs: 180_000, allowance: null },
  },
});

function calibrated(plan: Plan, shop: Shop = {}) {
  const users = { target: new Users('target', shop), base: new Users('base', shop) };
  const rounds = Array.from({ length: BLOCKS }, (_, i) =>
    (i % 2 === 0 ? (['target', 'base'] as const) : (['base', 'target'] as const)).map((side) =>
      users[side].round(3),
    ),
  ).flat();
  const planned = planCalibration(plan, BLOCKS * 7000);
  const run = { machine: MACHINE, seed: 'flows', budgetBlocks: BLOCKS, budgetSpent: false };
  const { interleaved } = gather(rounds, planned, run);
  if (interleaved === null) throw new Error('a calibration has a base');
  return calibrate({
    written: plan,
    plan: planned,
    evidence: interleaved,
    elapsedMs: BLOCKS * 7000,
    cutShort: false,
    oneUrl: true,
    unit: generator(4711).even,
    sessions: drawn(200, 60),
  });
}

const calibration = calibrated(written);

test('each gate of a flow has its tolerance, learnt from whole walks', () => {
  expect(calibration.gates.map(({ metric, endpoint, flow }) => [metric, endpoint, flow])).toEqual([
    ['p99', 'order', true],
    ['errors', 'order', true],
  ]);
  const [p99] = calibration.gates;
  expect(p99).toMatchObject({ declared: 0.3 });
  expect(p99?.tolerance).toBeGreaterThan(0);
  expect(p99?.spread).toBeGreaterThan(0);
  // Walks of a round of 3 s, and not the requests of a round.
  expect(p99?.responses).toBeGreaterThan(50);
  expect(p99?.responses).toBeLessThan(600);
});

test('what is to be pasted stands under gate.flows, with its limit', () => {
  const yaml = writeCalibrationYaml(written, calibration);
  expect(yaml).toMatch(
    /^ {2}flows:\n {4}order: \{ p99: \{ max: 90 ms, regression: [\d.]+ % \}, errors: \{ regression: [\d.]+ pp \} \}$/m,
  );
  const file = `load: { connections: 10, duration: 20s }
scenario:
  flows: [ { name: order, weight: 1, steps: [ { get: /a } ] } ]
${yaml}
`;
  const parsed = parseConfig(file, 'tailgate.yml', {
    inputs: { door: 'terminal', targetUrl: 'http://127.0.0.1:1', baseUrl: 'http://127.0.0.1:2' },
    env: {},
  });
  expect(parsed.gate.flows?.order?.p99).toEqual({ limit: 90, regression: calibration.gates[0]?.tolerance });
});

test('the terminal says that it is a flow', () => {
  const yaml = writeCalibrationYaml(written, calibration);
  const text = renderCalibration({ written, calibration, yaml }, { colour: false, width: 160 });
  expect(text).toMatch(/^ *flow order *$/m);
});

test('where a tolerance can not be held, the flow is named', () => {
  const tight = makeFlowPlan({
    ...written,
    whole: {},
    gate: { ...written.gate, flows: { welcome: { p99: { limit: null, regression: 0.05 } } } },
  });
  const { gates } = calibrated(tight);
  expect(gates).toMatchObject([{ endpoint: 'welcome', flow: true, declaredHolds: false }]);
  const text = renderCalibration(
    { written: tight, calibration: { ...calibration, gates }, yaml: '' },
    { colour: false, width: 200 },
  );
  expect(text).toContain('P99 of the flow welcome');
});
