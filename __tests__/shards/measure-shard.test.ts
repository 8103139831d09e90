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

/** The test's own two clocks, beside which nothing goes by but what a test lets go by. */
const clocks = { dateMs: 0, nowMs: 0 };
beforeEach(() => {
  Object.assign(clocks, { dateMs: Date.UTC(2025, 9, 10), nowMs: 1000 });
  jest.spyOn(Date, 'now').mockImplementation(() => Math.floor(clocks.dateMs));
  jest.spyOn(performance, 'now').mockImplementation(() => clocks.nowMs);
});
afterEach(() => jest.restoreAllMocks());

function pass(ms: number): void {
  clocks.dateMs += ms;
  clocks.nowMs += ms;
}

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

/** As NTP does it, by so much, while a second goes by. */
const setClock = (byMs: number) => () => {
  pass(1000);
  clocks.dateMs += byMs;
};

test('what the meeting found out of its clock is in the file, as far as nobody sets it', async () => {
  const { clock, trouble } = await measure(engineThat(() => pass(5000)));
  expect([clock.offsetMs, clock.source, trouble]).toEqual([12, 'github', null]);
  expect(clock.uncertaintyMs).toBe(20);
});

test.each([
  3000, -3000,
])('a clock that is set by %i ms after the meeting is not known so well', async (byMs) => {
  const { clock } = await measure(engineThat(setClock(byMs)));
  expect(clock.uncertaintyMs).toBe(3020);
});

test('a machine that stalls while it looks at its clock has set nothing', async () => {
  let looks = 0;
  jest.spyOn(Date, 'now').mockImplementation(() => {
    // Before what it is told, or after.
    const [beforeMs, afterMs] = [
      [700, 0],
      [0, 300],
      [0, 0],
    ][looks++ % 3] as [number, number];
    pass(beforeMs);
    const dateMs = Math.floor(clocks.dateMs);
    pass(afterMs);
    return dateMs;
  });
  const { clock } = await measure(engineThat(setClock(3000)));
  expect(clock.uncertaintyMs).toBe(3020);
});

test('one that is alone has nobody to be apart from', async () => {
  const { clock } = await measure(engineThat(setClock(3000)), 1);
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
