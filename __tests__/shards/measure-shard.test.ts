import { jest } from '@jest/globals';
import type { Engine } from '../../src/engine/engine.ts';
import { Unmeasurable } from '../../src/engine/unmeasurable.ts';
import { measureShard } from '../../src/measure-shard.ts';
import { makePlan, makeRequest } from '../judgement/make.ts';
import { makeShardedRound } from './make-shards.ts';

const plan = {
  ...makePlan({ scenario: { logins: [], requests: [makeRequest({ name: 'list' })] } }),
  shards: 2,
};

afterEach(() => jest.restoreAllMocks());

/** @param during what befalls the machine while it loads */
function engineThat(during: () => void): Engine {
  return {
    prepare: async () => {},
    measure: async (_, { side, seed }) => {
      during();
      return [makeShardedRound([], ['list'], { side, seed })];
    },
    confirm: async () => {},
    address: () => null,
    servedCommit: () => null,
    close: async () => {},
    cleanup: () => [],
    machine: { tool: 'tailgate', machine: 'a machine' },
    secrets: () => [],
  };
}

const measure = (engine: Engine, of = 2) =>
  measureShard(plan, {
    shard: { index: 1, of },
    engine,
    signal: new AbortController().signal,
    meet: async () => ({
      atMs: Date.now(),
      clock: { offsetMs: 12, uncertaintyMs: 20, source: 'github' },
      run: 'run 7 attempt 1',
    }),
    met() {},
  });

/** As NTP does it, by so much. */
function setClock(byMs: number): void {
  const now = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => now() + byMs);
}

test('what the meeting found out of its clock is in the file, as far as nobody sets it', async () => {
  const { clock, trouble } = await measure(engineThat(() => {}));
  expect([clock.offsetMs, clock.source, trouble]).toEqual([12, 'github', null]);
  expect(clock.uncertaintyMs).toBeGreaterThanOrEqual(20);
  expect(clock.uncertaintyMs).toBeLessThanOrEqual(25);
});

test.each([
  3000, -3000,
])('a clock that is set by %i ms after the meeting is not known so well', async (byMs) => {
  const { clock } = await measure(engineThat(() => setClock(byMs)));
  expect(clock.uncertaintyMs).toBeGreaterThanOrEqual(3015);
  expect(clock.uncertaintyMs).toBeLessThanOrEqual(3025);
});

test('one that is alone has nobody to be apart from', async () => {
  const { clock } = await measure(
    engineThat(() => setClock(3000)),
    1,
  );
  expect(clock.uncertaintyMs).toBe(20);
});

test('what kept it from measuring is in the file, and it met nobody', async () => {
  const engine = {
    ...engineThat(() => {}),
    prepare: async () => {
      throw new Unmeasurable('not-ready', 'the target did not answer');
    },
  };
  expect(await measure(engine)).toMatchObject({
    run: null,
    seed: '',
    trouble: { code: 'not-ready', detail: 'the target did not answer' },
  });
});
