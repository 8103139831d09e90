import { slug } from 'github-slugger';
import { CPU_PER_REQUEST } from '../../config/server-series.ts';
import type { Baseline, BaselineFigures, ToldEndpoint } from '../baseline.ts';
import { Histogram } from '../histogram.ts';
import { once } from '../once.ts';
import type { WrittenFigures } from '../result/figures.ts';
import type { Result } from '../result/schema.ts';
import type { ServerResult } from '../result/server.ts';
import type { ReadRuns } from './listing.ts';
import { isJson, parseResult, requireMeasurement } from './result-file.ts';

const TAKEN = "baselines can be a Markdown report, wrk's text or a result file";

/**
 * Whether the text is JSON, or was before it was cut off. A bracket or a brace begins many a Markdown report, too:
 * `[[_TOC_]]`, `[k6]: https://…`, `{{< toc >}}`, `{: .no_toc }`, or a front matter in JSON.
 */
export function looksLikeJson(text: string): boolean {
  if (!/^\s*[{[]/u.test(text.slice(0, 1000))) return false;
  if (isJson(text)) return true;
  const begins = /^\s*(?:\[\s*)?\{\s*(?:"|\}?\s*$)/u.test(text.slice(0, 1000));
  return begins && !/^(?:#{1,6}[ \t]|[>\t ]*\|?[ \t]*:?-+:?[ \t]*\|)/mu.test(text);
}

/** Lists the one run of a result file. */
export function readTailgateResult(text: string, file: string): ReadRuns {
  const result = parseResult(text, file, TAKEN);
  const metrics = requireMeasurement(result, file);
  const anchor = slug(result.name);
  const unusable =
    result.verdict === 'invalid'
      ? `the result's verdict is invalid (${result.reason}), so its figures can't be believed; use another run's result`
      : undefined;
  return {
    objectives: [],
    summaries: [],
    warnings: unusable === undefined ? [] : [`${result.name}: ${unusable}.`],
    runs: [
      {
        title: result.name,
        anchor,
        line: 1,
        ...(result.startedAt !== null && { date: result.startedAt }),
        metrics: figuresOf(metrics),
        conditions: conditionsOf(result.conditions),
        ...(unusable !== undefined && { unusable }),
        ...(result.endpoints.length > 0 && {
          endpoints: Object.fromEntries(
            [...result.endpoints, ...(result.flows ?? [])].map(({ name, metrics }) => [
              name,
              figuresOf(metrics),
            ]),
          ),
        }),
        told: toldIn(result),
        ...(result.flows && { walked: walkedIn(result.flows) }),
        ...(result.server && { server: meansOf(result.server) }),
        ...(result.stages && { stages: result.stages.map(({ metrics }) => figuresOf(metrics)) }),
        addresses: { own: [anchor], around: [], titles: [result.name] },
      },
    ],
  };
}

function figuresOf(metrics: WrittenFigures): BaselineFigures {
  const { spread } = metrics;
  return {
    requests: metrics.requests,
    throughputPerSecond: metrics.throughputPerSecond,
    responsesPerSecond: metrics.responsesPerSecond,
    ...(metrics.errorRate !== null && { errorRate: metrics.errorRate }),
    ...(metrics.capacityPerSecond !== undefined && { capacityPerSecond: metrics.capacityPerSecond }),
    ...(metrics.latencyMs && { latencyMs: metrics.latencyMs }),
    ...(metrics.latencyAllMs && { latencyAllMs: metrics.latencyAllMs }),
    ...(Object.keys(spread).length > 0 && { spread }),
  };
}

/** Histograms are unpacked when somebody asks for them. */
function toldIn({ rounds, endpoints }: Result): ReadonlyMap<string, ToldEndpoint> {
  const histograms = rounds.find(({ side }) => side === 'target')?.histograms ?? {};
  return new Map(
    Object.entries(histograms).map(([name, { latency: packed }]) => {
      const told = endpoints.find((endpoint) => endpoint.name === name)?.serverTiming;
      const byName = new Map(told?.durations.map((one) => [one.name, one.slowestMs]));
      const latency = once(() => unpack(packed));
      return [name, { latency, slowest: told ? { ...told.slowest, byName } : null }];
    }),
  );
}

function walkedIn(flows: NonNullable<Result['flows']>): NonNullable<Baseline['walked']> {
  return new Map(
    flows.flatMap(({ name, stepTimes }) => {
      if (stepTimes === undefined) return [];
      const { walks: responses, latencyMs, slowest, steps } = stepTimes;
      const byName = (key: 'meanMs' | 'slowestMs') => new Map(steps.map((step) => [step.name, step[key]]));
      return [
        [
          name,
          {
            all: { responses, latencyMs, byName: byName('meanMs') },
            slowest: {
              responses: slowest.walks,
              latencyMs: slowest.latencyMs,
              byName: byName('slowestMs'),
            },
          },
        ] as const,
      ];
    }),
  );
}

function unpack(packed: string): Histogram | null {
  try {
    return Histogram.fromBase64(packed);
  } catch {
    return null;
  }
}

function meansOf({ series, perThousandRequests }: ServerResult): Record<string, number> {
  const { cpuSeconds } = perThousandRequests ?? {};
  return {
    ...Object.fromEntries(series.map(({ key, mean }) => [key, mean])),
    ...(cpuSeconds !== undefined && { [CPU_PER_REQUEST]: cpuSeconds / 1000 }),
  };
}

function conditionsOf(conditions: Result['conditions']): ReadRuns['runs'][number]['conditions'] {
  const { warmupSeconds: _, profile: __, environment: ___, ...compared } = conditions;
  return compared;
}
