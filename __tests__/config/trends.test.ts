/** `gate.p99.trend`: which loads can have one, and what is refused. */
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { ENV, EXAMPLE, type Given, INPUTS, parse } from './example.ts';

const withLoad = (load: string, gate: string) =>
  EXAMPLE.replace('load: realistic', `load: ${load}`).replace(/gate:.*/s, `gate: { ${gate} }\n`);
const P99 = 'p99: { trend: 10 % }';

function mistakeIn(text: string, given: Given = {}): string {
  try {
    parse(text, given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('parsed, though it should not');
}

test('relative for latencies and throughput, in points for errors; alone, and beside a limit', () => {
  const gate = 'p99: { max: 200 ms, trend: 10 % }, throughput: { trend: 20 % }, errors: { trend: 0.5 pp }';
  expect(parse(withLoad('soak', gate)).gate.whole).toEqual({
    p99: { limit: 200, regression: null, trend: 0.1 },
    throughput: { limit: null, regression: null, trend: 0.2 },
    errors: { limit: null, regression: null, trend: 0.005 },
  });
});

test.each([
  ['soak', {}],
  ['medium', {}],
  ['{ connections: 5, duration: 5m }', {}],
  ['{ connections: 5, duration: 1m }', { durationMs: 300_000 }],
  ['{ stages: [{ connections: 5, duration: 1m }, { connections: 9, duration: 10m }] }', {}],
  ['{ stages: [{ connections: { from: 1, to: 9 }, duration: 1m }, { connections: 9, duration: 10m }] }', {}],
])('a load that can have one: %s', (load, inputs) => {
  expect(parse(withLoad(load, P99), { inputs }).gate.whole.p99?.trend).toBe(0.1);
});

test.each<[string, string, Given, string]>([
  [
    'too short',
    withLoad('{ connections: 5, duration: 299s }', P99),
    {},
    'tailgate.yml:21 gate.p99.trend: this load is 299s long, too short for a trend: it has to be at least 5m, better 30m',
  ],
  ['cut short', withLoad('soak', P99), { inputs: { durationMs: 60_000 } }, 'this load is 1m long, too short'],
  ['a heavy load’s 3 minutes', withLoad('heavy', P99), {}, 'this load is 3m long, too short for a trend'],
  [
    'its longest stage too short',
    withLoad(
      '{ stages: [{ name: low, connections: 5, duration: 2m }, { connections: 9, duration: 1m }] }',
      P99,
    ),
    {},
    'its longest stage low is 2m long, too short for a trend',
  ],
  [
    'a ramp',
    withLoad('{ stages: [{ connections: { from: 1, to: 9 }, duration: 30m }] }', P99),
    {},
    'a trend is measured on the longest stage of a load, and here no constant stage is the longest: make one',
  ],
  [
    'stages of one length',
    withLoad('{ stages: [{ connections: 1, duration: 9m }, { connections: 9, duration: 9m }] }', P99),
    {},
    'no constant stage is the longest',
  ],
  [
    'beside a base',
    withLoad('medium', 'p99: { regression: 10 %, trend: 10 % }'),
    { inputs: { baseUrl: 'http://127.0.0.1:9' } },
    'gate.p99.trend: with a base, both environments are loaded alternately for seconds at a time',
  ],
  [
    'throughput at a rate',
    withLoad('{ connections: 5, duration: 9m, rate: 50/s }', 'throughput: { trend: 10 % }'),
    {},
    'gate.throughput.trend: load.rate fixes the throughput, so it has no trend: declare a min instead',
  ],
  [
    'below what can be told from noise',
    withLoad('soak', 'p99: { trend: 2 % }'),
    {},
    'gate.p99.trend: "2 %" can\'t be told from noise: write at least 5 %',
  ],
  [
    'of a single request',
    withLoad('soak', 'p99: { max: 1 s }, endpoints: { list buildings: { p99: { trend: 10 % } } }'),
    {},
    'unknown key; allowed here: max, regression',
  ],
])('%s is refused', (_, text, given, says) => {
  expect(mistakeIn(text, given)).toContain(says);
});

test('a calibration looks at no trend, and asks for none', () => {
  const read = () =>
    parseConfig(withLoad('realistic', P99), 'tailgate.yml', {
      inputs: INPUTS,
      env: ENV,
      purpose: 'calibration',
    });
  expect(read().load.stages).toHaveLength(1);
});
