import { BUDGET_TIME } from '../../config/durations.ts';
import { fewestBlocks } from '../../config/gate/fewest-blocks.ts';
import { MOST_BLOCKS } from '../../config/most-blocks.ts';
import { parseDuration } from '../../config/units.ts';
import { median } from '../statistics/median.ts';
import type { RoundsAdvice } from './calibration.ts';
import type { CalibrationRun } from './calibration-run.ts';

/** Budgets beside the file's own: 20, 30 and 45 blocks of rounds of 3 s, or as many shorter ones as they hold. */
const STEPS_SECONDS = [140, 210, 315];
/** Rounds are written in half seconds, budgets in ten seconds. */
const ROUND_STEP_MS = 500;
const BUDGET_STEP_MS = 10_000;

/**
 * Rounds that could be recommended: as long as those that were measured, since of others nothing is known; and as many
 * as the file's budget holds, then more. The fewest first.
 */
export function roundsFor({ written, plan, evidence, elapsedMs }: CalibrationRun): readonly RoundsAdvice[] {
  const { discardMs } = plan.gate.interleaved;
  const lengthsMs = evidence.blocks.flatMap(({ base, target }) => [
    1000 * base.measuredSeconds,
    1000 * target.measuredSeconds,
  ]);
  const typicalMs =
    lengthsMs.length > 0 ? median(lengthsMs.sort((a, b) => a - b)) : plan.gate.interleaved.measureMs;
  // A timer's hair above a half second is that half second.
  const measureMs = Math.max(ROUND_STEP_MS * 2, ROUND_STEP_MS * Math.ceil(typicalMs / ROUND_STEP_MS - 0.1));
  const plannedMs = evidence.sliced ? 0 : 2 * (measureMs + discardMs);
  const elapsedBlockMs = elapsedMs / Math.max(1, evidence.blocks.length);
  const blockMs = Math.max(plannedMs, elapsedBlockMs);
  const most = evidence.sliced ? Number.POSITIVE_INFINITY : MOST_BLOCKS;
  const own = Math.min(most, Math.floor(written.gate.interleaved.budgetMs / blockMs));
  const steps = STEPS_SECONDS.map((seconds) => Math.min(most, Math.round((1000 * seconds) / blockMs)));
  const fewest = Math.max(8, fewestBlocks(plan.gate));
  const counts = [own, ...steps.filter((blocks) => blocks > own)].filter(
    (blocks) => blocks >= fewest && blocks * blockMs <= parseDuration(BUDGET_TIME.to),
  );
  return (counts.length > 0 ? counts : [fewest]).map((blocks) => ({
    measureMs: evidence.sliced ? null : measureMs,
    discardMs,
    budgetMs:
      blocks === own
        ? written.gate.interleaved.budgetMs
        : BUDGET_STEP_MS * Math.ceil(Math.max(30_000, blocks * blockMs) / BUDGET_STEP_MS),
    blocks,
    blockSeconds: blockMs / 1000,
  }));
}
