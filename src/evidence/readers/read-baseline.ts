import type { FileSource } from '../../config/baseline/baseline-source.ts';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Baseline } from '../baseline.ts';
import { readRuns } from './list-runs.ts';
import { selectRun } from './select-run.ts';

/**
 * Reads the run that the source names out of its file's text. Throws a ConfigurationError where the text can't be read,
 * or where no run or more than one answers to the section; the message lists the candidates.
 */
export function readBaseline(text: string, source: FileSource): Baseline {
  const run = selectRun(readRuns(text, source.file), source.section, source.written);
  if (run.unusable !== undefined) {
    throw new ConfigurationError(`${source.written}: ${run.unusable}`, { key: 'baseline' });
  }
  return {
    source: source.written,
    format: run.format,
    title: run.title,
    date: run.date ?? null,
    whole: run.metrics,
    endpoints: run.endpoints ?? {},
    ...(run.stages && { stages: run.stages }),
    ...(run.server && { server: run.server }),
    conditions: run.conditions,
    ...(run.told && { told: run.told }),
    ...(run.walked && { walked: run.walked }),
    ...(run.doubts && { doubts: run.doubts }),
    ...(run.unread && { unread: run.unread }),
    ...(run.errorRateDoubted && { errorRateDoubted: run.errorRateDoubted }),
  };
}
