/** What a row, a column or a line of a report is about, in French or English. */
import type { Latency } from '../result/figures.ts';

export type MetricName =
  /** `unitMs`: length in ms of the unit that the name gives, as in `P99 (ms)`. */
  | { readonly kind: 'latency'; readonly of: keyof Latency; readonly unitMs: number | null }
  | { readonly kind: 'responses-per-second' }
  | { readonly kind: 'successes-per-second' }
  | { readonly kind: 'success-rate' }
  | { readonly kind: 'errors' }
  | { readonly kind: 'requests' };

const PERCENTILES: Readonly<Record<string, keyof Latency>> = {
  '50': 'p50',
  '75': 'p75',
  '90': 'p90',
  '95': 'p95',
  '99': 'p99',
  '99.9': 'p99_9',
};

const UNITS_MS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  '\u00b5s': 1e-3,
  '\u03bcs': 1e-3,
  ms: 1,
  s: 1000,
  sec: 1000,
  secs: 1000,
  second: 1000,
  seconds: 1000,
  seconde: 1000,
  secondes: 1000,
  m: 60_000,
  min: 60_000,
  mins: 60_000,
  minute: 60_000,
  minutes: 60_000,
  h: 3_600_000,
};

/**
 * Words beside the percentile that leave it the latency of the whole; any other (`CPU P99`, `P99 of login`) does not.
 */
const LATENCY_WORDS = new Set(
  `latence latences latency latencies response time times temps de reponse reponses duration percentile centile http
   request requests in en of des requetes des globale global overall`.split(/\s+/u),
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
const SUCCESS_RATE = /^(?:taux de (?:succes|reussite)|success(?:es)?(?: rate| ratio)?|succes|reussites?)$/u;
const ERRORS =
  /^(?:taux d'(?:erreurs?|echecs?)|taux d (?:erreurs?|echecs?)|(?:total )?errors?(?: rate| ratio)?|erreurs?(?: totales)?|echecs?|failures?|failure rate|failed(?: requests)?|requetes en (?:erreur|echec))$/u;
const REQUESTS =
  /^(?:total(?: des?| of)? (?:requests|requetes)|(?:requests|requetes)(?: totales?| total)?|(?:nombre|number|nb) (?:de|of) (?:requetes|requests))$/u;

/** Lower case, without accents, one kind of apostrophe and space: how names are compared. */
export function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[’‘`]/gu, "'")
    .replace(/\s+/gu, ' ')
    .trim();
}

/** The metric that a name stands for; null for anything else. */
export function metricNameOf(name: string): MetricName | null {
  const folded = fold(name).replace(/\s*:$/u, '');
  if (folded === '' || folded.length > 80) return null;
  const unit = /\(([^()]*)\)/u.exec(folded)?.[1] ?? null;
  const bare = folded
    .replace(/\([^()]*\)/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  if (ANSWERS_PER_SECOND.test(bare))
    return unit && !countsRequests(unit) ? null : { kind: 'responses-per-second' };
  if (SUCCESSES_PER_SECOND.test(bare)) return { kind: 'successes-per-second' };
  if (SUCCESS_RATE.test(bare)) return { kind: 'success-rate' };
  if (ERRORS.test(bare)) return { kind: 'errors' };
  if (REQUESTS.test(bare)) return { kind: 'requests' };
  return latencyNameOf(folded);
}

/** Milliseconds in one of the unit; null for what is no unit of time. */
export function unitMsOf(unit: string): number | null {
  const key = unit.toLowerCase();
  return Object.hasOwn(UNITS_MS, key) ? (UNITS_MS[key] as number) : null;
}

/** Whether the unit of a rate is requests per second, so not bytes. */
export function countsRequests(unit: string): boolean {
  return /^(?:(?:req|reqs|r|requests?|requetes?|answers?|responses?|reponses?)? ?(?:\/|per|par) ?(?:s|sec|second|seconde)|rps|tps)$/u.test(
    fold(unit),
  );
}

function latencyNameOf(folded: string): MetricName | null {
  const found = PERCENTILE.exec(folded) ?? ORDINAL.exec(folded);
  const words = (found ? folded.replace(found[0], ' ') : folded)
    .split(/[^a-z\u00b5\u03bc0-9]+/u)
    .filter(Boolean);
  const units = words.filter((word) => unitMsOf(word) !== null);
  const others = words.filter((word) => !LATENCY_WORDS.has(word) && unitMsOf(word) === null);
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
