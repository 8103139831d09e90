import type { Metric } from '../../config/plan.ts';
import type { ResultFile } from '../../evidence/result-file.ts';
import { plain } from '../outputs.ts';
import { forkSentence } from './comment.ts';

/**
 * The outputs of a run that published a fork's result: a word out of four, figures, and a sentence of ours. The file's
 * own sentences are left out, for this job has rights, and a workflow may paste an output into a script.
 */
export function renderForkOutputs(result: ResultFile): Record<string, string> {
  const { metrics, comparisons, verdict } = result;
  const changeOf = (metric: Metric): string =>
    plain(comparisons.find((row) => row.metric === metric && row.endpoint === null)?.change);
  const measured = metrics !== null && metrics.requests > 0;
  return {
    verdict,
    reason: forkSentence(result),
    'p99-ms': plain(metrics?.latencyMs?.p99),
    'throughput-per-second': measured ? plain(metrics.throughputPerSecond) : '',
    'error-rate': plain(metrics?.errorRate),
    'p99-change': changeOf('p99'),
    'throughput-change': changeOf('throughput'),
    'error-rate-change': changeOf('errors'),
  };
}
