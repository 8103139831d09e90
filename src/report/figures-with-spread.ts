import { METRIC_NAMES, METRICS } from '../config/metrics.ts';
import { figureOfPart } from '../evidence/figure-of.ts';
import { logErrorOf } from '../evidence/log-error.ts';
import type { Figures } from '../evidence/measurement.ts';
import type { WrittenFigures } from '../evidence/result/figures.ts';
import { inStages } from '../judgement/in-stages.ts';
import { errorsDesignEffect } from '../judgement/limits/errors.ts';
import { stratifiedLogError } from '../judgement/statistics/batch-means.ts';

/** @param stages of which so many rounds are one pass */
export function figuresWithSpread(figures: Figures, stages: number): WrittenFigures {
  const {
    latency: _,
    batches: __,
    batchesOfRounds: ___,
    faultRequests: ____,
    searched: _____,
    runs: ______,
    ...written
  } = figures;
  return { ...structuredClone(written), spread: spreadOf(figures, stages) };
}

function spreadOf(figures: Figures, stages: number): WrittenFigures['spread'] {
  const { batches, errorRate, searched } = figures;
  const known = METRIC_NAMES.flatMap((metric) => {
    if (METRICS[metric].kind === 'capacity') {
      const error = searched ? logErrorOf(searched) : null;
      return error === null ? [] : [[metric, error] as const];
    }
    const spread =
      METRICS[metric].kind !== 'share'
        ? stratifiedLogError(
            inStages(
              batches.map(({ latency, throughputPerSecond }) =>
                figureOfPart(metric, { latency, perSecond: throughputPerSecond, errorRate: null }),
              ),
              figures,
              stages,
            ),
          )
        : errorRate === null
          ? null
          : errorsDesignEffect(figures, stages);
    return spread === null ? [] : [[metric, spread] as const];
  });
  return Object.fromEntries(known);
}
