/** What a calibration says beside its figures, in sentences: progress, warnings, and what it can't tell. */
import { TAIL } from '../../config/metrics.ts';
import type { CalibrationUnknown, CalibrationWarning } from '../../judgement/calibration/causes.ts';
import type { CalibrationProgress } from '../../judgement/calibration/progress.ts';
import { formatChange, formatChangeSize, formatCount, formatSeconds, formatShare } from '../words/format.ts';
import { beginSentence, nameRow } from '../words/names.ts';

/** `block 12: single blocks differ by ±3.1 % in P99; 4 min 5 s left`. */
export function describeProgress({ blocks, spread, secondsLeft }: CalibrationProgress): string {
  const differs =
    spread === null ? '' : `: single blocks differ by ±${formatChangeSize(TAIL, spread)} in P99`;
  const left = secondsLeft > 0 ? `; ${formatSeconds(secondsLeft)} left` : '';
  return `block ${formatCount(blocks)}${differs}${left}`;
}

/** One or more sentences with their full stops. */
export function describeWarning(warning: CalibrationWarning): string {
  switch (warning.code) {
    case 'cut-short':
      return `It was cut short: ${describeFew(warning)}, which the recommendation allows for.`;
    case 'few-blocks':
      return `${describeFew(warning)}, which the recommendation allows for: a longer --duration would allow a tighter one.`;
    case 'allowance-uncertain':
      return `The allowance is large because little is known, not because the environments differ so much (${formatChangeSize(TAIL, warning.estimate)}): a longer --duration would narrow it.`;
    case 'shared-host-differs':
      return `The two share a host, and still differ by ${formatChangeSize(TAIL, warning.estimate)}: is it the same code, with the same data?`;
    case 'beyond-allowance':
      return `${beginSentence(nameRow(warning))} differs by more between the two environments than the allowance: with the same code it may fail.`;
    case 'stalled-rounds':
      return `${formatCount(warning.stalled)} of ${formatCount(warning.rounds)} rounds stalled (their P99 was more than 1.5 times the usual): find out what stops the service now and then, because the gate looks at typical rounds and won't.`;
    case 'second-round-differs':
      return `The second round of a block had a P99 ${formatChange(TAIL, warning.change)} relative to the first: one round affects the next. A longer gate.rounds.discard would let it settle.`;
    case 'blocks-correlated':
      return `Neighbouring blocks are ${warning.correlation > 0 ? 'alike' : 'opposed'} (correlation ${warning.correlation.toFixed(2)}): they say less than independent ones, so the recommendation is less certain.`;
    case 'requests-failed':
      return `${formatShare(warning.errorRate)} of the requests failed: calibrate a service that works, because failures are not as fast as successes.`;
  }
}

function describeFew({ blocks, spreadFactor }: { blocks: number; spreadFactor: number }): string {
  return `${formatCount(blocks)} blocks determine the spread to within a factor of ${spreadFactor.toFixed(1)}`;
}

/** One or more sentences with their full stops. */
export function describeUnknown(unknown: CalibrationUnknown): string {
  switch (unknown.code) {
    case 'hosts-not-compared':
      return `How two hosts differ: both sides were one address. Without an environment-allowance, ${formatChangeSize(TAIL, unknown.allowance)} is allowed if target and base do not share a host, and this is included here; measure it with --base-url and the same code.`;
    case 'other-hosts':
      return 'How other hosts differ: the allowance is for these two, as they were today. If each run gets new ones, calibrate on several.';
    case 'between-runs':
      return 'How one run differs from the next: gate.spread, for comparisons with a stored number, stays as it is.';
    case 'other-conditions':
      return 'Other times, neighbours and loads.';
  }
}
