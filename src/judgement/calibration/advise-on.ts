/** What a gate's figures mean for its tolerance, and what would mend them. */
import { FEWEST_CALIBRATION_BLOCKS } from '../../config/calibration/calibration-plan.ts';
import { METRICS, responsesWanted, TAIL } from '../../config/metrics.ts';
import { formatBound, formatChangeSize, formatCount } from '../format.ts';
import { beginSentence, nameRow } from '../wording.ts';
import type { AllowanceAdvice, GateAdvice, RoundsAdvice } from './calibration.ts';
import type { CalibrationRun } from './calibration-run.ts';
import { hasAnswers } from './tolerances.ts';

/** The longest round that tailgate.yml takes. */
const LONGEST_ROUND_SECONDS = 300;

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
  const isRelative = METRICS[metric].scale === 'log';
  if (isRelative && allowance !== null && wanted <= 2 * allowance.allowance) {
    return `${name}: the two environments may differ by ${formatChangeSize(TAIL, allowance.allowance)} by themselves, and a tolerance has to be more than twice that, so ${size} does not hold${tolerance === null ? '' : `; ${formatChangeSize(metric, tolerance)} does`}. Let both run on one host, or calibrate for longer.`;
  }
  if (isRelative && !hasAnswers(metric, gate.answers, wanted))
    return `${name}: ${tellFewAnswers(gate, wanted, run)}`;
  const { declaredReach: reach } = gate;
  const drawn = reach
    ? `the same code passed in ${percent(reach.passes)} of the sessions drawn, and a change twice as large failed in ${percent(reach.showsTwice)}`
    : `${formatCount(rounds.blocks)} blocks are too few for so much noise`;
  const write = tolerance === null ? instead : `${formatChangeSize(metric, tolerance)} does`;
  return `${name}: a tolerance of ${size} does not hold (${drawn}); ${write}. ${tellQuieter(gate)}`;
}

function tellFewAnswers(gate: Unadvised, wanted: number, { plan, evidence }: CalibrationRun): string {
  const answers = responsesWanted(gate.metric, wanted);
  const round = evidence.blocks[1]?.target.measuredSeconds ?? plan.gate.live.measureMs / 1000;
  const neededSeconds = (round * answers) / Math.max(1, gate.answers);
  const { discardMs } = plan.gate.live;
  const had = `a tolerance of ${formatChangeSize(TAIL, wanted)} wants about ${formatCount(answers)} answers a round, and a round had ${formatCount(gate.answers)}`;
  const load = gate.endpoint === null ? 'more load' : 'a larger weight or more load';
  if (neededSeconds > LONGEST_ROUND_SECONDS) return `${had}: it needs ${load}.`;
  const seconds = 2 * (neededSeconds * 1.05 + discardMs / 1000) * FEWEST_CALIBRATION_BLOCKS;
  const minutes = Math.ceil(seconds / 60);
  return `${had}. Calibrate with --duration ${minutes}m, so that rounds can be as long, or with ${load}.`;
}

function tellQuieter({ metric, spread, tolerance, declared }: Unadvised): string {
  if (METRICS[metric].scale === 'linear' || spread === null || tolerance === null || declared === null)
    return 'A quieter environment or more load would help.';
  const needed = spread * (declared / tolerance);
  return `It would, if blocks differed by ${formatChangeSize(TAIL, needed)} instead of ${formatChangeSize(TAIL, spread)}: see what else runs beside the service, or give it more load.`;
}

function percent(share: number): string {
  return `${formatCount(Math.round(100 * share))} %`;
}
