/** The value beside a metric's name, as a report writes it. */
import type { Latency } from '../result/figures.ts';
import { fold } from './fold.ts';
import { type MetricName, rateScaleOf } from './metric-names.ts';
import { type DecimalMark, readNumber } from './numbers.ts';
import { isRemark, type TailOf } from './tails.ts';
import { readScale, readShareUnit, readTime } from './units.ts';

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

const BOUND_WORDS =
  /^(?:max|min|maximum|minimum|at most|at least|under|below|above|over|less than|more than|up to|moins de|plus de|au plus|au moins|jusqu'a)\.?\s?\d/u;
const HOPED =
  /[([]\s*(?:the |our )?(?:objecti(?:f|ve)s?|targets?|goals?|attendue?s?|expected|cibles?|slos?|limite?s?|thresholds?|seuils?|budgets?)(?: values?)?\s*[)\]]/u;

/** Whether the text is a bound (`< 100ms`) or something hoped for (`> 99.5% (objectif)`), and no measurement. */
export function isObjective(text: string): boolean {
  const folded = fold(text);
  return /^[<>≤≥⩽⩾]/u.test(folded) || BOUND_WORDS.test(folded) || HOPED.test(folded);
}

/** The values in the text, which has to begin with a number; empty where it is no measurement of this metric. */
export function metricValuesOf(text: string, metric: MetricName, notation: Notation): MetricValue[] {
  if (isObjective(text)) return [];
  const { mark } = notation;
  switch (metric.kind) {
    case 'latency':
      return latencyIn(text, metric.of, metric.unitMs ?? notation.unitMs, mark);
    case 'responses-per-second':
    case 'successes-per-second':
      return rateIn(text, metric.kind, metric.scale, mark);
    case 'success-rate':
      return shareIn(text, metric.unit, mark).map(({ share, decimals }) => errorShare(1 - share, decimals));
    case 'errors':
      return errorsIn(text, metric, mark);
    case 'requests':
      return requestsIn(text, metric.scale, mark);
  }
}

/**
 * A length of time such as `2 min`, `120s`, `1 min 30 s`, in seconds; null for anything else.
 * @param unitMs of a bare number, where its name gives a unit
 */
export function secondsIn(
  text: string,
  mark: DecimalMark | null,
  unitMs: number | null = null,
): number | null {
  const time = timeIn(text, unitMs, mark, 'condition');
  return time === null ? null : rounded(time / 1000);
}

function timeIn(text: string, unitMs: number | null, mark: DecimalMark | null, of: TailOf): number | null {
  const time = readTime(text, mark);
  if (time) return isRemark(text.slice(time.length), of) ? time.ms : null;
  const number = unitMs === null ? null : readNumber(text, 'figure', mark);
  return number && isRemark(text.slice(number.length), of)
    ? rounded(number.value * (unitMs as number))
    : null;
}

function latencyIn(
  text: string,
  of: keyof Latency,
  unitMs: number | null,
  mark: DecimalMark | null,
): MetricValue[] {
  // A lone m may be an s that got lost.
  if (readTime(text, mark)?.units[0] === 'm') return [];
  const ms = timeIn(text, unitMs, mark, 'latency');
  return ms === null ? [] : [{ kind: 'latency', of, ms }];
}

function rateIn(
  text: string,
  kind: 'responses-per-second' | 'successes-per-second',
  scale: number,
  mark: DecimalMark | null,
): MetricValue[] {
  const number = scaled(text, 'figure', scale, mark);
  if (!number) return [];
  const bracketed = /^\s?[([]\s*([^()[\]]*\/[^()[\]]*|rps|tps)\s*[)\]]/iu.exec(number.rest);
  const unit =
    bracketed ?? /^\s?((?:\p{L}+\s?)?(?:\/|per |par )\s?\p{L}+|k?rps|k?tps)(?![\p{L}])/iu.exec(number.rest);
  const factor = unit ? rateScaleOf(unit[1] as string) : 1;
  if (factor === null || (factor !== 1 && number.isScaled)) return [];
  return isRemark(unit ? number.rest.slice(unit[0].length) : number.rest, 'rate')
    ? [{ kind, value: rounded(number.value * factor) }]
    : [];
}

/** @param unit of a bare number: the share that one is, where its name says so */
function shareIn(
  text: string,
  unit: number | null,
  mark: DecimalMark | null,
): { share: number; decimals: number }[] {
  const number = readNumber(text, 'figure', mark);
  if (!number) return [];
  const rest = text.slice(number.length);
  const own = readShareUnit(rest);
  const factor = own?.unit ?? unit;
  if (factor === null || !isRemark(own ? rest.slice(own.length) : rest, 'share')) return [];
  const share = rounded(number.value * factor);
  const decimals = Math.max(0, number.decimals + Math.round(-Math.log10(factor)) - 2);
  return share <= 1 ? [{ share, decimals }] : [];
}

type ErrorsName = Extract<MetricName, { kind: 'errors' }>;

/** `3.67%`, `1,369`, `1,369 (3.67%)`, `3.67% (1,369)`. */
function errorsIn(text: string, metric: ErrorsName, mark: DecimalMark | null): MetricValue[] {
  const [, before = '', inner = '', behind = ''] = /^([^([]*)[([]([^()[\]]*)[)\]](.*)$/u.exec(text) ?? [];
  const [second] = oneOfErrors(inner.trim(), { ...metric, unit: null, counts: true }, mark);
  const [first] = oneOfErrors(second ? `${before}${behind}` : text, metric, mark);
  if (!first) return [];
  if (!second) return [first];
  // Two of a kind are two values, and which of them is meant is not said.
  return first.kind === second.kind && !isSame(first, second) ? [] : [first, second];
}

function oneOfErrors(text: string, metric: ErrorsName, mark: DecimalMark | null): MetricValue[] {
  const [share] = shareIn(text, metric.unit, mark);
  if (share) return [errorShare(share.share, share.decimals)];
  const count = countIn(text, metric.scale, mark);
  const tail = count?.rest.replace(
    /^\s?(?:errors?|erreurs?|failed|failures?|[eé]checs?)?(?:\s?(?:requests?|requ[eê]tes?))?(?![\p{L}/])/iu,
    '',
  );
  if (!count || tail === undefined || !isRemark(tail, 'count')) return [];
  // None is none in every unit.
  if (count.value === 0 && !metric.counts) return [errorShare(0, 0)];
  return metric.counts ? [{ kind: 'error-count', count: count.value }] : [];
}

function isSame(one: MetricValue, other: MetricValue): boolean {
  if (one.kind === 'error-share' && other.kind === 'error-share') return one.share === other.share;
  return one.kind === 'error-count' && other.kind === 'error-count' && one.count === other.count;
}

function requestsIn(text: string, scale: number, mark: DecimalMark | null): MetricValue[] {
  const count = countIn(text, scale, mark);
  if (!count) return [];
  const tail = count.rest.replace(/^\s?(?:(?:de|of) )?(?:req|requests?|requ[eê]tes?)(?![\p{L}/])/iu, '');
  if (!isRemark(tail, 'count')) return [];
  const time = /^\s*\(?(?:en|in|over|sur|pendant|during)\s(.*?)\)?$/iu.exec(tail);
  return [
    {
      kind: 'requests',
      count: count.value,
      durationSeconds: time ? secondsIn(time[1] as string, mark) : null,
    },
  ];
}

function countIn(
  text: string,
  scale: number,
  mark: DecimalMark | null,
): { value: number; rest: string } | null {
  const number = scaled(text, 'count', scale, mark);
  return number && Number.isSafeInteger(number.value) && !number.isFraction ? number : null;
}

/** A number with its `k` or `million`, or else with the scale that its name gives. */
function scaled(
  text: string,
  as: 'count' | 'figure',
  scale: number,
  mark: DecimalMark | null,
): { value: number; rest: string; isScaled: boolean; isFraction: boolean } | null {
  const figure = readNumber(text, 'figure', mark);
  const own = figure ? readScale(text.slice(figure.length)) : null;
  if (figure && own) {
    return {
      value: rounded(figure.value * own.factor),
      rest: text.slice(figure.length + own.length),
      isScaled: true,
      isFraction: false,
    };
  }
  const number = scale === 1 ? readNumber(text, as, mark) : figure;
  return (
    number && {
      value: rounded(number.value * scale),
      rest: text.slice(number.length),
      isScaled: scale !== 1,
      // Nobody counts to 2.00: it is of another unit.
      isFraction: scale === 1 && number.decimals > 0,
    }
  );
}

function errorShare(share: number, decimals: number): MetricValue {
  return { kind: 'error-share', share: rounded(share), decimals };
}

/** Takes away what binary fractions add to a decimal number: 100 − 96.33 is 3.67. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}
