import { metricsOf } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import type { Remark } from '../../evidence/result/remarks.ts';
import type { OneSearch, SearchFigures } from '../../evidence/result/search.ts';
import { findGaps } from '../coverage.ts';
import { type Decision, fail, findInconclusive, findLost, PASS, withOpen } from '../decision.ts';
import { findFailures } from '../failures.ts';
import { judgeMetric, scopesOf } from '../judge-rows.ts';
import { findBasis, NOTHING_STORED } from '../regressions/comparison-basis.ts';
import { againstStored } from '../regressions/judge-regression.ts';
import { warnOfRenewals } from '../renewals.ts';
import { warnOfResent } from '../resent.ts';
import { type OpenQuestion, type Opponent, openQuestion, type Row } from '../row.ts';
import { findBrokenCourse } from '../validity/course.ts';
import { describeGenerator } from '../validity/generator.ts';
import { findInterception, findLimited } from '../validity/interception.ts';
import type { Judgement } from '../verdict.ts';
import { compareCapacities } from './against-base.ts';

/**
 * The judgement of a search for the breaking point: by the capacity that it found. Limits of latency and errors said
 * which loads hold, and nothing else is asked of its figures, for they are those of many loads, some of them too much.
 */
export function judgeSearch(
  plan: Plan,
  measurement: Measurement,
  search: SearchFigures,
  baseline: Baseline | null,
): Judgement {
  const basis = plan.base ? NOTHING_STORED : findBasis(plan, measurement, baseline);
  const opponent: Opponent = plan.base
    ? {
        figuresOf: () => null,
        compare: (metric) => compareCapacities(metric, search, plan, search.sharedHost === true),
      }
    : againstStored(basis, plan.gate);
  const [whole] = scopesOf(plan, measurement, opponent);
  const rows = whole ? metricsOf('capacity').map((metric) => judgeMetric(metric, whole, opponent)) : [];
  const failed = findFailed(measurement, search, rows);
  // That there is no capacity says more than that none can be judged.
  const atOnce = failed.some(({ code }) => code === 'breaks-at-once');
  const open = [
    ...findGaps(plan, measurement),
    ...(atOnce ? [] : rows.flatMap((row) => openOf(row, search))),
  ];
  const invalid = findInvalid(measurement, search);
  const decision: Decision =
    invalid.length > 0
      ? { outcome: 'invalid', causes: invalid }
      : failed.length > 0
        ? fail(...failed)
        : (findInconclusive(open) ?? PASS);
  return {
    verdict: {
      ...withOpen(decision, open),
      comparisons: rows.map(({ comparison }) => withLeast(comparison, search)),
      warnings: [
        ...basis.noted,
        ...leastKnown(search, plan.base !== null),
        ...search.searches.flatMap((one) => remarksOn(one, search, plan.base !== null)),
        ...lostIn(measurement, search),
        ...(decision.outcome === 'invalid'
          ? []
          : [...warnOfResent(measurement, null), ...warnOfRenewals(measurement, null)]),
        ...rows.flatMap((row) => row.warnings),
      ],
      suspects: [],
      interleaved: null,
    },
    wantsMore: false,
    progress: null,
  };
}

/** A capacity of which only the least is known is no figure to compare, and still what a reader wants to see. */
function withLeast(comparison: Comparison, { capacity }: SearchFigures): Comparison {
  return { ...comparison, target: comparison.target ?? capacity?.perSecond ?? null };
}

/** Why nothing of it can be believed; empty where it can. A limiter that was found by a search is a finding of it. */
function findInvalid(measurement: Measurement, { capacity, searches }: SearchFigures): readonly Cause[] {
  const { counts, login } = findBrokenCourse(measurement);
  const { intercepted } = measurement;
  const answering =
    capacity === null
      ? (findLimited(measurement, null) ?? findInterception(intercepted))
      : findInterception({ ...intercepted, rateLimited: 0 });
  const found = [counts, answering, login].filter((cause) => cause !== null);
  const isGenerators = capacity === null && searches.some(({ end }) => end === 'generator');
  return found.length === 0 && isGenerators ? [describeGenerator(measurement)] : found;
}

/** A limit that does not hold at the least load, and what the capacity fails. */
function findFailed(measurement: Measurement, search: SearchFigures, rows: readonly Row[]): readonly Cause[] {
  const failures = findFailures(rows, measurement).map(({ cause }) => cause);
  if (search.capacity !== null) return failures;
  const first = search.searches.find(({ side, broke }) => side === 'target' && broke !== null);
  const own =
    first?.broke && first.broke.what !== 'limiter' && first.broke.what !== 'generator' ? first.broke : null;
  const lost = findLost(measurement);
  if (own === null) return lost === null ? failures : [lost, ...failures];
  const atOnce: Cause = { code: 'breaks-at-once', of: search.of, load: search.from, broke: own };
  return [...(lost === null ? [] : [lost]), atOnce, ...failures];
}

/** Of which only the least is known, a comparison is left open in words of its own. */
function openOf({ comparison, open }: Row, { capacity }: SearchFigures): readonly OpenQuestion[] {
  const { metric, regression } = comparison;
  return open.map((question) => {
    const isUnknown = question.cause.code === 'nothing-to-compare';
    if (!isUnknown || capacity === null || regression === null) return question;
    const figure = capacity.perSecond;
    return openQuestion({ code: 'capacity-beyond', metric, endpoint: null, figure, limit: null });
  });
}

/** Of each side that has searches which found only the least of its capacity, the one that found least. */
function leastKnown({ searches }: SearchFigures, hasBase: boolean): Remark[] {
  return (['target', 'base'] as const).flatMap((side) => {
    const [least] = searches
      .flatMap(({ side: of, capacity, end, broke }) =>
        of === side && capacity !== null && capacity.high === null
          ? [{ perSecond: capacity.perSecond, end, broke }]
          : [],
      )
      .sort((a, b) => a.perSecond - b.perSecond);
    return least ? [{ code: 'capacity-at-least' as const, side: hasBase ? side : null, ...least }] : [];
  });
}

/** What a reader has to know of one search. */
function remarksOn({ side, end, steps }: OneSearch, { of }: SearchFigures, hasBase: boolean): Remark[] {
  const last = steps.at(-1);
  if (end !== 'no-recovery' || last === undefined) return [];
  const load = last.ratePerSecond ?? last.connections;
  return [{ code: 'search-not-recovered', side: hasBase ? side : null, of, load }];
}

/** A service that was gone in a step beyond what it bears is no failure by itself, but worth a word. */
function lostIn(measurement: Measurement, { capacity }: SearchFigures): Remark[] {
  const lost = findLost(measurement);
  if (capacity === null || lost?.code !== 'target-lost') return [];
  return [{ code: 'lost-in-search', side: null, detail: lost.detail }];
}
