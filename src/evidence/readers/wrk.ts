import { slug } from 'github-slugger';
import type { BaselineConditions } from '../baseline.ts';
import type { Latency } from '../result/figures.ts';
import type { ReadRun, ReadRuns } from './listing.ts';
import { metricNameOf } from './metric-names.ts';
import { metricValuesOf, secondsIn } from './metric-values.ts';
import { oneStage } from './one-stage.ts';
import { countsOf, type WrkErrors } from './wrk-errors.ts';

/** First line of an output of wrk or wrk2. Others print it, too: autocannon, and go-wrk. */
const START = /^\s*Running (\S+) test @ (\S+)\s*$/u;
/** The line beneath it, which only wrk prints. */
const LOAD = /^\s*\d+ threads? and (\d+) connections?\s*$/u;

/** Whether an output of wrk begins somewhere in the text and is no quotation in a Markdown report. */
export function looksLikeWrk(text: string): boolean {
  const lines = text.split(/\r\n|\n|\r/u);
  const start = lines.findIndex((_, i) => startsAt(lines, i));
  if (start < 0) return false;
  const isQuoted = lines.slice(0, start).filter((line) => /^\s*(?:`{3,}|~{3,})/u.test(line)).length % 2 === 1;
  const isReport = isQuoted
    ? lines.slice(0, start).some((line) => /^#{1,6}[ \t]/u.test(line))
    : // A comment or a prompt of the superuser begins like a heading: `# wrk -c 10 …`.
      lines
        .slice(0, start)
        .some((line) => /^#{1,6}[ \t]/u.test(line) && !/^#\s+(?:sudo\s+|time\s+|\S*\/)*wrk/u.test(line));
  return !isReport;
}

/** Lists the outputs in the text, one after the other, each with what a Lua script printed after it. */
export function readWrk(text: string, file: string): ReadRuns {
  const lines = text.split(/\r\n|\n|\r/u);
  const starts = lines.flatMap((_, i) => (startsAt(lines, i) ? [i] : []));
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

function startsAt(lines: readonly string[], at: number): boolean {
  return START.test(lines[at] ?? '') && LOAD.test(lines[at + 1] ?? '');
}

function readOutput(lines: readonly string[], line: number, number: number | null): ReadRun | null {
  const start = START.exec(lines[0] as string);
  const total = firstIn(lines, /^\s*(\d+) requests in (\S+),/u);
  const rate = firstIn(lines, /^\s*Requests\/sec:\s*([\d.]+)([kM]?)\s*$/u);
  if (!start || !total || !rate) return null;
  const requests = Number(total[1]);
  const perSecond = Number(rate[1]) * (rate[2] === 'k' ? 1e3 : rate[2] === 'M' ? 1e6 : 1);
  const end = lines.findIndex((text) => /^\s*Requests\/sec:/u.test(text));
  if (end === lines.length - 1 && !isRateOf(perSecond, requests, total[2] as string)) return null;
  const latency = { ...scriptLatency(lines.slice(end + 1)), ...threadStats(lines), ...distribution(lines) };
  const title = `wrk ${start[1]} ${withoutCredentials(start[2] as string)}${number === null ? '' : ` (output ${number})`}`;
  const anchor = number === null ? slug(title) : `output-${number}`;
  const isOpen = lines.some((text) => OPEN.test(text));
  const { errorRate, doubts } = countsOf(errorsIn(lines), requests, isOpen);
  return {
    title,
    anchor,
    line,
    metrics: {
      requests,
      responsesPerSecond: perSecond,
      ...(errorRate !== null && { errorRate }),
      ...(Object.keys(latency).length > 0 && { latencyAllMs: latency }),
    },
    conditions: conditionsOf(lines, start[1] as string, isOpen),
    addresses: { own: [anchor], around: [], titles: [title] },
    ...(doubts.length > 0 && { doubts }),
    ...(errorRate === null && { unread: ['error-rate'] as const }),
  };
}

/** Half a number reads like a whole one: where the text is cut off within it, it is another rate than its count's. */
function isRateOf(perSecond: number, requests: number, time: string): boolean {
  const seconds = secondsIn(time, '.');
  return seconds === null || Math.abs(perSecond * seconds - requests) <= 0.05 * requests;
}

/** It prints either line only where there is something to tell. */
function errorsIn(lines: readonly string[]): WrkErrors {
  const refused = Number(firstIn(lines, /^\s*Non-2xx or 3xx responses: (\d+)/u)?.[1] ?? 0);
  const socket = firstIn(lines, /^\s*Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/u);
  const [connect = 0, read = 0, write = 0, timeout = 0] = socket?.slice(1).map(Number) ?? [];
  return { refused, connect, read, write, timeout };
}

/** `--latency` prints four percentiles, wrk2 more; of wrk2's two tables the first is the one corrected for omission. */
function distribution(lines: readonly string[]): Partial<Latency> {
  const start = lines.findIndex((line) => /^\s*Latency Distribution/u.test(line));
  const found: Record<string, number> = {};
  for (const line of start < 0 ? [] : lines.slice(start + 1)) {
    const match = /^\s*(\d+(?:\.\d+)?)%\s+(\S+)\s*$/u.exec(line);
    if (!match) break;
    const of = percentileOf(match[1] as string);
    const ms = milliseconds(match[2] as string);
    if (of !== null && ms !== null) found[of] = ms;
  }
  return found;
}

/** By the headings of the columns: forks of wrk2 print 99% where wrk prints Max. */
function threadStats(lines: readonly string[]): Partial<Latency> {
  const at = lines.findIndex((line) => /^\s*Thread Stats\s/u.test(line));
  const headings = (lines[at] ?? '')
    .replace(/^\s*Thread Stats\s+/u, '')
    .replace('+/- Stdev', '+/-Stdev')
    .trim()
    .split(/\s+/u);
  const row = at < 0 ? null : firstIn(lines.slice(at + 1, at + 3), /^\s*Latency\s+(\S.*)$/u);
  const values = (row?.[1] ?? '').trim().split(/\s+/u);
  const found: Partial<Record<keyof Latency, number>> = {};
  if (values.length !== headings.length) return found;
  headings.forEach((heading, i) => {
    const percent = /^(\d+(?:\.\d+)?)%$/u.exec(heading)?.[1];
    const of =
      heading === 'Avg' ? 'mean' : heading === 'Max' ? 'max' : percent ? percentileOf(percent) : null;
    const ms = of === null ? null : milliseconds(values[i] as string);
    if (of !== null && ms !== null) found[of] = ms;
  });
  return found;
}

function percentileOf(percent: string): keyof Latency | null {
  const metric = metricNameOf(`p${Number(percent)}`);
  return metric?.kind === 'latency' ? metric.of : null;
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

/**
 * What only wrk2 prints, and its forks: it sends at a fixed rate and keeps a histogram; wrk's connections each wait for
 * their response.
 */
const OPEN = /HdrHistogram - Recorded Latency|Thread calibration|^\s*Thread Stats\s.*\s\d+(?:\.\d+)?%\s/u;

function conditionsOf(lines: readonly string[], duration: string, isOpen: boolean): BaselineConditions {
  const connections = LOAD.exec(lines[1] ?? '')?.[1];
  const durationSeconds = secondsIn(duration, '.');
  return {
    tool: isOpen ? 'wrk2' : 'wrk',
    model: isOpen ? 'open' : 'closed',
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
