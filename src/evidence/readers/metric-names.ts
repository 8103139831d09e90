/** What a row, a column or a line of a report is about, in French or English. */
import type { Latency } from '../result/figures.ts';
import { fold } from './fold.ts';
import { scaleOf, shareUnitOf, unitMsOf } from './units.ts';

export type MetricName =
  /** `unitMs`: length in ms of the unit that the name gives, as in `P99 (ms)`. */
  | { readonly kind: 'latency'; readonly of: keyof Latency; readonly unitMs: number | null }
  /** `scale`: what the name multiplies by, as in `Requests (k)`. */
  | {
      readonly kind: 'responses-per-second' | 'successes-per-second' | 'requests';
      readonly scale: number;
    }
  /** `unit`: the share that one is, where the name says so, as in `Success rate (%)`. */
  | { readonly kind: 'success-rate'; readonly unit: number | null }
  /** `counts`: whether a bare number is a count, as it is of `Errors` and not of `Error rate`. */
  | {
      readonly kind: 'errors';
      readonly unit: number | null;
      readonly scale: number;
      readonly counts: boolean;
    };

const PERCENTILES: Readonly<Record<string, keyof Latency>> = {
  '50': 'p50',
  '75': 'p75',
  '90': 'p90',
  '95': 'p95',
  '99': 'p99',
  '99.9': 'p99_9',
};

/**
 * Words beside the percentile that leave it the latency of the whole; any other (`CPU P99`, `P99 of login`) does not.
 */
const LATENCY_WORDS = new Set(
  `latence latences latency latencies response time times temps de reponse reponses duration percentile centile http
   request requests in en of des requetes des globale global overall measured mesure mesuree pct ile line`.split(
    /\s+/u,
  ),
);

const PERCENTILE = /(?:^|[^a-z0-9])p\s?(\d{1,2}(?:[.,]\d{1,3})?)(?![\d.,]*\d|[a-z])/u;
const ORDINAL =
  /(?:^|[^a-z0-9.,])(\d{1,2}(?:[.,]\d{1,3})?)\s?(?:%|th|st|nd|rd|e|eme)(?:\s(?:per)?centile)?(?![a-z0-9])/u;

const RATE = '(?:\\/| per | par )(?:s|sec|second|seconde)';
const ANSWERS_PER_SECOND = new RegExp(
  `^(?:throughput|debit|rps|tps|(?:req|reqs|requests?|requetes?|answers?|responses?|reponses?)${RATE})` +
    '(?: (?:total|totale|moyen|moyenne|average|mean|mesuree?|measured|global))?$',
  'u',
);
const SUCCESSES_PER_SECOND = new RegExp(
  `^(?:success(?:es|ful requests)?|succes|requetes reussies)${RATE}$`,
  'u',
);
const SUCCESS_RATE =
  /^(?:taux de (?:succes|reussite)|success(?:es)?(?: rate| ratio| share| percentage)?|successful(?: requests)?|succes|reussites?)$/u;
const ERROR_RATE =
  /^(?:(?:taux|pourcentage)(?: d| d'| des )\s?(?:erreurs?|echecs?)|(?:http )?(?:errors?|failures?|fail|failed)(?: requests?)? (?:rate|ratio|share)|(?:rate|ratio|share|proportion) of (?:errors|failures|failed requests))$/u;
const ERROR_COUNT =
  /^(?:(?:total |http )?errors?(?: counts?)?|(?:nombre d'|number of )?(?:erreurs?|errors)(?: totales?)?|echecs?|failures?|failed(?: requests?)?|requetes en (?:erreur|echec))$/u;
const REQUESTS =
  /^(?:total(?: des?| of)? (?:requests|requetes)|(?:requests|requetes)(?: totales?| total)?|(?:nombre|number|nb) (?:de|of) (?:requetes|requests))$/u;

/** In brackets behind a name: what leaves it what it is. */
const PLAIN_NOTE =
  /^(?:all|total(?:es?|s)?|overall|global(?:e|es)?|counts?|number|nombre|nb|#|mean|average|avg|moyen(?:ne)?|measured|mesuree?s?|actual|observed|http|rps|tps)$/u;

/** The metric that a name stands for; null for anything else. */
export function metricNameOf(name: string): MetricName | null {
  if (name.length > 200) return null;
  const written = name.replace(/\s+/gu, ' ').replace(/\s*:$/u, '').trim();
  if (written === '' || written.length > 80) return null;
  const { bare, notes } = takeNotes(written);
  return countedNameOf(fold(bare), notes.map(readNote)) ?? latencyNameOf(fold(written));
}

/**
 * The figure that a name is about but for what stands behind it: a part of it or another unit, as in `Errors (5xx)` and
 * `Throughput (req/min)`; or two figures, `P50 / P99`. Null where the name is understood, or is about something else.
 */
export function nearlyNamed(name: string): MetricName['kind'] | null {
  if (name.length > 80 || metricNameOf(name) !== null) return null;
  if ((fold(name).match(/(?:^|[^a-z0-9])p\s?\d{2}(?!\d)/gu)?.length ?? 0) > 1) return 'latency';
  const notes = takeNotes(name).notes.join(' ');
  const kind = metricNameOf(name.replace(/\([^()]*\)|\[[^[\]]*\]/gu, ' '))?.kind ?? null;
  const isOfBytes = /(?:^|[^a-z])[kmgt]?i?(?:b|bits?|bytes?|octets?|o)(?:\/|ps|\s|$)/iu.test(notes);
  // The percentile of something else, or of some requests, is no part of a figure of the whole.
  return kind === 'requests' || kind === 'latency' || isOfBytes ? null : kind;
}

/** The length in ms of the unit that a name gives in brackets or behind a comma, `Value (ms)`; null without one. */
export function unitMsIn(name: string): number | null {
  const notes = takeNotes(name.replace(/\s+/gu, ' ').trim()).notes.map(readNote);
  const units = notes.flatMap((note) => (note.kind === 'time' ? [note.ms] : []));
  return units.length === 1 ? (units[0] ?? null) : null;
}

const PER_SECOND =
  /^(?:(k|thousands?|milliers?|millions?)(?: (?:de |of )?|(?=r|\/)))?(?:(?:req|reqs|r|requests?|requetes?|answers?|responses?|reponses?)? ?(?:\/|per|par) ?(?:s|sec|second|seconde)|rps|tps)$/u;

/** What a rate of requests per second is multiplied by, `k req/s`: 1000; null where it is of something else: bytes. */
export function rateScaleOf(unit: string): number | null {
  const match = PER_SECOND.exec(fold(unit));
  return match && (match[1] === undefined ? 1 : scaleOf(match[1]));
}

type NameNote =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'share'; readonly unit: number }
  | { readonly kind: 'scale' | 'rate'; readonly scale: number }
  | { readonly kind: 'plain' | 'unknown' };

/** The name without what stands in brackets, behind a comma or "in", and without a sign of per cent of its own. */
function takeNotes(name: string): { readonly bare: string; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const bare = name
    // `Latency(s)` is a plural, and `requests / s` a rate.
    .replace(/(\p{L})\(s\)/gu, '$1s')
    .replace(/\s?\/\s?(s|sec|second|seconde)(?![\p{L}])/giu, '/$1')
    // `Percentage of errors`, `Error pct`.
    .replace(
      /^(?:percent(?:age)?|pct|pourcentage)\s(?:of\s|d['’]|de\s|des\s)?|\s(?:percent(?:age)?|pct)$/iu,
      () => {
        notes.push('%');
        return ' ';
      },
    )
    .replace(/\(([^()]*)\)|\[([^[\]]*)\]/gu, (_, round?: string, square?: string) => {
      notes.push((round ?? square ?? '').trim());
      return ' ';
    })
    .replace(/(?<![\d.,]\s?)[%\u2030]/u, (sign) => {
      notes.push(sign);
      return ' ';
    })
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^(?:of|des?)\s|^d['’]/iu, '')
    .replace(/(?:,|;|\s\/|\s[-\u2013]|\s(?:in|en))\s([^,;]+)$/u, (all, tail: string) => {
      if (readNote(tail).kind === 'unknown') return all;
      notes.push(tail);
      return '';
    })
    .replace(/(?:\s(?:in|en)|[\s,;/:\u2013-]+)$/u, '');
  return { bare, notes: notes.filter((note) => note !== '') };
}

function readNote(written: string): NameNote {
  const note = written.replace(/^(?:in|en)\s+/iu, '').replace(/[.:]$/u, '');
  const folded = fold(note);
  const ms = unitMsOf(note);
  // A latency of minutes is as likely the least one: `P99 (min)`.
  if (ms !== null && ms <= 1000) return { kind: 'time', ms };
  const unit = /^(?:fraction|ratio|0\s?(?:-|–|\.\.|to)\s?1)$/u.test(folded)
    ? 1
    : shareUnitOf(
        folded.replace(
          /\s(?:of|des?)\s(?:all |the |total )?(?:requests|requetes|total|responses|calls)$/u,
          '',
        ),
      );
  if (unit !== null) return { kind: 'share', unit };
  const perSecond = rateScaleOf(note);
  if (perSecond !== null && !PLAIN_NOTE.test(folded)) return { kind: 'rate', scale: perSecond };
  const scale = scaleOf(note);
  if (scale !== null) return { kind: 'scale', scale };
  return { kind: PLAIN_NOTE.test(folded) ? 'plain' : 'unknown' };
}

/** All but latencies. A note that says something else makes it another figure: `Throughput (MB/s)`, `Errors (5xx)`. */
function countedNameOf(bare: string, notes: readonly NameNote[]): MetricName | null {
  const allowed = (...kinds: NameNote['kind'][]): boolean =>
    notes.every(({ kind }) => kind === 'plain' || kinds.includes(kind)) &&
    notes.filter(({ kind }) => kind !== 'plain').length <= 1;
  const [scale = 1] = notes.flatMap((note) => ('scale' in note ? [note.scale] : []));
  const [unit = null] = notes.flatMap((note) => (note.kind === 'share' ? [note.unit] : []));
  if (ANSWERS_PER_SECOND.test(bare))
    return allowed('rate', 'scale') ? { kind: 'responses-per-second', scale } : null;
  if (SUCCESSES_PER_SECOND.test(bare))
    return allowed('rate', 'scale') ? { kind: 'successes-per-second', scale } : null;
  if (SUCCESS_RATE.test(bare)) return allowed('share') ? { kind: 'success-rate', unit } : null;
  if (ERROR_RATE.test(bare))
    return allowed('share') ? { kind: 'errors', unit, scale: 1, counts: false } : null;
  if (ERROR_COUNT.test(bare))
    return allowed('share', 'scale') ? { kind: 'errors', unit, scale, counts: unit === null } : null;
  if (REQUESTS.test(bare)) return allowed('scale') ? { kind: 'requests', scale } : null;
  return null;
}

function latencyNameOf(name: string): MetricName | null {
  const folded = name.replace(/([a-z])\(s\)/gu, '$1s');
  const found = PERCENTILE.exec(folded) ?? ORDINAL.exec(folded);
  const words = (found ? folded.replace(found[0], ' ') : folded)
    .split(/[^a-z\u00b5\u03bc0-9]+/u)
    .filter(Boolean);
  const isUnit = (word: string): boolean => (unitMsOf(word) ?? Number.POSITIVE_INFINITY) <= 1000;
  const units = words.filter(isUnit);
  const others = words.filter((word) => !LATENCY_WORDS.has(word) && !isUnit(word));
  const unitMs = units.length === 1 ? unitMsOf(units[0] as string) : null;
  if (found) {
    const of = PERCENTILES[(found[1] as string).replace(',', '.')];
    return of && others.length === 0 ? { kind: 'latency', of, unitMs } : null;
  }
  const aboutTime = words.some((word) => /^(?:latenc|reponse|response)/u.test(word));
  const extreme = others.length === 1 ? extremeOf(others[0] as string) : null;
  if (extreme === 'p50') return { kind: 'latency', of: extreme, unitMs };
  return extreme && aboutTime ? { kind: 'latency', of: extreme, unitMs } : null;
}

function extremeOf(word: string): keyof Latency | null {
  if (/^(?:median|mediane)$/u.test(word)) return 'p50';
  if (/^(?:avg|average|mean|moyen|moyenne)$/u.test(word)) return 'mean';
  if (/^(?:max|maximum|maximale|maximal)$/u.test(word)) return 'max';
  return null;
}
