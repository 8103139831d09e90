/** A session that expired under load: the pause is told, and in no figure. */
import { gather } from '../../src/evidence/gather.ts';
import { judge } from '../../src/judgement/judge.ts';
import { writeWarning } from '../../src/report/words/remarks.ts';
import { makeSteadyRound } from '../evidence/make-round.ts';
import { makePlan } from './make.ts';

const RUN = { machine: { tool: 't', machine: 'm' }, seed: 's', budgetBlocks: 1, budgetSpent: false };
const renewed = { renewals: { logins: 2, pausedMs: 2400 } };

test('each round’s count adds up to a warning beside the verdict', () => {
  const plan = { ...makePlan(), base: null, baseline: null };
  const rounds = [
    makeSteadyRound({ round: renewed }),
    makeSteadyRound(),
    makeSteadyRound({ round: renewed }),
  ];
  const { measurement } = gather(rounds, plan, RUN);
  expect(measurement.renewals).toEqual({ logins: 4, pausedMs: 4800 });
  const { warnings } = judge(plan, measurement, null).verdict;
  expect(warnings).toContainEqual({ code: 'login-renewed', side: null, logins: 4, pausedSeconds: 4.8 });
});

test('without one there is none', () => {
  const plan = { ...makePlan(), base: null, baseline: null };
  const { measurement } = gather([makeSteadyRound()], plan, RUN);
  expect(measurement.renewals).toBeNull();
  expect(judge(plan, measurement, null).verdict.warnings.map(({ code }) => code)).not.toContain(
    'login-renewed',
  );
});

test('the throughput of a block counts the time in which there was load', () => {
  const plan = { ...makePlan(), base: { origin: 'http://127.0.0.1:2' } };
  const block = [makeSteadyRound({ round: renewed }), makeSteadyRound({ round: { side: 'base' } })];
  const [first] = gather(block, plan, RUN).interleaved?.blocks ?? [];
  const perSecond = (side: 'target' | 'base') => first?.[side].whole.throughputPerSecond ?? 0;
  expect(perSecond('target') / perSecond('base')).toBeCloseTo(20 / 17.6, 6);
});

test.each([
  [
    { side: null, logins: 1 },
    'The session expired under load, and the login was renewed once. Nothing was sent for 2.40 s; P99 and throughput include neither that time nor the requests that would have arrived in it.',
  ],
  [
    { side: 'base' as const, logins: 3 },
    /^On the base, the session expired under load, .* renewed 3 times\./,
  ],
])('in words: %j', (over, says) => {
  const words = writeWarning({ code: 'login-renewed', pausedSeconds: 2.4, ...over });
  if (typeof says === 'string') expect(words).toBe(says);
  else expect(words).toMatch(says);
});
