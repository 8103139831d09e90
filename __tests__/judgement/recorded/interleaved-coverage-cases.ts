/** Against a base: single requests, and what gives too few responses or none. */
import type { RunCase } from './case.ts';
import { ALL, ERRORS, EVEN, OWNER, P99, run, SHORT, SPEED, TIGHT, times } from './interleaved-parts.ts';

export const LIVE_SILENCE_CASES: readonly RunCase[] = [
  run('an endpoint slower', OWNER, { names: { 'create owner': { p99Ms: 170 } } }),
  run('an endpoint slower that has no gate', ALL, { names: { 'create owner': { p99Ms: 95 } } }),
  run('an endpoint fails', OWNER, { names: { 'create owner': { errors: { 500: 0.1 } } } }),
  run(
    'an endpoint with few answers',
    OWNER,
    { names: { 'create owner': { perSecond: 3 } } },
    {
      names: { 'create owner': { perSecond: 3 } },
    },
  ),
  run(
    'an endpoint with few answers, a short budget',
    `${OWNER}\n${SHORT.replace('84', '98')}`,
    {
      names: { 'create owner': { perSecond: 1 } },
    },
    { names: { 'create owner': { perSecond: 1 } } },
  ),
  run(
    'an endpoint without a turn',
    OWNER,
    { names: { 'create owner': { perSecond: 0 } } },
    {
      names: { 'create owner': { perSecond: 0 } },
    },
  ),
  run('an endpoint without a turn on the target', OWNER, { names: { 'create owner': { perSecond: 0 } } }),
  run('an endpoint without a turn on the base', ALL, {}, { names: { 'create owner': { perSecond: 0 } } }),
  run(
    'an endpoint that fails alike',
    OWNER,
    { names: { 'create owner': { errors: { 404: 1 } } } },
    {
      names: { 'create owner': { errors: { 404: 1 } } },
    },
  ),
  run(
    'an endpoint that fails alike, without a gate',
    ALL,
    { names: { 'create owner': { errors: { 404: 1 } } } },
    {
      names: { 'create owner': { errors: { 404: 1 } } },
    },
  ),
  run('an endpoint that fails on the target alone', OWNER, {
    names: { 'create owner': { errors: { 404: 1 } } },
  }),
  run(
    'an endpoint that fails on the base alone',
    OWNER,
    {},
    { names: { 'create owner': { errors: { 404: 1 } } } },
  ),
  run(
    'an endpoint that succeeds by turns',
    OWNER,
    {
      names: { 'create owner': {} },
      spells: [{ rounds: EVEN, names: { 'create owner': { errors: { 404: 1 } } } }],
    },
    {
      names: { 'create owner': {} },
      spells: [
        { rounds: times(45).filter((i) => i % 2 === 1), names: { 'create owner': { errors: { 404: 1 } } } },
      ],
    },
  ),
  run('an endpoint that the target answers never', OWNER, {
    names: { 'create owner': { errors: { unanswered: 1 } } },
  }),
  run(
    'an endpoint that neither answers',
    ALL,
    { names: { 'create owner': { errors: { unanswered: 1 } } } },
    {
      names: { 'create owner': { errors: { unanswered: 1 } } },
    },
  ),
  run('all fail alike', ALL, { errors: { 404: 1 } }, { errors: { 404: 1 } }),
  run('all fail alike, speed alone', SPEED, { errors: { 404: 1 } }, { errors: { 404: 1 } }),
  run('all fail on the base', SPEED, {}, { errors: { socket: 1 } }),
  run('no request on either side', ALL, { perSecond: 0 }, { perSecond: 0 }),
  run('no request on the target', ALL, { perSecond: 0 }),
  run('no request on the base', ALL, {}, { perSecond: 0 }),
  run('few requests', ALL, { perSecond: 6 }, { perSecond: 6 }),
  run('very few requests', `${ALL}\n${SHORT}`, { perSecond: 1 }, { perSecond: 1 }),
  run('one request a round', `${P99}\n${TIGHT}`, { perSecond: 0.4 }, { perSecond: 0.4 }),
  run('few requests, slower', SPEED, { perSecond: 20, p99Ms: 200 }, { perSecond: 20 }),
  run(
    'few requests, many fail',
    `${ERRORS}\n${TIGHT}`,
    { perSecond: 0.6, errors: { 500: 0.3 } },
    { perSecond: 0.6 },
  ),
  run(
    'a tolerance that wants more answers',
    'p99: { regression: 5 % }',
    { perSecond: 40, noise: 0.1 },
    {
      perSecond: 40,
      noise: 0.1,
    },
  ),
];
