/** The figures that other systems store, for no format yet. Latencies in s, shares from 0 to 1. */
import { METRICS, TAIL } from '../../config/metrics.ts';
import type { WrittenFigures } from '../../evidence/result/figures.ts';
import type { Result } from '../../evidence/result/schema.ts';

/** Without an endpoint: of all requests together. */
export type Labels = Readonly<Record<string, string>>;

interface Gauge {
  /** In parts, which each format joins in its own way. */
  readonly name: readonly string[];
  readonly help: string;
  /** UCUM, as OpenTelemetry wants it. */
  readonly unit: string;
  readonly points: readonly { readonly labels: Labels; readonly value: number }[];
}

interface Summary extends Omit<Gauge, 'points'> {
  readonly points: readonly {
    readonly labels: Labels;
    readonly count: number;
    /** Null where the mean is not known. */
    readonly sum: number | null;
    readonly quantiles: readonly (readonly [quantile: number, value: number])[];
  }[];
}

interface ExportedFigures {
  readonly gauges: readonly Gauge[];
  readonly summaries: readonly Summary[];
}

const VERDICTS = ['pass', 'fail', 'inconclusive', 'invalid'] as const;
const QUANTILES = [
  [0.5, 'p50'],
  [0.75, 'p75'],
  [0.9, 'p90'],
  [0.95, 'p95'],
  [0.99, TAIL],
  [0.999, 'p99_9'],
] as const;

interface Measured {
  readonly labels: Labels;
  readonly figures: WrittenFigures;
}

/** @param result without secrets, as it is published */
export function exportFigures(result: Result): ExportedFigures {
  const name = { name: result.name };
  const measured = measuredOf(result);
  const of = (value: (figures: WrittenFigures) => number | null | undefined) =>
    measured.flatMap(({ labels, figures }) => {
      const found = value(figures);
      return found === null || found === undefined ? [] : [{ labels, value: found }];
    });
  // Another generator's percentiles are of whatever was answered.
  const isStated = result.conditions.untold?.includes('mix') === true;
  const timed = isStated ? 'all responses' : 'successes and timeouts';
  const startedAtMs = Date.parse(result.startedAt ?? '');
  const { accepted, verdict } = result;
  const gauges: Gauge[] = [
    {
      name: ['verdict'],
      help: 'The verdict of the last run: 1 for its verdict, 0 for the others. An accepted fail counts as a pass.',
      unit: '1',
      points: VERDICTS.map((one) => ({ labels: { ...name, verdict: one }, value: Number(one === verdict) })),
    },
    {
      name: ['accepted'],
      help: 'Whether someone accepted the regressions that failed the last run.',
      unit: '1',
      points: [{ labels: name, value: Number(accepted !== null) }],
    },
    {
      name: ['start', 'timestamp', 'seconds'],
      help: 'When the last run started measuring, in seconds since 1970.',
      unit: 's',
      points: Number.isNaN(startedAtMs) ? [] : [{ labels: name, value: startedAtMs / 1000 }],
    },
    {
      name: ['requests'],
      help: 'Requests sent in the measured time of the last run.',
      unit: '{request}',
      points: of(({ requests }) => requests),
    },
    {
      name: ['throughput', 'per', 'second'],
      help: 'Successes per second.',
      unit: '{request}/s',
      points: of(({ throughputPerSecond }) => throughputPerSecond),
    },
    {
      name: ['error', 'ratio'],
      help: 'Share of the requests that did not succeed, from 0 to 1.',
      unit: '1',
      points: of(({ errorRate }) => errorRate),
    },
    {
      name: ['latency', 'max', 'seconds'],
      help: `The longest latency of ${timed}.`,
      unit: 's',
      points: of(({ latencyMs }) => inSeconds(latencyMs?.max)),
    },
    ...gatesOf(result),
  ];
  const latencies = measured.flatMap(({ labels, figures: { latencyMs, successes, responses, errors } }) => {
    if (latencyMs === null) return [];
    const count = isStated ? responses : successes + errors.timeout;
    return [
      {
        labels,
        count,
        sum: latencyMs.mean === undefined ? null : (latencyMs.mean * count) / 1000,
        quantiles: QUANTILES.flatMap(([quantile, field]) => {
          const seconds = inSeconds(latencyMs[field]);
          return seconds === null ? [] : [[quantile, seconds] as const];
        }),
      },
    ];
  });
  return {
    gauges: gauges.filter(({ points }) => points.length > 0),
    summaries:
      latencies.length === 0
        ? []
        : [
            {
              name: ['latency', 'seconds'],
              help: `Latency of ${timed}, in seconds.`,
              unit: 's',
              points: latencies,
            },
          ],
  };
}

/** Null where it is not known, as of another generator's result. */
function inSeconds(ms: number | undefined): number | null {
  return ms === undefined ? null : ms / 1000;
}

function measuredOf({ name, metrics, endpoints, interleaved }: Result): readonly Measured[] {
  const side = (
    which: 'target' | 'base',
    whole: WrittenFigures,
    parts: readonly { readonly name: string; readonly metrics: WrittenFigures }[],
  ) => [
    { labels: { name, side: which }, figures: whole },
    ...parts.map((part) => ({ labels: { name, side: which, endpoint: part.name }, figures: part.metrics })),
  ];
  return [
    ...(metrics ? side('target', metrics, endpoints) : []),
    ...(interleaved ? side('base', interleaved.metrics, interleaved.endpoints) : []),
  ];
}

/** Each row that was judged: how it changed, and what was found. */
function gatesOf({ name, comparisons }: Result): readonly Gauge[] {
  const rows = comparisons.map((row) => ({
    row,
    labels: {
      name,
      metric: row.metric,
      ...(row.endpoint !== null && { [row.flow ? 'flow' : 'endpoint']: row.endpoint }),
      ...(row.stage !== undefined && { stage: row.stage }),
    },
  }));
  return [
    {
      name: ['change', 'ratio'],
      help: 'Change from the base or the baseline: 0.1 is 10 % more; for shares, their difference.',
      unit: '1',
      points: rows.flatMap(({ row: { change, metric }, labels }) =>
        change === null ? [] : [{ labels: { ...labels, scale: METRICS[metric].scale }, value: change }],
      ),
    },
    {
      name: ['finding'],
      help: 'The finding on a figure, given by its label; always 1.',
      unit: '1',
      points: rows.map(({ row: { finding }, labels }) => ({ labels: { ...labels, finding }, value: 1 })),
    },
  ];
}
