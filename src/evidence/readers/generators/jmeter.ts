/**
 * JMeter: a results file in CSV (JTL) and the dashboard's statistics.json, by their documentation (jmeter.apache.org,
 * "Listeners" and "Generating Dashboard Report"). `elapsed` goes from just before the request to the last byte, and has
 * connecting in it where a connection was opened.
 */
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { BaselineFigures } from '../../baseline.ts';
import { figuresOfCounts, namedLatency } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';
import { addPoints } from './points.ts';
import { rowsOf } from './table.ts';

const COLUMNS = ['timeStamp', 'elapsed', 'label', 'success'] as const;

export function looksLikeJtl(text: string): boolean {
  const [head = ''] = text.split('\n', 1);
  const names = head.trim().split(',');
  return COLUMNS.every((name) => names.includes(name));
}

const WHOLE_MS = /^\d{1,15}$/;

export function readJtl(text: string, file: string): GeneratorRun {
  const rows = rowsOf(text, file, 'the results of JMeter');
  const points = rows.flatMap((row, i) => {
    const [at = '', latency = ''] = [row('timeStamp'), row('elapsed')];
    if (!WHOLE_MS.test(at) || !WHOLE_MS.test(latency))
      throw new ConfigurationError(
        'a sample of JMeter needs timeStamp and elapsed as numbers of milliseconds',
        {
          file,
          line: i + 2,
        },
      );
    // A transaction's row holds the time of its samples once more.
    if (row('responseMessage')?.startsWith('Number of samples in transaction')) return [];
    const latencyMs = Number(latency);
    const [code, failed] = [row('responseCode'), row('success')?.toLowerCase() !== 'true'];
    return [
      {
        name: row('label') ?? '',
        latencyMs,
        failed,
        // Samplers of other kinds than HTTP have codes of their own, of what went well too.
        unanswered: failed && code !== undefined && !/^\d{3}$/.test(code),
        endMs: Number(at) + latencyMs,
      },
    ];
  });
  const added = addPoints(points);
  if (added === null) {
    const why = rows.length > 0 ? 'only transactions: leave "Generate parent sample" out' : 'no samples';
    throw new ConfigurationError(`the JMeter results contain ${why}`, { file });
  }
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
