/** The value beside a metric's name, as a report writes it. */
import type { Latency } from '../result/figures.ts';
import { countsRequests, fold, type MetricName, unitMsOf } from './metric-names.ts';
import { type DecimalMark, readNumber } from './numbers.ts';

/** One measured value; `decimals` of a share count in per cent. */
export type MetricValue =
  | { readonly kind: 'latency'; readonly of: keyof Latency; readonly ms: number }
  | { readonly kind: 'responses-per-second' | 'successes-per-second'; readonly value: number }
  | { readonly kind: 'error-share'; readonly share: number; readonly decimals: number }
  | { readonly kind: 'error-count'; readonly count: number }
  | { readonly kind: 'requests'; readonly count: number; readonly durationSeconds: number | null };

/** How values are written where this one stands. */
export interface Notation {
  readonly mark: DecimalMark | null;
  /** Unit of latencies that the table gives once for all; null where each has to say its own. */
  readonly unitMs: number | null;
}

/** What may follow a value without changing it: a remark in brackets, a span of time, a deviation. */
const REMARK =
  /^(?:$|[(;]|±|\+\/-|(?:[-–—] |(?:en|in|over|sur|pendant|during|measured|mesuree?s?|totales?|total)(?![a-z])))/u;

/** Whether the text is a bound that was hoped for (`< 100ms`, `> 99.5% (objectif)`) and no measurement. */
export function isObjective(text: string): boolean {
  return (
    /^[<>≤≥⩽⩾]/u.test(text) ||
    /\((?:[^()]*\s)?(?:objecti(?:f|ve)|target|goal|attendue?|expected|cible)s?(?:\s[^()]*)?\)/iu.test(text)
  );
}

/** The values in the text, which has to begin with a number; empty where it is no measurement of this metric. */
export function metricValuesOf(text: string, metric: MetricName, notation: Notation): MetricValue[] {
  if (isObjective(text)) return [];
  switch (metric.kind) {
    case 'latency':
      return latencyIn(text, metric.of, metric.unitMs ?? notation.unitMs, notation.mark);
    case 'responses-per-second':
    case 'successes-per-second':
      return rateIn(text, metric.kind, notation.mark);
    case 'success-rate':
      return shareIn(text, notation.mark).map(({ percent, decimals }) => errorShare(100 - percent, decimals));
    case 'errors':
      return errorsIn(text, notation.mark);
    case 'requests':
      return requestsIn(text, notation.mark);
  }
}

/** A length of time such as `2 min`, `120s`, `2 minutes`, in seconds; null for anything else. */
export function secondsIn(text: string, mark: DecimalMark | null): number | null {
  const number = readNumber(text, 'figure', mark);
  if (!number) return null;
  const rest = /^\s?([a-z\u00b5\u03bc]+)\b(.*)$/iu.exec(text.slice(number.length));
  const unitMs = rest ? unitMsOf(rest[1] as string) : null;
  return unitMs === null ? null : (number.value * unitMs) / 1000;
}

function latencyIn(
  text: string,
  of: keyof Latency,
  unitMs: number | null,
  mark: DecimalMark | null,
): MetricValue[] {
  const number = readNumber(text, 'figure', mark);
  if (!number) return [];
  const rest = text.slice(number.length);
  const unit = /^\s?([a-z\u00b5\u03bc]+)(?![a-z])/iu.exec(rest);
  const ownUnitMs = unit ? unitMsOf(unit[1] as string) : null;
  const factor = ownUnitMs ?? unitMs;
  const tail = ownUnitMs === null ? rest : rest.slice(unit?.[0].length ?? 0);
  return factor !== null && isRemark(tail)
    ? [{ kind: 'latency', of, ms: rounded(number.value * factor) }]
    : [];
}

function rateIn(
  text: string,
  kind: 'responses-per-second' | 'successes-per-second',
  mark: DecimalMark | null,
): MetricValue[] {
  const number = scaled(text, 'figure', mark);
  if (!number) return [];
  const unit = /^\s?((?:[\p{L}]+\s?)?(?:\/|per |par )\s?\p{L}+|rps|tps)/iu.exec(number.rest);
  if (unit && !countsRequests(unit[1] as string)) return [];
  return isRemark(unit ? number.rest.slice(unit[0].length) : number.rest)
    ? [{ kind, value: number.value }]
    : [];
}

function shareIn(text: string, mark: DecimalMark | null): { percent: number; decimals: number }[] {
  const number = readNumber(text, 'figure', mark);
  const tail = number ? /^\s?%(.*)$/u.exec(text.slice(number.length))?.[1] : undefined;
  if (!number || tail === undefined || number.value > 100 || !isRemark(tail)) return [];
  return [{ percent: number.value, decimals: number.decimals }];
}

/** `3.67%`, `1,369`, `1,369 (3.67%)`, `3.67% (1,369)`. */
function errorsIn(text: string, mark: DecimalMark | null): MetricValue[] {
  const bracketed = /\(([^()]*)\)/u.exec(text)?.[1]?.trim() ?? '';
  const parts = [text, bracketed].flatMap((part): MetricValue[] => {
    const [share] = shareIn(part, mark);
    if (share) return [errorShare(share.percent, share.decimals)];
    const count = countIn(part, mark);
    return count && isRemark(count.rest) ? [{ kind: 'error-count', count: count.value }] : [];
  });
  const [first] = parts;
  return first && isMeasuredFirst(text) ? parts : [];
}

function isMeasuredFirst(text: string): boolean {
  return /^\d/u.test(text);
}

function requestsIn(text: string, mark: DecimalMark | null): MetricValue[] {
  const count = countIn(text, mark);
  if (!count) return [];
  const tail = count.rest.replace(/^\s?(?:req|requests?|requ[eê]tes?)(?![\p{L}/])/iu, '');
  if (!isRemark(tail)) return [];
  const time = /^\s*\(?(?:en|in|over|sur|pendant|during)\s(.*)$/iu.exec(tail);
  return [
    {
      kind: 'requests',
      count: count.value,
      durationSeconds: time ? secondsIn(time[1] as string, mark) : null,
    },
  ];
}

function countIn(text: string, mark: DecimalMark | null): { value: number; rest: string } | null {
  const number = scaled(text, 'count', mark);
  return number && Number.isSafeInteger(number.value) ? number : null;
}

/** A number with its `k` or `M`. */
function scaled(
  text: string,
  as: 'count' | 'figure',
  mark: DecimalMark | null,
): { value: number; rest: string } | null {
  const suffix = /^[\d.,]+\s?([kM])(?![\p{L}/])/u.exec(text);
  const number = readNumber(text, suffix ? 'figure' : as, mark);
  if (!number) return null;
  const factor = suffix ? (suffix[1] === 'k' ? 1e3 : 1e6) : 1;
  return {
    value: rounded(number.value * factor),
    rest: text.slice(suffix ? suffix[0].length : number.length),
  };
}

function errorShare(percent: number, decimals: number): MetricValue {
  return { kind: 'error-share', share: rounded(percent / 100), decimals };
}

function isRemark(tail: string): boolean {
  return REMARK.test(fold(tail));
}

/** Takes away what binary fractions add to a decimal number: 100 − 96.33 is 3.67. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
