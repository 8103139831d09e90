/** A file that is read to be calibrated: what the gate may tolerate is what is asked, so the gate asks less of it. */
import { planCalibration } from '../../src/config/calibration/calibration-plan.ts';
import { planSelftest } from '../../src/config/calibration/selftest-plan.ts';
import { parseConfig } from '../../src/config/parse-config.ts';

const FILE = `scenario:
  requests:
    - { name: list, get: /a }
gate: { p99: { max: 100 ms } }
`;
const parse = (baseUrl: string, purpose: 'gate' | 'calibration') =>
  parseConfig(FILE, 'tailgate.yml', {
    inputs: { door: 'terminal', targetUrl: 'http://127.0.0.1:1', baseUrl },
    env: {},
    purpose,
  });

test('beside a base it needs no regression, without which the gate would have nothing to compare', () => {
  expect(() => parse('http://127.0.0.1:2', 'gate')).toThrow(/declares no regression/);
  expect(parse('http://127.0.0.1:2', 'calibration').base?.origin).toBe('http://127.0.0.1:2');
});

test.each([
  ['stages: [{ connections: 1, duration: 9s }, { connections: 2, duration: 9s }]', 'has 2 stages'],
  ['stages: [{ connections: { from: 1, to: 9 }, duration: 9s }]', 'is a ramp'],
])('a load of %s is none that rounds stand for', (load, what) => {
  const plan = parseConfig(`load: { ${load} }\n${FILE}`, 'tailgate.yml', {
    inputs: { door: 'terminal', targetUrl: 'http://127.0.0.1:1' },
    env: {},
    purpose: 'calibration',
  });
  const wayOut = 'needs rounds of a constant load: name one with --profile, such as realistic';
  expect(() => planCalibration(plan, 360_000)).toThrow(`tailgate.yml load: ${what}, but calibrate ${wayOut}`);
  const ways = ['http://127.0.0.1:1', 'http://127.0.0.1:2'] as const;
  expect(() => planSelftest(plan, ...ways)).toThrow(`tailgate.yml load: ${what}, but selftest ${wayOut}`);
});

test('one URL may be given for both sides, which is what is measured without a base anyway', () => {
  expect(parse('http://127.0.0.1:1', 'calibration').base?.origin).toBe('http://127.0.0.1:1');
});

test('a load of several stages is refused: what is learnt of blocks says nothing of whole passes', () => {
  const plan = parse('http://127.0.0.1:2', 'calibration');
  const [stage] = plan.load.stages;
  const staged = { ...plan, load: { ...plan.load, stages: [stage, stage] as const } };
  expect(() => planCalibration(staged, 360_000)).toThrow(
    /^tailgate\.yml load: has 2 stages, but calibrate needs rounds of a constant load: name one with --profile/,
  );
  expect(() => planSelftest(staged, 'http://127.0.0.1:1', 'http://127.0.0.1:2')).toThrow(
    /but selftest needs rounds/,
  );
});

test('an environment below a path is measured there on both sides, also through proxies', () => {
  const plan = parseConfig(FILE, 'tailgate.yml', {
    inputs: { door: 'terminal', targetUrl: 'https://x.example/pr-7' },
    env: {},
    purpose: 'calibration',
  });
  expect(planCalibration(plan, 360_000).base).toEqual({ origin: 'https://x.example', basePath: '/pr-7' });
  const through = planSelftest(plan, 'http://127.0.0.1:1', 'http://127.0.0.1:2');
  expect(through.target).toMatchObject({ origin: 'http://127.0.0.1:1', basePath: '/pr-7' });
  expect(through.base).toEqual({ origin: 'http://127.0.0.1:2', basePath: '/pr-7' });
});
