import { designEffect } from '../../../evidence/design-effect.ts';
import type { HistoryPoint } from '../../../evidence/history/basis.ts';
import type { Proportion } from '../../statistics/newcombe.ts';

/**
 * Errors of several runs as one share of an effective number of requests: each run is a batch of the design effect, so
 * that what differs from night to night counts, and not only the number of requests.
 *
 * @param points at least one, each with requests
 */
export function poolErrors(points: readonly HistoryPoint[]): Proportion {
  const batches = points.map(({ value, requests }) => ({ hits: value * requests, n: requests }));
  const requests = batches.reduce((sum, { n }) => sum + n, 0);
  const failed = batches.reduce((sum, { hits }) => sum + hits, 0);
  return { share: Math.min(1, failed / requests), n: requests / designEffect(batches) };
}
