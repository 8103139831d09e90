import { compileStageBounds } from '../../src/config/gate/stage-bounds.ts';
import type { Load, Stage } from '../../src/config/plan.ts';
import { PROFILES } from '../../src/config/profiles.ts';
import { gateSchema } from '../../src/config/schema/gate-schema.ts';
import { readSource } from '../../src/config/yaml/source.ts';

const closed = (name: string | null): Stage => ({
  name,
  connections: 10,
  durationMs: 30_000,
  arrivals: null,
});
const open = (name: string | null, perSecond: number): Stage => ({
  ...closed(name),
  arrivals: { perSecond, kind: 'constant' },
});
const loadOf = (...stages: readonly [Stage, ...Stage[]]): Load => ({
  profile: null,
  stages,
  warmupMs: 0,
  timeoutMs: 10_000,
});
const SPIKE = loadOf(closed('calm'), closed('spike'), closed(null));

/** @param text what stands under `gate.stages` */
function compile(text: string, load: Load = SPIKE, otherLoads: readonly Load[] = []) {
  const source = readSource(`gate:\n  stages:\n    ${text}\n`, 'tailgate.yml');
  const { stages } = gateSchema.parse((source.value as { gate: unknown }).gate);
  const deck = {
    perArrival: 1,
    deadline: { ms: load.timeoutMs, of: 'load' as const },
    requests: new Map(),
    flows: new Map(),
  };
  return compileStageBounds(stages, {
    source,
    load,
    deck,
    otherLoads,
    retry: { declared: false, asked: false },
  });
}

test('bounds of stages, by name, or by number where they have none', () => {
  expect(
    compile('{ spike: { errors: { max: 10 % } }, 3: { p99: { max: 80 ms, regression: 20 % } } }'),
  ).toEqual({
    stages: {
      spike: { errors: { limit: 0.1, regression: null } },
      3: { p99: { limit: 80, regression: 0.2 } },
    },
    leftOut: [],
  });
});

test.each<[string, RegExp]>([
  [
    '{ spik: { errors: { max: 10 % } } }',
    /^tailgate\.yml:3 gate\.stages\.spik: no stage has this name, did you mean "spike"\?; the stages of the load are: calm, spike, 3$/,
  ],
  ['{ 2: { errors: { max: 10 % } } }', /gate\.stages\["2"\]: stage 2 has a name: write spike$/],
  ['{ 4: { errors: { max: 10 % } } }', /no stage has this name; the stages of the load are: calm, spike, 3$/],
  ['{ spike: { p99: { max: 11 s } } }', /gate\.stages\.spike\.p99\.max: 11 s is above the request timeout/],
])('%s is refused', (text, message) => {
  expect(() => compile(text)).toThrow(message);
});

test('bounds of a stage that only another load has are left out, not refused', () => {
  const text = '{ spike: { errors: { max: 10 % } } }';
  const light: Load = { profile: 'light', ...PROFILES.light };
  expect(compile(text, light, [SPIKE])).toEqual({ stages: {}, leftOut: ['spike'] });
  // What is wrong with them is told all the same.
  expect(() => compile('{ spike: { p99: { max: 11 s } } }', light, [SPIKE])).toThrow(
    /above the request timeout/,
  );
});

test('a load of one stage has none that could have bounds of its own', () => {
  const light: Load = { profile: 'light', ...PROFILES.light };
  expect(() => compile('{ 1: { p99: { max: 1 s } } }', light, [light])).toThrow(
    /the profile light has only one stage, .*write its bounds directly under gate$/,
  );
});

test('what a stage is offered is its own rate', () => {
  const load = loadOf(open('calm', 50), open('spike', 300));
  expect(compile('{ spike: { throughput: { min: 290 /s } } }', load).stages).toEqual({
    spike: { throughput: { limit: 290, regression: null } },
  });
  expect(() => compile('{ calm: { throughput: { min: 290 /s } } }', load)).toThrow(
    /gate\.stages\.calm\.throughput\.min: 290 \/s is more than the stage's rate offers \(50 \/s\)/,
  );
  expect(() => compile('{ calm: { throughput: { regression: 10 % } } }', load)).toThrow(
    /the stage's rate fixes the throughput at 50 \/s/,
  );
});
