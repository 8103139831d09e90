import type { ResultFile } from '../../evidence/result-file.ts';
import { metricOutputs } from '../outputs.ts';
import { forkSentence } from './comment.ts';

/**
 * The outputs of a run that published a fork's result: a word out of four, figures, and a sentence of ours. The file's
 * own sentences are left out, for this job has rights, and a workflow may paste an output into a script.
 */
export function renderForkOutputs(result: ResultFile): Record<string, string> {
  const { metrics, comparisons, verdict } = result;
  return {
    verdict,
    reason: forkSentence(result),
    ...metricOutputs(metrics, comparisons),
  };
}
