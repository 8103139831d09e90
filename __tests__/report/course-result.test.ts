/** How the load went, as the result file tells it. */
import { resultSchema } from '../../src/evidence/result/schema.ts';
import { publicationOf } from '../../src/report/publication.ts';
import * as cases from './cases.ts';
import * as interleaved from './interleaved-cases.ts';
import { judged, mixConfig, mixTraffic } from './judged.ts';
import * as stages from './stage-cases.ts';

const GATE = 'p99: { max: 120 ms, regression: 10 % }';

test('each side has its own, and all of its requests are in it', () => {
  const { result } = publicationOf(interleaved.interleavedPass);
  expect(result.course?.map(({ side }) => side)).toEqual(['target', 'base']);
  const [target, base] = (result.course ?? []).map(({ points }) =>
    points.reduce((sum, { requests }) => sum + requests, 0),
  );
  expect(target).toBe(result.metrics?.requests);
  expect(base).toBe(result.interleaved?.metrics.requests);
  expect(resultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(JSON.parse(JSON.stringify(result)));
});

test('a stalled round is told where it was, and as often as the summary counts', () => {
  const slow = { medianMs: 90, p99Ms: 400 };
  const names = Object.fromEntries(Object.keys(mixTraffic().names ?? {}).map((name) => [name, slow]));
  const { result } = publicationOf(
    judged({
      name: 'stalled',
      config: mixConfig({ gate: GATE }),
      base: mixTraffic(),
      target: { ...mixTraffic(), spells: [{ rounds: [4], names }] },
    }),
  );
  const [target, base] = result.course ?? [];
  const stalled = target?.events.filter(({ kind }) => kind === 'stalled') ?? [];
  expect(stalled).toHaveLength(result.interleaved?.stalledRounds.target ?? -1);
  expect(stalled).toEqual([{ kind: 'stalled', fromSeconds: 12, toSeconds: 15 }]);
  expect(base?.events).toEqual([]);
});

test('whole passes are not held against one another', () => {
  const { result } = publicationOf(stages.passesFail);
  expect(result.course?.flatMap(({ events }) => events.map(({ kind }) => kind))).not.toContain('stalled');
  expect(result.course?.[0]?.points.every(({ stage }) => stage !== undefined)).toBe(true);
});

test('where nothing was measured, there is none', () => {
  expect(publicationOf(cases.loginFailed).result).not.toHaveProperty('course');
});
