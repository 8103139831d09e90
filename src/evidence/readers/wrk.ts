import type { BaselineConditions, BaselineFigures } from '../baseline.ts';
import type { Latency } from '../result/figures.ts';
import type { ReadRun, ReadRuns } from './listing.ts';
import { slugOf } from './markdown/anchors.ts';
import { metricNameOf } from './metric-names.ts';
import { metricValuesOf, secondsIn } from './metric-values.ts';
import { oneStage } from './one-stage.ts';

/** First line of an output of wrk or wrk2. */
const START = /^\s*Running (\S+) test @ (\S+)\s*$/u;

/** An output quoted in a Markdown report is the report's affair; a heading before it tells. */
export function looksLikeWrk(text: string): boolean {
  const start = /^[ \t]*Running \S+ test @ \S+[ \t]*$/mu.exec(text.replaceAll('\r', ''));
  return start !== null && !/^#{1,6}[ \t]/mu.test(text.slice(0, start.index));
}

/** Lists the outputs in the text, one after the other, each with what a Lua script printed after it. */
export function readWrk(text: string, file: string): ReadRuns {
  const lines = text.split(/\r\n|\n|\r/u);
  const starts = lines.flatMap((line, i) => (START.test(line) ? [i] : []));
  const runs: ReadRun[] = [];
  const warnings: string[] = [];
  starts.forEach((start, n) => {
    const run = readOutput(lines.slice(start, starts[n + 1]), start + 1, starts.length > 1 ? n + 1 : null);
    if (run) runs.push(run);
    else
      warnings.push(
        `The output of wrk at line ${start + 1} of ${file} ends before its result; it was left out.`,
      );
  });
  return { runs, objectives: [], summaries: [], warnings };
}

function readOutput(lines: readonly string[], line: number, number: number | null): ReadRun | null {
  const start = START.exec(lines[0] as string);
  const total = firstIn(lines, /^\s*(\d+) requests in (\S+),/u);
  const rate = firstIn(lines, /^\s*Requests\/sec:\s*([\d.]+)([kM]?)\s*$/u);
  if (!start || !total || !rate) return null;
  const requests = Number(total[1]);
  const end = lines.findIndex((text) => /^\s*Requests\/sec:/u.test(text));
  const latency = { ...scriptLatency(lines.slice(end + 1)), ...threadStats(lines), ...distribution(lines) };
  const title = `wrk ${start[1]} ${withoutCredentials(start[2] as string)}${number === null ? '' : ` (output ${number})`}`;
  const anchor = number === null ? slugOf(title) : `output-${number}`;
  return {
    title,
    anchor,
    line,
    metrics: {
      requests,
      responsesPerSecond: Number(rate[1]) * (rate[2] === 'k' ? 1e3 : rate[2] === 'M' ? 1e6 : 1),
      ...errorRateOf(lines, requests),
      ...(Object.keys(latency).length > 0 && { latencyAllMs: latency }),
    },
    conditions: conditionsOf(lines, start[1] as string),
    addresses: { own: [anchor], around: [], titles: [title] },
  };
}

/**
 * What failed, of all that was asked. wrk counts a timed-out request among its requests once its response comes, and
 * one lost to a socket never; it prints either line only where there is something to tell.
 */
function errorRateOf(lines: readonly string[], requests: number): Pick<BaselineFigures, 'errorRate'> {
  const refused = Number(firstIn(lines, /^\s*Non-2xx or 3xx responses: (\d+)/u)?.[1] ?? 0);
  const socket = firstIn(lines, /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/u);
  const [connect = 0, read = 0, write = 0, timeout = 0] = socket?.slice(1).map(Number) ?? [];
  const lost = connect + read + write;
  const all = requests + lost;
  return all > 0 ? { errorRate: Math.min(1, (refused + timeout + lost) / all) } : {};
}

/** `--latency` prints four percentiles, wrk2 more; of wrk2's two tables the first is the one corrected for omission. */
function distribution(lines: readonly string[]): Partial<Latency> {
  const start = lines.findIndex((line) => /^\s*Latency Distribution/u.test(line));
  const found: Record<string, number> = {};
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    const match = /^\s*(\d+(?:\.\d+)?)%\s+(\S+)\s*$/u.exec(line);
    if (!match) break;
    const metric = metricNameOf(`p${Number(match[1])}`);
    const ms = milliseconds(match[2] as string);
    if (metric?.kind === 'latency' && ms !== null) found[metric.of] = ms;
  }
  return found;
}

function threadStats(lines: readonly string[]): Partial<Latency> {
  const stats = firstIn(lines, /^\s*Latency\s+(\S+)\s+\S+\s+(\S+)\s+\S+%?\s*$/u);
  const mean = stats ? milliseconds(stats[1] as string) : null;
  const max = stats ? milliseconds(stats[2] as string) : null;
  return { ...(mean !== null && { mean }), ...(max !== null && { max }) };
}

/**
 * Latencies that a script's `done` printed with their unit, such as `P99.9: 255.53 ms`; wrk's own figures come first.
 */
function scriptLatency(lines: readonly string[]): Partial<Latency> {
  const found: Partial<Record<keyof Latency, number>> = {};
  for (const line of lines) {
    const match = /^[\s\-*]*([^:=]{1,60}?)\s*[:=]\s*(\S.*)$/u.exec(line.slice(0, 200));
    const metric = match ? metricNameOf(match[1] as string) : null;
    if (metric?.kind !== 'latency') continue;
    const [value] = metricValuesOf((match?.[2] as string).trim(), metric, { mark: '.', unitMs: null });
    if (value?.kind === 'latency') found[value.of] ??= value.ms;
  }
  return found;
}

function conditionsOf(lines: readonly string[], duration: string): BaselineConditions {
  const connections = firstIn(lines, /^\s*\d+ threads? and (\d+) connections?/u)?.[1];
  const durationSeconds = secondsIn(duration, '.');
  // wrk2 sends at a fixed rate and prints its histogram; wrk's connections each wait for their response.
  const open = lines.some((line) => /HdrHistogram - Recorded Latency|Thread calibration/u.test(line));
  return {
    tool: open ? 'wrk2' : 'wrk',
    model: open ? 'open' : 'closed',
    ...oneStage({
      ...(connections !== undefined && { connections: Number(connections) }),
      ...(durationSeconds !== null && { durationSeconds }),
    }),
  };
}

/** `93.84ms`, `812.00us`, `1.02s`, `2.00m`; null for wrk's `-nan`. */
function milliseconds(text: string): number | null {
  const seconds = secondsIn(text, '.');
  return seconds === null ? null : Number((seconds * 1000).toPrecision(12));
}

function firstIn(lines: readonly string[], pattern: RegExp): RegExpExecArray | null {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match) return match;
  }
  return null;
}

function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/@\s]*@/u, '//').replace(/[?#].*$/u, '');
}
