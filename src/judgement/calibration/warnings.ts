/** What casts doubt on a calibration, and what none can tell. */
import { METRICS, TAIL } from '../../config/metrics.ts';
import { formatChange, formatChangeSize, formatCount, formatShare } from '../format.ts';
import { beginSentence, nameRow } from '../wording.ts';
import type { AllowanceAdvice, Calibration, GateAdvice } from './calibration.ts';
import { widening } from './spread.ts';

const FEW_BLOCKS = 20;
const MANY_STALLED = 0.1;
/** Standard errors of an autocorrelation that is none. */
const ALIKE = 2.6;
/** Less of a difference between first and second round is not worth a word. */
const SMALL = 0.01;

/** The gravest first. */
export function warnOf({
  seen,
  noise,
  allowance,
  gates,
}: Pick<Calibration, 'seen' | 'noise' | 'allowance' | 'gates'>): string[] {
  const { blocks, setAside } = seen;
  const stalled = noise.stalledRounds.base + noise.stalledRounds.target;
  const few = `${formatCount(blocks)} blocks tell the spread to a factor of ${widening(blocks).toFixed(1)} at most`;
  const errors = Math.max(seen.errorRate.base ?? 0, seen.errorRate.target ?? 0);
  const { autocorrelation: r, secondRound } = noise;
  return [
    seen.cutShort ? `It was cut short: ${few}, which the recommendation counts in.` : null,
    !seen.cutShort && blocks < FEW_BLOCKS
      ? `${few}, which the recommendation counts in: a longer --duration would allow a tighter one.`
      : null,
    ...(allowance === null ? [] : warnOfOffset(allowance, gates)),
    stalled > MANY_STALLED * 2 * blocks
      ? `${formatCount(stalled)} of ${formatCount(2 * blocks)} rounds stalled (their P99 was more than 1.5 times the usual): find what stops the service now and then, for the gate looks at typical rounds and won't.`
      : null,
    secondRound !== null && Math.abs(secondRound) > SMALL
      ? `The second round of a block had a P99 ${formatChange(TAIL, secondRound)} against the first: one round reaches into the next. A longer gate.rounds.discard would let it settle.`
      : null,
    r !== null && Math.abs(r) > ALIKE / Math.sqrt(Math.max(1, blocks))
      ? `Neighbouring blocks are ${r > 0 ? 'alike' : 'opposed'} (correlation ${r.toFixed(2)}): they tell less than as many on their own, so take the recommendation for less sure.`
      : null,
    setAside > 0
      ? `${formatCount(setAside)} blocks count for nothing: the load generator was saturated in them.`
      : null,
    errors >= 0.01
      ? `${formatShare(errors)} of the requests failed: calibrate a service that works, for failures have a speed of their own.`
      : null,
  ].filter((warning) => warning !== null);
}

function warnOfOffset(
  { atMost, estimate, allowance, sharedHost }: AllowanceAdvice,
  gates: readonly GateAdvice[],
): string[] {
  const worse = gates.filter(
    ({ metric, offset }) =>
      METRICS[metric].scale === 'log' &&
      offset !== null &&
      Math.min(Math.abs(offset.interval[0]), Math.abs(offset.interval[1])) > allowance &&
      Math.sign(offset.interval[0]) === Math.sign(offset.interval[1]),
  );
  return [
    atMost > 2 * Math.max(estimate, 0.01) && allowance > 0.02
      ? `The allowance is large because little is known, not because the environments differ so much (${formatChangeSize(TAIL, estimate)}): a longer --duration would narrow it.`
      : null,
    sharedHost && allowance > 0
      ? `The two are at one host, and differ by ${formatChangeSize(TAIL, estimate)} all the same: is it the same code, with the same data?`
      : null,
    ...worse.map(
      (gate) =>
        `${beginSentence(nameRow(gate))} differs by more between the two environments than the allowance: with the same code it may fail.`,
    ),
  ].filter((warning) => warning !== null);
}

/** What a calibration can't tell, whatever it saw. */
export function tellUnknown({
  oneUrl,
  allowance,
}: {
  oneUrl: boolean;
  allowance: AllowanceAdvice | null;
}): string[] {
  return [
    oneUrl
      ? 'How two hosts differ: both sides were one address. Without an environment-allowance, 2 % is allowed where target and base do not share a host, which is counted with here; --base-url with the same code on it measures it.'
      : null,
    allowance !== null && !allowance.sharedHost
      ? 'How other hosts differ: the allowance is that of these two, as they were today. Where each run gets new ones, calibrate on several.'
      : null,
    'How one run differs from the next: gate.spread, for comparisons with a stored number, stays as it is.',
    'Other hours, neighbours and loads than those of this run.',
  ].filter((sentence) => sentence !== null);
}
