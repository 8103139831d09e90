/** Findings in few words, for the cells of a table. */
import { plural } from './format.ts';

export const MARK_WORDS = {
  outcomes: { pass: 'Pass', fail: 'Fail', inconclusive: 'Inconclusive', invalid: 'Invalid' },
  beyond: { max: 'over limit', min: 'below limit' },
  regressed: 'regressed',
  warnsOnly: 'regressed (warns only)',
  degraded: 'worse over the load',
  undecided: 'undecided',
  notComparable: 'not comparable',
  noneShown: 'no regression shown',
  improved: 'improved',
  within: 'within',
  worseWithin: 'worse, within tolerance',
  tooFewRuns: { lower: 'lower, too few runs to judge', higher: 'higher, too few runs to judge' },
  mayBeChance: { lower: 'lower, may be chance', higher: 'higher, may be chance' },
  /** Of a figure of the request or stage whose row it is. */
  ofFigure: (figure: string, finding: string) => `${figure} ${finding}`,
  noResponse: 'no response',
  neverReached: 'never reached',
  notGated: (change: string) => `P99 ${change}, not gated`,
  allErrors: '100 % errors',
  allOf: (kind: string) => `100 % ${kind}`,
  allAnswered: (status: string) => `100 % answered ${status}`,
  held: 'held',
  endedAtOnce: (finding: string) => `${finding}, ended at once`,
  beyondLimit: 'beyond its limit',
  grew: (by: string | null) => (by === null ? 'grew' : `grew by ${by}`),
  /** Of errors, by their kind. */
  errorKinds: {
    success: 'success',
    status: 'status',
    check: 'failed check',
    body: 'unreadable response',
    timeout: 'timeout',
    socket: 'socket error',
    unanswered: 'unanswered',
  },
  /** In the picture of the gates. */
  picture: {
    within: '✓ within',
    regressed: 'regressed',
    undecided: '◇ undecided',
    needsMore: '◇ undecided: a fail needs 99 %',
    noneShown: '≈ no regression shown',
    nothing: 'nothing to compare',
    noInterval: 'no interval yet',
    more: (count: number) => `and ${count} more`,
    noChange: 'no change ┐',
    tolerance: '┌ tolerance',
    better: '◄ better',
    worse: 'worse ►',
  },
};

type AgeUnit = 'day' | 'week' | 'month' | 'year';

export const AGE_WORDS = {
  future: (day: string) => `${day}, in the future`,
  today: (day: string) => `${day} (less than a day old)`,
  old: (day: string, count: number, unit: AgeUnit) => `${day} (${plural(count, unit)} old)`,
};
