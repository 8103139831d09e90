import type { PlannedSeries } from '../../config/probes/probe.ts';
import { fetchText, type MetricsPlace } from './fetch-text.ts';
import { noNumber } from './metrics-reader.ts';
import { type ProbeReader, type ProbeReading, ReadingFailed, type ReadingTime } from './reader.ts';
import type { Trouble } from './readings.ts';

interface Answer {
  readonly status?: string;
  readonly error?: string;
  readonly data?: { readonly resultType?: string; readonly result?: unknown } | null;
}

const NAMED = 5;

/**
 * A Prometheus that is asked at each reading for the value as it is now. It takes its own clock's now, so that it does
 * not matter by how much that differs from ours; a range asked for at the end would be that of another time.
 */
export function createQueryReader(
  place: MetricsPlace,
  queries: readonly string[],
  series: readonly PlannedSeries[],
): ProbeReader {
  const ask = async (query: string, key: string, time: ReadingTime): Promise<number | Trouble> => {
    const path = `/api/v1/query?query=${encodeURIComponent(query)}`;
    const text = await fetchText(place, path, { accept: 'application/json' }, time).catch((error) => {
      // A query that is wrong is answered 400, with what is wrong; the other queries may be well.
      if (!(error instanceof ReadingFailed) || !/^4(?:00|22)\b/.test(error.trouble.detail)) throw error;
      return { code: 'refused', series: key, detail: error.trouble.detail } as const;
    });
    return typeof text === 'string' ? readAnswer(text, query, key) : text;
  };
  return {
    async read(time): Promise<ProbeReading> {
      const answers = await Promise.all(queries.map((query, i) => ask(query, series[i]?.key ?? '', time)));
      return {
        values: answers.map((one) => (typeof one === 'number' ? one : null)),
        troubles: answers.filter((one) => typeof one !== 'number'),
      };
    },
    async close() {},
  };
}

function readAnswer(text: string, query: string, key: string): number | Trouble {
  const { status, data } = parse(text);
  const { resultType, result } = Object(data) as NonNullable<Answer['data']>;
  if (status !== 'success' || !Array.isArray(result) || !RESULTS.includes(resultType ?? ''))
    throw new ReadingFailed({ code: 'not-metrics', detail: 'no answer of a Prometheus' });
  const all = result as readonly unknown[];
  if (resultType === 'scalar') return readValue(all[1], key);
  if (resultType !== 'vector') {
    const what = resultType === 'matrix' ? 'a range of values' : 'a text';
    return { code: 'refused', series: key, detail: `${query} gives ${what}, and no single one` };
  }
  if (all.length === 0) return { code: 'no-series', series: key, detail: query, candidates: [] };
  const samples = all.map((one) => Object(one) as { readonly metric?: unknown; readonly value?: unknown });
  if (samples.length > 1) {
    const candidates = samples.slice(0, NAMED).map(({ metric }) => describe(metric));
    return { code: 'many-series', series: key, detail: `${query} gives ${samples.length}`, candidates };
  }
  return readValue((Object(samples[0]?.value) as readonly unknown[])[1], key);
}

const RESULTS = ['vector', 'scalar', 'matrix', 'string'];

function readValue(written: unknown, key: string): number | Trouble {
  const value =
    typeof written !== 'string' || written.trim() === ''
      ? Number.NaN
      : /^[+-]?Inf/.test(written)
        ? Number(written.replace('Inf', 'Infinity'))
        : Number(written);
  return Number.isFinite(value) ? value : noNumber(key, value);
}

function parse(text: string): Answer {
  try {
    return Object(JSON.parse(text)) as Answer;
  } catch {
    return {};
  }
}

function describe(metric: unknown): string {
  const { __name__: name = '', ...labels } = Object(metric) as Record<string, unknown>;
  const pairs = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
  return `${String(name)}{${pairs.join(',')}}`.slice(0, 200);
}
