/**
 * Which way figures went over the load, and whether it was all that the service can do; in words, for no medium yet.
 */
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';

/** A line on either, as far as it was looked at. Of an invalid run nobody should quote them. */
export function courseLines(
  report: Publication,
): readonly { readonly label: string; readonly says: string }[] {
  const { verdict, trends = [], saturation } = report.result;
  const { labels, describeTrends, describeSaturation } = wordsFor(report);
  if (verdict === 'invalid') return [];
  const trend = describeTrends(trends);
  return [
    ...(trend === null ? [] : [{ label: labels.trend, says: trend }]),
    ...(saturation ? [{ label: labels.capacity, says: describeSaturation(saturation) }] : []),
  ];
}

/**
 * What nobody should take a throughput for. A closed model gets as much as its connections ask for; how much the
 * service could do is another question. Null where the line above answers it, and at a rate.
 */
export function capacityFact(result: Publication['result'], { setting }: Words): string | null {
  const { verdict, conditions, metrics, saturation, base, search } = result;
  if (search) return null;
  const [stage, ...others] = conditions.stages;
  if (saturation || verdict === 'invalid' || metrics === null || conditions.model === 'open' || base !== null)
    return null;
  if (stage === undefined || others.length > 0) return null;
  return setting.notMeasured(metrics.throughputPerSecond, stage.connections);
}
