/** What two sessions on the user's own target say of the gate: one must fail, the other one must pass. */
import { findScope, METRICS, TAIL } from '../config/metrics.ts';
import { formatChange, formatChangeSize, formatCount } from './format.ts';
import type { Comparison, Outcome, Verdict } from './verdict.ts';
import { dropFullStop, nameRow } from './wording.ts';

/** Of one core: from here on, answers wait for the proxies, and what is measured is the proxies. */
const BUSIEST_SHARE = 0.75;

export interface SelftestSession {
  readonly verdict: Verdict;
  /** Share of a core that the proxies took in a typical round, 0…1; 0 where no round was measured. */
  readonly busyShare: number;
}

export interface Selftest {
  readonly outcome: Outcome;
  /** A sentence without a full stop. */
  readonly reason: string;
  readonly advice: string | null;
}

const CALIBRATE =
  'Run tailgate calibrate: it measures the noise, and recommends a tolerance and rounds that hold.';

/**
 * A session with the target slowed comes first; where it did not end as it must, the other one isn't run.
 *
 * @param slowed target's every answer takes longer by `slowdown`
 * @param same nothing is slowed; null where it wasn't run
 */
export function judgeSelftest(
  slowed: SelftestSession,
  same: SelftestSession | null,
  { slowdown, tolerance }: { readonly slowdown: number; readonly tolerance: number },
): Selftest {
  const added = formatChangeSize(TAIL, slowdown);
  const gate = formatChangeSize(TAIL, tolerance);
  const unbelievable =
    disbelieve(slowed, `with ${added} added`) ?? (same && disbelieve(same, 'without any delay'));
  if (unbelievable) return unbelievable;
  const { verdict } = slowed;
  if (verdict.outcome === 'pass') {
    return {
      outcome: 'fail',
      reason: `The gate is blind here: ${added} were added to every answer, and a gate of ${gate} passed${tellSeen(verdict)}`,
      advice:
        'Something else than the service decides how long an answer takes, such as a rate limit or a wait in front of it; see the P99 of single requests, and whether the load reaches the service at all.',
    };
  }
  if (verdict.outcome === 'inconclusive') return tooNoisy(`with ${added} added to every answer`, verdict);
  if (!found(verdict)) {
    return {
      outcome: 'invalid',
      reason: `The session with ${added} added failed for another reason: ${dropFullStop(verdict.reason)}`,
      advice: 'Mend that first: a selftest needs a target that works.',
    };
  }
  if (same === null)
    throw new RangeError('a slowed session that failed is followed by one that is not slowed');
  if (same.verdict.outcome === 'inconclusive') return tooNoisy('without any delay', same.verdict);
  if (same.verdict.outcome === 'fail') {
    return {
      outcome: 'fail',
      reason: `Nothing was added, and the gate failed all the same: ${dropFullStop(same.verdict.reason)}`,
      advice: `In one or two of 100 sessions that is chance: run it again. If it stays, one round changes what the next one meets (caches, growing data): lengthen gate.rounds.discard. ${CALIBRATE}`,
    };
  }
  const unproved = findUnprovedP99(verdict);
  return {
    outcome: 'pass',
    reason: `The gate works here: it failed with ${added} added to every answer${tellSeen(verdict)}, and passed without${tellSeen(same.verdict)}${unproved ?? ''}`,
    advice: unproved === null ? null : `Throughput alone proves nothing of a gate on P99. ${CALIBRATE}`,
  };
}

/** That something else than P99 failed the slowed session, as a clause; null where P99 did. */
function findUnprovedP99({ comparisons }: Verdict): string | null {
  const row = findScope(comparisons, TAIL, null);
  const finding = row?.regression?.finding;
  if (finding === undefined || finding === 'regressed') return null;
  return `; it was throughput that failed, while P99 was ${finding === 'undecided' ? 'undecided' : 'not shown to be worse'}`;
}

/** Whether a regression against the base failed it, and not errors or a target that went away. */
function found({ comparisons }: Verdict): boolean {
  return comparisons.some(({ regression }) => regression?.finding === 'regressed');
}

function disbelieve({ verdict, busyShare }: SelftestSession, which: string): Selftest | null {
  if (verdict.outcome === 'invalid') {
    return {
      outcome: 'invalid',
      reason: `The session ${which} can't be believed: ${dropFullStop(verdict.reason)}`,
      advice: verdict.advice,
    };
  }
  if (busyShare < BUSIEST_SHARE) return null;
  return {
    outcome: 'invalid',
    reason: `The session ${which} can't be believed: the proxies of the selftest took ${formatCount(100 * busyShare)} % of a core, so that answers waited for them`,
    advice:
      'Ask for less load in the selftest: --profile light, or a scenario of its own with fewer connections.',
  };
}

function tooNoisy(which: string, { advice }: Verdict): Selftest {
  return {
    outcome: 'inconclusive',
    reason: `The environment is too noisy for a gate of 10 %: ${which}, it was undecided when the budget was spent`,
    advice: [CALIBRATE, advice].filter(Boolean).join(' '),
  };
}

/** ` (P99 +20.4 %, throughput −16.1 %, after 9 blocks)`. */
function tellSeen({ comparisons, live }: Verdict): string {
  const whole = comparisons.filter(
    ({ endpoint, change, metric }) => endpoint === null && change !== null && METRICS[metric].scale === 'log',
  );
  const changes = whole.map(
    (row: Comparison) => `${nameRow(row)} ${formatChange(row.metric, row.change ?? 0)}`,
  );
  const blocks = live ? [`after ${formatCount(live.blocks)} blocks`] : [];
  const parts = [...changes, ...blocks];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
