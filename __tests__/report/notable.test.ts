import type { Verdict } from '../../src/judgement/verdict.ts';
import type { Report } from '../../src/report/report.ts';
import { isNotable } from '../../src/report/view/notable.ts';
import type { Spell, Traffic } from '../judgement/recorded/traffic.ts';
import { pass, slow } from './cases.ts';
import { publishedFork } from './fork.ts';
import { interleavedHosts, interleavedWarning } from './interleaved-cases.ts';
import { judged, mixConfig, mixTraffic } from './judged.ts';
import { MIX, makeComparison, makeMeasurement, makeReport, makeVerdict } from './make-report.ts';
import { publicationOnce } from './publication-once.ts';

const calm = makeReport({
  verdict: makeVerdict({
    comparisons: [
      makeComparison({
        metric: 'p99',
        target: 83,
        limit: { bound: 'max', value: 100, finding: 'within', secondsMore: null },
      }),
    ],
    warnings: [
      { code: 'condition-differs', difference: { condition: 'duration', stage: null, before: 120, now: 20 } },
    ],
  }),
});

const base = mixTraffic({ noise: 0.01 });
/** Against a base that is usually the same. */
const interleaved = (target: Traffic) =>
  judged({ name: 'notable', config: mixConfig({ gate: 'p99: { regression: 10 % }' }), base, target });

const FREEZES = MIX.map(([, name, , , p99Ms]): [string, Spell] => [name, { p99Ms: 2.5 * p99Ms }]);

const withVerdict = (overrides: Partial<Verdict>) => makeReport({ verdict: makeVerdict(overrides) });

/** Ours, and the same from a fork. */
const published = (report: Report) => [publicationOnce(report), publishedFork(report)];

test.each<[string, Report]>([
  ['a plain pass, whatever is true of every run', calm],
  ['two sides that are the same', interleaved(base)],
  ['two sides that are the same on hosts that may differ', interleavedHosts],
])('nothing to tell: %s', (_, report) => {
  expect(report.verdict.outcome).toBe('pass');
  for (const publication of published(report)) expect(isNotable(publication)).toBe(false);
});

function standingOut(report: Report): Report {
  return {
    ...report,
    verdict: { ...report.verdict, suspects: [{ endpoint: 'list', change: 0.4, p: 0.001 }] },
  };
}

test.each<[string, Report]>([
  ['a fail', slow],
  [
    'a judgement that the pull request changed',
    { ...calm, run: { ...calm.run, changes: [{ key: 'gate.p99.max', before: '1 s', after: '2 s' }] } },
  ],
  ['inconclusive', withVerdict({ outcome: 'inconclusive' })],
  ['invalid', withVerdict({ outcome: 'invalid' })],
  ['an accepted regression', withVerdict({ accepted: { by: 'alice', at: '2026-11-22T10:00:00Z' } })],
  ['an improvement', pass],
  ['an improvement against the base', interleaved(mixTraffic({ noise: 0.01, slower: 0.7 }))],
  ['worse, within the tolerance', interleavedWarning],
  [
    'a regression that only warns',
    withVerdict({
      comparisons: [
        makeComparison({
          metric: 'p99',
          target: 120,
          baseline: 90,
          compared: 120,
          change: 0.33,
          regression: {
            tolerance: 0.1,
            finding: 'regressed',
            detectable: 0.2,
            gates: false,
            secondsMore: null,
          },
          finding: 'within',
        }),
      ],
    }),
  ],
  ['a request that stands out', standingOut(interleaved(base))],
  [
    'stalls now and then',
    interleaved({
      ...base,
      spells: [{ rounds: [0, 2, 5, 8, 11, 14, 17], names: Object.fromEntries(FREEZES) }],
    }),
  ],
  [
    'a guard that answers some requests',
    makeReport({
      measurement: makeMeasurement({
        intercepted: { rateLimited: 0.002, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
      }),
    }),
  ],
])('notable: %s', (_, report) => {
  for (const publication of published(report)) expect(isNotable(publication)).toBe(true);
});
