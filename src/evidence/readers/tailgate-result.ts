import { slug } from 'github-slugger';
import type { BaselineFigures } from '../baseline.ts';
import type { WrittenFigures } from '../result/figures.ts';
import type { Result } from '../result/schema.ts';
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
            result.endpoints.map(({ name, metrics }) => [name, figuresOf(metrics)]),
          ),
        }),
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

function conditionsOf(conditions: Result['conditions']): ReadRuns['runs'][number]['conditions'] {
  const { warmupSeconds: _, profile: __, environment: ___, ...compared } = conditions;
  return compared;
}
