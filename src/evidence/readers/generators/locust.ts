/**
 * Locust: `--json` and the `_stats.csv` of `--csv`, from outputs of locust 2. It rounds latencies from 100 ms on to two
 * digits, and counts those of failures like all others.
 */
import { z } from 'zod';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { BaselineFigures } from '../../baseline.ts';
import { figuresOfCounts } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';
import { tellApart } from './names.ts';
import { hasKeys, jsonIn, parseAs } from './parse-json.ts';
import { type CsvRow, rowsOf } from './table.ts';

const count = z.number().int().nonnegative();
const locustSchema = z
  .array(
    z.looseObject({
      name: z.string(),
      method: z.string().nullable(),
      start_time: z.number(),
      last_request_timestamp: z.number().nullable(),
      num_requests: count,
      num_failures: count,
      total_response_time: z.number().nonnegative(),
      max_response_time: z.number().nonnegative(),
      /** Rounded latency in ms → how many. */
      response_times: z.record(z.string(), count),
    }),
  )
  .min(1);
type Entry = z.infer<typeof locustSchema>[number];

export function looksLikeLocust(text: string): boolean {
  const json = jsonIn(text);
  return Array.isArray(json) && hasKeys(json[0], 'response_times', 'num_failures', 'start_time');
}

export function readLocust(text: string, file: string): GeneratorRun {
  const entries = parseAs(locustSchema, jsonIn(text), file, "Locust's JSON");
  const from = entries.reduce((first, one) => Math.min(first, one.start_time), Number.POSITIVE_INFINITY);
  const to = entries.reduce((last, one) => Math.max(last, one.last_request_timestamp ?? from), from);
  const seconds = to - from;
  return {
    tool: 'Locust',
    figures: figuresOfEntries(entries, seconds),
    endpoints: Object.fromEntries(
      tellApart(entries, nameOf).map(([name, one]) => [name, figuresOfEntries([one], seconds)]),
    ),
    model: 'closed',
    seconds,
    startedAt: 1000 * from,
  };
}

function figuresOfEntries(entries: readonly Entry[], seconds: number): BaselineFigures {
  const byMs = new Map<number, number>();
  for (const { response_times } of entries)
    for (const [ms, times] of Object.entries(response_times))
      byMs.set(Number(ms), (byMs.get(Number(ms)) ?? 0) + times);
  const ascending = [...byMs].sort(([a], [b]) => a - b);
  const total = ascending.reduce((sum, [, times]) => sum + times, 0);
  const at = (share: number) => {
    let before = 0;
    for (const [ms, times] of ascending) {
      before += times;
      if (before >= share * total - 1e-9) return ms;
    }
    return 0;
  };
  const sum = (of: (one: Entry) => number) => entries.reduce((all, one) => all + of(one), 0);
  const requests = sum((one) => one.num_requests);
  return figuresOfCounts({
    requests,
    failed: sum((one) => one.num_failures),
    seconds,
    latencyAllMs:
      total === 0
        ? {}
        : {
            mean: sum((one) => one.total_response_time) / requests,
            p50: at(0.5),
            p75: at(0.75),
            p90: at(0.9),
            p95: at(0.95),
            p99: at(0.99),
            p99_9: at(0.999),
            max: entries.reduce((most, one) => Math.max(most, one.max_response_time), 0),
          },
  });
}

/** It counts by method and name, and calls a request by its path where nobody names it. */
function nameOf({ method, name }: Pick<Entry, 'method' | 'name'>) {
  return { name, longName: method ? `${method} ${name}` : name };
}

const HEAD = 'Type,Name,Request Count,Failure Count,';

export function looksLikeLocustCsv(text: string): boolean {
  return text.startsWith(HEAD);
}

const PERCENTILES = {
  '50%': 'p50',
  '75%': 'p75',
  '90%': 'p90',
  '95%': 'p95',
  '99%': 'p99',
  '99.9%': 'p99_9',
  // Its 100% is rounded like the others.
  'Max Response Time': 'max',
} as const;

export function readLocustCsv(text: string, file: string): GeneratorRun {
  const rows = rowsOf(text, file, "Locust's statistics");
  // A request may be called Aggregated as well, and has a method.
  const all = rows.find((row) => row('Name') === 'Aggregated' && !row('Type'));
  if (all === undefined)
    throw new ConfigurationError('the statistics of Locust have no row "Aggregated": the file is cut off', {
      file,
    });
  const others = tellApart(
    rows.filter((row) => row !== all),
    (row) => nameOf({ method: row('Type') ?? '', name: row('Name') ?? '' }),
  );
  return {
    tool: 'Locust',
    figures: figuresOfRow(all),
    endpoints: Object.fromEntries(others.map(([name, row]) => [name, figuresOfRow(row)])),
    model: 'closed',
  };
}

function figuresOfRow(row: CsvRow): BaselineFigures {
  const numberIn = (column: string) => Number(row(column)?.trim() || Number.NaN);
  const requests = numberIn('Request Count');
  const perSecond = numberIn('Requests/s');
  const latencies = Object.entries(PERCENTILES).filter(([column]) => (row(column) ?? 'N/A') !== 'N/A');
  return figuresOfCounts({
    requests,
    failed: numberIn('Failure Count'),
    seconds: perSecond > 0 ? requests / perSecond : 0,
    latencyAllMs: {
      mean: numberIn('Average Response Time'),
      ...Object.fromEntries(latencies.map(([column, own]) => [own, numberIn(column)])),
    },
  });
}
