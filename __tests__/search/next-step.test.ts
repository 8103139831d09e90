import type { BreakpointSearch } from '../../src/config/plan.ts';
import { nextStep } from '../../src/search/next-step.ts';
import type { SeenStep, StepBreak } from '../../src/search/step.ts';
import { CONNECTIONS, RATES } from './simulate.ts';

const LIMIT: StepBreak = { what: 'limit', metric: 'p99' };

/** What was seen of a step at that load. */
function seen(load: number, broke: StepBreak | null = null, more: Partial<SeenStep> = {}): SeenStep {
  const throughputPerSecond = broke === null ? load : load * 0.7;
  return {
    phase: 'climb',
    load,
    seconds: 4,
    elapsedMs: 4000,
    throughputPerSecond,
    broke,
    cut: broke !== null,
    ...more,
  };
}

const rest = (broke: StepBreak | null = null): SeenStep =>
  seen(50, broke, { phase: 'rest', seconds: 1, elapsedMs: 1000 });

describe('a search for a rate', () => {
  test('begins with the least, and climbs by half as much again', () => {
    expect(nextStep(RATES, [])).toEqual({ phase: 'climb', load: 50, ms: 3833 });
    expect(nextStep(RATES, [seen(50)])).toMatchObject({ phase: 'climb', load: 75 });
    expect(nextStep(RATES, [seen(50), seen(75)])).toMatchObject({ load: 113 });
  });

  test('climbs faster where it has further to go, and never beyond the most', () => {
    const wide: BreakpointSearch = { ...RATES, from: 1, most: 100_000 };
    expect(nextStep(wide, [seen(1)])).toMatchObject({ load: 2 });
    expect(nextStep({ ...RATES, most: 60 }, [seen(50)])).toMatchObject({ load: 60 });
  });

  test('rests after a step that broke, until the service is back', () => {
    const broken = [seen(50), seen(75), seen(113, LIMIT)];
    expect(nextStep(RATES, broken)).toEqual({ phase: 'rest', load: 18.75, ms: 1000 });
    expect(nextStep(RATES, [...broken, rest(LIMIT)])).toMatchObject({ phase: 'rest' });
    expect(nextStep(RATES, [...broken, rest(LIMIT), rest()])).toMatchObject({ phase: 'close' });
  });

  test('narrows down between what held and what broke, first beside what was still answered', () => {
    const done = [seen(200), seen(300, LIMIT, { throughputPerSecond: 250 }), rest()];
    expect(nextStep(RATES, done)).toMatchObject({ phase: 'close', load: 243 });
    expect(nextStep(RATES, [...done, seen(243)])).toMatchObject({ phase: 'close', load: 265 });
  });

  test('asks longer where requests are few, and no longer than the budget allows', () => {
    const ms = (most: number) => {
      const step = nextStep({ ...RATES, from: most / 2, most }, [seen(most / 2), seen(most)]);
      return typeof step === 'string' ? step : step.ms;
    };
    expect(ms(1000)).toBe(11_500);
    expect(ms(110)).toBe(13_636);
    expect(ms(20)).toBe(16_429);
  });

  test('tries the least twice where it broke, and is over then', () => {
    expect(nextStep(RATES, [seen(50, LIMIT), rest()])).toEqual({ phase: 'climb', load: 50, ms: 16_429 });
    expect(nextStep(CONNECTIONS, [seen(1, LIMIT), rest()])).toEqual({ phase: 'climb', load: 1, ms: 16_429 });
    expect(nextStep(RATES, [seen(50, LIMIT), rest(), seen(50, LIMIT), rest()])).toBe('done');
  });

  test('tries the most twice where it held', () => {
    const plan: BreakpointSearch = { ...RATES, most: 75 };
    expect(nextStep(plan, [seen(50), seen(75)])).toMatchObject({ phase: 'close', load: 75 });
    expect(nextStep(plan, [seen(50), seen(75), seen(75)])).toBe('done');
  });

  test('tries it no more often where something else broke a lower one', () => {
    const stalled = [seen(50), seen(75, LIMIT), rest()];
    expect(nextStep(RATES, [...stalled, seen(2000)])).toMatchObject({ phase: 'close' });
    expect(nextStep(RATES, [...stalled, seen(2000), seen(2000)])).toBe('done');
    const most = CONNECTIONS.most;
    expect(nextStep(CONNECTIONS, [...stalled, seen(most), seen(most)])).toBe('done');
  });
});

describe('a search is over', () => {
  test('as soon as a rate limiter turns requests away', () => {
    expect(nextStep(RATES, [seen(50), seen(75, { what: 'limiter' })])).toBe('limiter');
  });

  test('once the service does not come back within 15 s', () => {
    const resting = Array.from({ length: 14 }, () => rest({ what: 'silence' }));
    const broken = [seen(50), seen(75, { what: 'silence' })];
    expect(nextStep(RATES, [...broken, ...resting])).toMatchObject({ phase: 'rest' });
    expect(nextStep(RATES, [...broken, ...resting, rest({ what: 'silence' })])).toBe('no-recovery');
  });

  test('once the least broke twice, though nothing ever held that it could come back to', () => {
    const resting = Array.from({ length: 15 }, () => rest(LIMIT));
    const broken = [seen(50, LIMIT), ...resting];
    expect(nextStep(RATES, broken)).toMatchObject({ phase: 'climb', load: 50 });
    expect(nextStep(RATES, [...broken, ...broken])).toBe('done');
  });

  test('when its time is up', () => {
    const held = [seen(50), seen(75, null, { elapsedMs: 223_000 })];
    expect(nextStep(RATES, held)).toBe('budget');
  });
});

describe('a step that the generator was late for', () => {
  const late: StepBreak = { what: 'generator' };

  test('is made once more: something else may have kept it busy', () => {
    expect(nextStep(RATES, [seen(50), seen(75, late, { seconds: 2.5 }), rest()])).toEqual({
      phase: 'climb',
      load: 75,
      ms: 2500,
    });
  });

  test('also where it is the first', () => {
    expect(nextStep(RATES, [seen(50, late)])).toMatchObject({ phase: 'rest' });
    expect(nextStep(RATES, [seen(50, late), rest(late)])).toMatchObject({ phase: 'rest' });
    expect(nextStep(RATES, [seen(50, late), rest()])).toMatchObject({ phase: 'climb', load: 50 });
    expect(nextStep(RATES, [seen(50, late), rest(), seen(50, late)])).toBe('generator');
  });

  test('and then is the end: the generator can make no more', () => {
    expect(nextStep(RATES, [seen(50), seen(75, late), rest(), seen(75, late)])).toBe('generator');
  });

  test('says nothing of the service', () => {
    const done = [seen(50), seen(75, late), rest(), seen(75)];
    expect(nextStep(RATES, done)).toMatchObject({ phase: 'climb', load: 113 });
  });
});

describe('a search for connections', () => {
  /** Eight of them find a slot of 20 ms each; more wait. */
  const at = (load: number, phase: SeenStep['phase'] = 'climb') =>
    seen(load, null, { phase, throughputPerSecond: 50 * Math.min(8, load) });

  test('climbs in whole numbers', () => {
    const loads: number[] = [];
    const done: SeenStep[] = [];
    for (let i = 0; i < 5; i++) {
      const step = nextStep(CONNECTIONS, done);
      if (typeof step === 'string') break;
      loads.push(step.load);
      done.push(at(step.load));
    }
    expect(loads).toEqual([1, 2, 3, 5, 8]);
  });

  test('looks for the knee once more connections bring no more, twice', () => {
    const climbed = [1, 2, 3, 5, 8, 12].map((load) => at(load));
    expect(nextStep(CONNECTIONS, climbed)).toMatchObject({ phase: 'climb', load: 18 });
    expect(nextStep(CONNECTIONS, [...climbed, at(18)])).toMatchObject({ phase: 'close', load: 6 });
  });

  test('stays at the knee until its throughput is known', () => {
    const found = [1, 2, 3, 5, 8, 12, 18].map((load) => at(load));
    const between = [...found, at(6, 'close'), at(7, 'close')];
    expect(nextStep(CONNECTIONS, between)).toMatchObject({ load: 8 });
    expect(nextStep(CONNECTIONS, [...between, at(8, 'close'), at(8, 'close')])).toBe('done');
  });

  test('tries two neighbours twice, between which there is nothing', () => {
    const done = [at(1), at(2), seen(3, LIMIT), rest()];
    expect(nextStep(CONNECTIONS, done)).toMatchObject({ phase: 'close', load: 2 });
    expect(nextStep(CONNECTIONS, [...done, at(2, 'close')])).toMatchObject({ load: 3 });
    expect(nextStep(CONNECTIONS, [...done, at(2, 'close'), seen(3, LIMIT), rest()])).toBe('done');
  });

  test('rests with one connection at least', () => {
    expect(nextStep(CONNECTIONS, [at(1), seen(2, LIMIT)])).toEqual({ phase: 'rest', load: 1, ms: 1000 });
  });
});
