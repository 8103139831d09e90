import type { Plan } from '../../config/plan.ts';
import type { Baseline } from '../../evidence/baseline.ts';
import { compareConditions } from '../../evidence/comparability.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { LiveStanding } from '../live/standing.ts';
import { dropFullStop } from '../wording.ts';
import { tellHistory } from './history/wording.ts';

/** On what footing the run stands towards its baseline. */
export interface Footing {
  /** The base, measured in turn: it gates, and a stored baseline is only told. Null without one. */
  readonly live: LiveStanding | null;
  readonly baseline: Baseline | null;
  /** True where the plan asks for no baseline: limits decide alone. */
  readonly unasked: boolean;
  /** Why no figure can be compared, a sentence without a full stop; null where they can. */
  readonly refused: string | null;
  /** Sentences about differing conditions that don't forbid the comparison. */
  readonly noted: readonly string[];
}

export function findFooting(plan: Plan, measurement: Measurement, baseline: Baseline | null): Footing {
  if (baseline) {
    // A history without a run has no conditions: it refuses nothing, and is not enough for anything.
    const known = baseline.history?.runs !== 0 || baseline.history.leftOut > 0;
    const unsaid = !baseline.history && baseline.whole.errorRate === undefined ? ['its error rate'] : [];
    const { refused, noted } = known
      ? compareConditions(measurement.conditions, baseline.conditions, unsaid)
      : { refused: [], noted: [] };
    return {
      live: null,
      baseline,
      unasked: false,
      refused: joinSentences(refused),
      noted: [...noted, ...(baseline.history ? tellHistory(baseline.history, plan.gate) : [])],
    };
  }
  if (plan.baseline?.kind === 'history') return NO_HISTORY;
  const refused = plan.baseline ? `the baseline ${plan.baseline.written} isn't there` : null;
  return { live: null, baseline, unasked: plan.baseline === null, refused, noted: [] };
}

/** One sentence without a full stop; null of none. */
function joinSentences(sentences: readonly string[]): string | null {
  const [first, ...others] = sentences.map(dropFullStop);
  if (first === undefined) return null;
  return [first, ...others.map((one) => one.charAt(0).toLowerCase() + one.slice(1))].join('; ');
}

export function footOn(live: LiveStanding): Footing {
  return { live, baseline: null, unasked: false, refused: null, noted: [] };
}

/** A plan with a base of which nothing was measured: limits must not pass the run in its stead. */
export const NO_BASE: Footing = {
  live: null,
  baseline: null,
  unasked: false,
  refused: 'nothing was measured on the base',
  noted: [],
};

/** A history that is to be compared with and could not be read. */
const NO_HISTORY: Footing = {
  live: null,
  baseline: null,
  unasked: false,
  refused: 'the history could not be read',
  noted: [],
};

/** What would make a refused comparison possible. */
export function adviseOn(footing: Footing): string {
  const { baseline } = footing;
  if (footing === NO_BASE) return 'See whether the base answers.';
  if (footing === NO_HISTORY) return 'See in the log why, and run again.';
  if (baseline?.history) {
    return `Measure as the runs in ${baseline.history.place} were measured, or let new ones be recorded under the present conditions.`;
  }
  return baseline
    ? `Measure as the baseline ${baseline.source} was measured, or take a new baseline under the present conditions.`
    : 'Put the file where baseline points to, or take baseline out of tailgate.yml.';
}
