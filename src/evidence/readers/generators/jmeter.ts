/**
 * JMeter: a results file in CSV (JTL) and the dashboard's statistics.json, by their documentation (jmeter.apache.org,
 * "Listeners" and "Generating Dashboard Report"). `elapsed` goes from just before the request to the last byte, and has
 * connecting in it where a connection was opened.
 */
import { parse as parseCsv } from 'csv-parse/sync';
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { BaselineFigures } from '../../baseline.ts';
import { figuresOfCounts, namedLatency } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';
import { addPoints } from './points.ts';

const COLUMNS = ['timeStamp', 'elapsed', 'label', 'success'] as const;

export function looksLikeJtl(text: string): boolean {
  const [head = ''] = text.split('\n', 1);
  const names = head.trim().split(',');
  return COLUMNS.every((name) => names.includes(name));
}

export function readJtl(text: string, file: string): GeneratorRun {
  const rows: Record<string, string>[] = parseCsv(text, {
    columns: true,
    skip_empty_lines: true,
    relax_quotes: true,
    relax_column_count: true,
  });
  const points = rows.flatMap((row, i) => {
    const [at, latencyMs] = [Number(row.timeStamp), Number(row.elapsed)];
    if (!Number.isFinite(at) || !Number.isFinite(latencyMs))
      throw new ConfigurationError(
        'a sample of JMeter needs timeStamp and elapsed as numbers of milliseconds',
        {
          file,
          line: i + 2,
        },
      );
    // A transaction's row holds the time of its samples once more.
    if (row.responseMessage?.startsWith('Number of samples in transaction')) return [];
    return [
      {
        name: row.label ?? '',
        latencyMs,
        failed: row.success !== 'true',
        unanswered: row.responseCode !== undefined && !/^\d{3}$/.test(row.responseCode),
        endMs: at + latencyMs,
      },
    ];
  });
  const added = addPoints(points);
  if (added === null) throw new ConfigurationError('the JMeter results contain no samples', { file });
  return { tool: 'JMeter', model: 'closed', ...added };
}

const statistics = z.looseObject({
  transaction: z.string(),
  sampleCount: z.number().int().nonnegative(),
  errorCount: z.number().int().nonnegative(),
  throughput: z.number().nonnegative(),
});
const statisticsSchema = z
  .record(z.string(), statistics)
  .refine((all) => all.Total !== undefined, 'it has no "Total"');
const LATENCY = {
  meanResTime: 'mean',
  medianResTime: 'p50',
  pct1ResTime: 'p90',
  pct2ResTime: 'p95',
  pct3ResTime: 'p99',
  maxResTime: 'max',
} as const;

export function looksLikeJMeterStatistics(text: string): boolean {
  const json = jsonIn(text);
  return hasKeys(json, 'Total') && hasKeys(json.Total, 'sampleCount', 'pct1ResTime');
}

/** Its three percentiles are 90, 95 and 99, unless somebody configured others, which it doesn't tell. */
export function readJMeterStatistics(text: string, file: string): GeneratorRun {
  const all = parseAs(statisticsSchema, jsonIn(text), file, 'statistics.json of JMeter');
  const of = (one: z.infer<typeof statistics>): BaselineFigures =>
    figuresOfCounts({
      requests: one.sampleCount,
      failed: one.errorCount,
      seconds: one.throughput > 0 ? one.sampleCount / one.throughput : 0,
      latencyAllMs: namedLatency(one, LATENCY),
    });
  const { Total: total, ...others } = all;
  return {
    tool: 'JMeter',
    figures: of(total as z.infer<typeof statistics>),
    endpoints: Object.fromEntries(Object.entries(others).map(([name, one]) => [name, of(one)])),
    model: 'closed',
    doubts: [
      'has percentiles that are taken for 90, 95 and 99, as JMeter has them where nothing else is configured',
    ],
  };
}
