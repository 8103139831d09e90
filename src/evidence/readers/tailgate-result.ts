import { slug } from 'github-slugger';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { CPU_PER_REQUEST } from '../../config/server-series.ts';
import type { BaselineFigures } from '../baseline.ts';
import type { WrittenFigures } from '../result/figures.ts';
import { type Result, resultSchema } from '../result/schema.ts';
import type { ServerResult } from '../result/server.ts';
import type { ReadRuns } from './listing.ts';

/** Version of the result file that this Tailgate writes. */
const VERSION = 1;

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

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Lists the one run of a result file. */
export function readTailgateResult(text: string, file: string): ReadRuns {
  const result = parse(text, file);
  if (!result.metrics) {
    throw new ConfigurationError(
      `the result holds no measurement (its verdict is ${result.verdict}: ${result.reason}); use another run's result`,
      { file },
    );
  }
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
        metrics: figuresOf(result.metrics),
        conditions: conditionsOf(result.conditions),
        ...(unusable !== undefined && { unusable }),
        ...(result.endpoints.length > 0 && {
          endpoints: Object.fromEntries(
            result.endpoints.map(({ name, metrics }) => [name, figuresOf(metrics)]),
          ),
        }),
        ...(result.server && { server: meansOf(result.server) }),
        ...(result.stages && { stages: result.stages.map(({ metrics }) => figuresOf(metrics)) }),
        addresses: { own: [anchor], around: [], titles: [result.name] },
      },
    ],
  };
}

function parse(text: string, file: string): Result {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ConfigurationError(
      isJson(text.split('\n', 1)[0] ?? '')
        ? 'the file holds several JSON values, one a line, as k6 and others write them; baselines can be a Markdown ' +
            "report, wrk's text or a result file"
        : `the file is no valid JSON (${(error as Error).message}); it may be cut off`,
      { file },
    );
  }
  const version = /^tailgate\/(\d+)$/u.exec(formatIn(json))?.[1];
  if (version === undefined) {
    throw new ConfigurationError(
      'the file is JSON, but not a result of Tailgate (there is no "format": "tailgate/…"); ' +
        "baselines can be a Markdown report, wrk's text or a result file",
      { file },
    );
  }
  if (Number(version) > VERSION) {
    throw new ConfigurationError(
      `the result has format tailgate/${version}, and this Tailgate reads up to tailgate/${VERSION}; use the version that wrote it, or a newer one`,
      { file },
    );
  }
  const checked = resultSchema.safeParse(json);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const path = issue?.path ?? [];
  const why =
    valueAt(json, path) === undefined
      ? 'is missing, so the result is damaged or an unfinished version wrote it'
      : `the result is damaged: ${issue?.message ?? 'unknown'}`;
  throw new ConfigurationError(`${why}; use another run's result`, { file, key: path.join('.') });
}

function valueAt(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null)?.[key], json);
}

function formatIn(json: unknown): string {
  if (typeof json !== 'object' || json === null || !('format' in json)) return '';
  return typeof json.format === 'string' ? json.format : '';
}

function figuresOf(metrics: WrittenFigures): BaselineFigures {
  const { spread } = metrics;
  return {
    requests: metrics.requests,
    throughputPerSecond: metrics.throughputPerSecond,
    responsesPerSecond: metrics.responsesPerSecond,
    ...(metrics.errorRate !== null && { errorRate: metrics.errorRate }),
    ...(metrics.latencyMs && { latencyMs: metrics.latencyMs }),
    ...(metrics.latencyAllMs && { latencyAllMs: metrics.latencyAllMs }),
    ...(Object.keys(spread).length > 0 && { spread }),
  };
}

function meansOf({ series, perThousandRequests }: ServerResult): Record<string, number> {
  const { cpuSeconds } = perThousandRequests ?? {};
  return {
    ...Object.fromEntries(series.map(({ key, mean }) => [key, mean])),
    ...(cpuSeconds !== undefined && { [CPU_PER_REQUEST]: cpuSeconds / 1000 }),
  };
}

function conditionsOf(conditions: Result['conditions']): ReadRuns['runs'][number]['conditions'] {
  const { warmupSeconds: _, profile: __, ...compared } = conditions;
  return compared;
}
