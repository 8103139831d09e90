/** How often sessions would end as they must, at a tolerance that one thinks of. */
import type { Metric } from '../../config/metrics.ts';
import { fromSize } from '../scale.ts';
import type { GateRule } from '../statistics/interleaved-gate.ts';
import { median } from '../statistics/median.ts';
import type { Ending } from './draw-session.ts';

/** A session of no change, to which any may be added. */
export interface Drawn {
  end(change: number, rule: Pick<GateRule, 'tolerance' | 'floor' | 'allowance'>): Ending;
}

/** What stands between the two sides beside the code, on the scale of the series. */
export interface Margins {
  /** What a gate allows for them. */
  readonly allowance: number;
  /** How much they may really differ by, in either direction. */
  readonly offset: number;
}

/** Shares of the sessions drawn, 0…1. */
export interface Chances {
  /** Of the same code on both sides: passed within the budget. */
  readonly passes: number;
  /** Of the same code: failed, which it must not. */
  readonly failsWrongly: number;
  /** Of a target that is worse by twice the tolerance: failed within the budget. */
  readonly showsTwice: number;
  /** Blocks until the same code passed, the median; the whole budget where it didn't. */
  readonly blocks: number;
}

/** So often a worsening of twice the tolerance has to fail. */
const POWER = 0.95;
/** So often the same code has to pass, all gates together; no single gate is asked for more than this of certainty. */
const ALL_PASS = 0.95;
const MOST_SURE = 0.99;

/** So often one of so many gates has to pass, for all of them to pass mostly. */
export function passShareOf(gates: number): number {
  return Math.min(MOST_SURE, 1 - (1 - ALL_PASS) / Math.max(1, gates));
}

/** @param tolerance as people write it: relative, for errors absolute */
export function assess(
  sessions: readonly Drawn[],
  metric: Metric,
  tolerance: number,
  { allowance, offset }: Margins,
): Chances {
  const size = fromSize(metric, tolerance);
  const rule = { tolerance: size, floor: size, allowance };
  const same = sessions.map((session) => session.end(offset, rule));
  return {
    passes: shareOf(same, 'passed'),
    failsWrongly: shareOf(same, 'failed'),
    showsTwice: showsShare(sessions, 2 * size, rule, offset),
    blocks: median(same.map(({ blocks }) => blocks).sort((a, b) => a - b)),
  };
}

export function holds({ passes, showsTwice }: Chances, passShare: number): boolean {
  return passes >= passShare && showsTwice >= POWER;
}

/**
 * Smallest worsening, on the scale of the series, that fails in 95 of 100 sessions, in steps of a tenth of the
 * tolerance and at most twice it; null where even that does not.
 */
export function smallestShown(
  sessions: readonly Drawn[],
  metric: Metric,
  tolerance: number,
  { allowance, offset }: Margins,
): number | null {
  const size = fromSize(metric, tolerance);
  const rule = { tolerance: size, floor: size, allowance };
  for (let tenths = 10; tenths <= 20; tenths++) {
    const change = (size * tenths) / 10;
    if (showsShare(sessions, change, rule, offset) >= POWER) return change;
  }
  return null;
}

/** With the surroundings on the side that hides it. */
function showsShare(
  sessions: readonly Drawn[],
  change: number,
  rule: Pick<GateRule, 'tolerance' | 'floor' | 'allowance'>,
  offset: number,
): number {
  return shareOf(
    sessions.map((session) => session.end(change - offset, rule)),
    'failed',
  );
}

function shareOf(endings: readonly Ending[], state: Ending['state']): number {
  return endings.filter((ending) => ending.state === state).length / endings.length;
}
