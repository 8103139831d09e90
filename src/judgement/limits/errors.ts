import { type BatchCount, stratifiedEffect } from '../../evidence/design-effect.ts';
import type { BatchFigures, Figures } from '../../evidence/measurement.ts';
import { inStages } from '../in-stages.ts';
import type { JudgedLimit } from '../row.ts';
import { isShownAbove, requestsToShow } from '../statistics/shown-above.ts';
import { isOverInEach, passesOf } from './each-pass.ts';
import { beyond, decided, type Limited, type LimitScope, unknown } from './outcome.ts';

/** Over the limit when the share of failed requests is shown to exceed it, by all of them or in each pass. */
export function judgeErrorsLimit(limited: Limited, { figures, seconds, stages }: LimitScope): JudgedLimit {
  const { errorRate, requests } = figures;
  const max = limited.limit;
  if (errorRate === null) return unknown(limited, 'outcomes');
  if (errorRate <= max) return decided(limited, 'within');

  const burst = errorsDesignEffect(figures, stages);
  if (isShownAbove(errorRate, requests / burst, max)) return decided(limited, 'over-limit');
  if (isOverInEach(passesOf(figures, stages).map(countsOf), max)) return decided(limited, 'over-limit');
  const needed = requestsToShow(errorRate, max);
  const toShow = needed === null ? null : (needed * burst - requests) / (requests / seconds);
  return beyond(limited, errorRate, toShow, figures.runs);
}

/** How much burstier the errors came than independent ones. */
export function errorsDesignEffect(figures: Figures, stages: number): number {
  return stratifiedEffect(inStages(countsOf(figures.batches), figures, stages));
}

function countsOf(batches: readonly BatchFigures[]): BatchCount[] {
  return batches.map(({ errors, requests }) => ({ hits: errors, n: requests }));
}
