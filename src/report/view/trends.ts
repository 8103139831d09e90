/**
 * Which way figures went over the load, and whether it was all that the service can do; in words, for no medium yet.
 */
import type { Publication } from '../report.ts';
import { formatPerSecond, plural } from '../words/format.ts';
import { describeSaturation } from '../words/saturation.ts';
import { describeTrends } from '../words/trends.ts';

/** A line on either, as far as it was looked at. Of an invalid run nobody should quote them. */
export function courseLines({
  result,
}: Publication): readonly { readonly label: string; readonly says: string }[] {
  const { verdict, trends = [], saturation } = result;
  if (verdict === 'invalid') return [];
  const trend = describeTrends(trends);
  return [
    ...(trend === null ? [] : [{ label: 'Trend', says: trend }]),
    ...(saturation ? [{ label: 'Capacity', says: describeSaturation(saturation) }] : []),
  ];
}

/**
 * What nobody should take a throughput for. A closed model gets as much as its connections ask for; how much the
 * service could do is another question. Null where the line above answers it, and at a rate.
 */
export function capacityFact(result: Publication['result']): string | null {
  const { verdict, conditions, metrics, saturation, base, search } = result;
  if (search) return null;
  const [stage, ...others] = conditions.stages;
  if (saturation || verdict === 'invalid' || metrics === null || conditions.model === 'open' || base !== null)
    return null;
  if (stage === undefined || others.length > 0) return null;
  return `not measured: ${formatPerSecond(metrics.throughputPerSecond)} is what ${plural(stage.connections, 'connection')} ask for`;
}
