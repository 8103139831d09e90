/** What a calibration has to say beside its figures. */
import { answersWanted } from '../../config/answers-wanted.ts';
import { FEWEST_CALIBRATION_BLOCKS } from '../../config/calibration-plan.ts';
import {
  formatBound,
  formatChange,
  formatChangeSize,
  formatCount,
  formatSeconds,
  formatShare,
} from '../format.ts';
import { beginSentence, nameRow } from '../wording.ts';
import type { AllowanceAdvice, Calibration, GateAdvice, RoundsAdvice } from './calibration.ts';
import type { CalibrationRun } from './calibration-run.ts';
import { widening } from './spread.ts';
import { hasAnswers } from './tolerances.ts';

/** The longest round that tailgate.yml takes. */
const LONGEST_ROUND_SECONDS = 300;
const FEW_BLOCKS = 20;
const MANY_STALLED = 0.1;
/** Standard errors of an autocorrelation that is none. */
const ALIKE = 2.6;
/** Less of a difference between first and second round is not worth a word. */
const SMALL = 0.01;

type Unadvised = Omit<GateAdvice, 'advice'>;

/** What would make the declared tolerance hold, or any at all; null where nothing is wrong. */
export function adviseOn(
  gate: Unadvised,
  {
    run,
    rounds,
    allowance,
  }: { run: CalibrationRun; rounds: RoundsAdvice; allowance: AllowanceAdvice | null },
): string | null {
  if (gate.declaredHolds === true || (gate.declared === null && gate.tolerance !== null)) return null;
  const { metric, tolerance, declared } = gate;
  const name = beginSentence(nameRow(gate));
  const instead = tolerance === null ? 'none that was tried does' : `${formatBound(metric, tolerance)} does`;
  const wanted = declared ?? 0.1;
  const size = formatChangeSize(metric, wanted);
  if (metric !== 'errors' && allowance !== null && wanted <= 2 * allowance.allowance) {
    return `${name}: the two environments may differ by ${formatChangeSize('p99', allowance.allowance)} by themselves, and a tolerance has to be more than twice that, so ${size} does not hold${tolerance === null ? '' : `; ${formatChangeSize(metric, tolerance)} does`}. Let both run on one host, or calibrate for longer.`;
  }
  if (metric === 'p99' && !hasAnswers(gate.answers, wanted))
    return `${name}: ${tellFewAnswers(gate, wanted, run)}`;
  const { declaredReach: reach } = gate;
  const drawn = reach
    ? `the same code passed in ${percent(reach.passes)} of the sessions drawn, and a change twice as large failed in ${percent(reach.showsTwice)}`
    : `${formatCount(rounds.blocks)} blocks are too few for so much noise`;
  const write = tolerance === null ? instead : `${formatChangeSize(metric, tolerance)} does`;
  return `${name}: a tolerance of ${size} does not hold (${drawn}); ${write}. ${tellQuieter(gate)}`;
}

function tellFewAnswers(gate: Unadvised, wanted: number, { plan, evidence }: CalibrationRun): string {
  const answers = answersWanted(wanted);
  const round = evidence.blocks[1]?.target.measuredSeconds ?? plan.gate.live.measureMs / 1000;
  const neededSeconds = (round * answers) / Math.max(1, gate.answers);
  const { discardMs } = plan.gate.live;
  const had = `a tolerance of ${formatChangeSize('p99', wanted)} wants about ${formatCount(answers)} answers a round, and a round had ${formatCount(gate.answers)}`;
  const load = gate.endpoint === null ? 'more load' : 'a larger weight or more load';
  if (neededSeconds > LONGEST_ROUND_SECONDS) return `${had}: it needs ${load}.`;
  const seconds = 2 * (neededSeconds * 1.05 + discardMs / 1000) * FEWEST_CALIBRATION_BLOCKS;
  const minutes = Math.ceil(seconds / 60);
  return `${had}. Calibrate with --duration ${minutes}m, so that rounds can be as long, or with ${load}.`;
}

function tellQuieter({ metric, spread, tolerance, declared }: Unadvised): string {
  if (metric === 'errors' || spread === null || tolerance === null || declared === null)
    return 'A quieter environment or more load would help.';
  const needed = spread * (declared / tolerance);
  return `It would, if blocks differed by ${formatChangeSize('p99', needed)} instead of ${formatChangeSize('p99', spread)}: see what else runs beside the service, or give it more load.`;
}

function percent(share: number): string {
  return `${formatCount(Math.round(100 * share))} %`;
}

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
      ? `The second round of a block had a P99 ${formatChange('p99', secondRound)} against the first: one round reaches into the next. A longer gate.rounds.discard would let it settle.`
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
      metric !== 'errors' &&
      offset !== null &&
      Math.min(Math.abs(offset.interval[0]), Math.abs(offset.interval[1])) > allowance &&
      Math.sign(offset.interval[0]) === Math.sign(offset.interval[1]),
  );
  return [
    atMost > 2 * Math.max(estimate, 0.01) && allowance > 0.02
      ? `The allowance is large because little is known, not because the environments differ so much (${formatChangeSize('p99', estimate)}): a longer --duration would narrow it.`
      : null,
    sharedHost && allowance > 0
      ? `The two are at one host, and differ by ${formatChangeSize('p99', estimate)} all the same: is it the same code, with the same data?`
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

/** `block 12: P99 of blocks differs by ±3.1 %; 4 min 5 s left`. */
export function tellCalibrating(blocks: number, spread: number | null, secondsLeft: number): string {
  const differs =
    spread === null ? '' : `: single blocks differ by ±${formatChangeSize('p99', spread)} in P99`;
  const left = secondsLeft > 0 ? `; ${formatSeconds(secondsLeft)} left` : '';
  return `block ${formatCount(blocks)}${differs}${left}`;
}
