/** What is said of the server's side: of its bounds, and of probes that could not be read. */

import { TAIL } from '../../config/metrics.ts';
import { CPU_PER_REQUEST } from '../../config/server-series.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { RemarkOf } from '../../evidence/result/remarks.ts';
import { formatAmount, formatGrowth, formatLimit } from './amounts.ts';
import type { WordsOf } from './cause-words.ts';
import { formatChangeSize, formatCount, formatSeconds, plural } from './format.ts';
import { beginSentence, enumerate } from './names.ts';

/** As a table's row is called: what a user named, or `CPU per request`. */
export function nameSeries(series: string): string {
  return series === CPU_PER_REQUEST ? 'CPU per request' : series;
}

/** The same for the middle of a sentence, with a word of ours before it. */
export function nameOfServer(series: string): string {
  return `the server’s ${nameSeries(series)}`;
}

export const SERVER_WORDS: WordsOf<
  | 'server-over-limit'
  | 'server-drifted'
  | 'server-regressed'
  | 'server-no-readings'
  | 'server-not-compared'
  | 'server-drift-undecided'
  | 'server-too-short'
> = {
  'server-over-limit': {
    says: ({ series, unit, figure, bound, limit, readings, beyond, fromSeconds }) => {
      const where = bound === 'min' ? 'below' : 'above';
      const shown = beside(figure, limit, unit);
      if (series === CPU_PER_REQUEST)
        return `${nameOfServer(series)} was ${shown}, ${where} its limit of ${formatLimit(limit, unit)}`;
      const [most, least] = bound === 'min' ? ['fell to', 'at least'] : ['reached', 'at most'];
      return `${nameOfServer(series)} ${most} ${shown}, ${where} its limit (${least} ${formatLimit(limit, unit)}), in ${formatCount(beyond)} of ${plural(readings, 'reading')}, from ${formatSeconds(fromSeconds)} of the load on`;
    },
  },
  'server-drifted': {
    says: ({ series, unit, growth, interval, tolerance, seconds }) =>
      `${nameOfServer(series)} grew by ${formatAmount(growth, unit)} in ${formatSeconds(seconds)} (${ends(interval, unit)}), and ${formatLimit(tolerance, unit)} is tolerated`,
  },
  'server-regressed': {
    says: ({ series, unit, against, before, figure, change }) =>
      `${nameOfServer(series)} rose by ${formatChangeSize(TAIL, change)} against the ${against} (${formatAmount(before, unit)} → ${formatAmount(figure, unit)})`,
  },
  'server-no-readings': {
    says: ({ series, readings, needed, trouble }) => {
      const why = trouble === null ? '' : `: ${TROUBLES[trouble].short}`;
      const seen =
        readings === 0
          ? 'was not read'
          : `has only ${plural(readings, 'reading')} (it takes ${formatCount(needed)})`;
      return `${nameOfServer(series)} ${seen}${why}`;
    },
    advice: ({ trouble }) =>
      trouble === null
        ? 'Load longer, or read more often (every).'
        : 'See the warning about the probe. A gate on what can’t be read never passes.',
  },
  'server-not-compared': {
    says: ({ series, against, missing }) =>
      `${nameOfServer(series)} can't be compared: ${notCompared(against, missing)}`,
    advice: ({ against, missing }) =>
      missing === 'before' && against === 'baseline'
        ? 'Compare with a result file of a run that had the probe, or with a history of such runs.'
        : missing === 'runs'
          ? 'Record more runs with the probe.'
          : null,
  },
  'server-drift-undecided': {
    says: ({ series, unit, growth, interval, tolerance, seconds }) =>
      `whether ${nameOfServer(series)} grows by more than ${formatLimit(tolerance, unit)} is open: ${formatGrowth(growth, unit)} in ${formatSeconds(seconds)} (${ends(interval, unit)})`,
  },
  'server-too-short': {
    says: ({ series, windows, needed }) =>
      `${nameOfServer(series)} has readings in ${plural(windows, 'window')} of the load, and a drift takes ${formatCount(needed)}`,
  },
};

function ends([low, high]: readonly [number, number], unit: Parameters<typeof formatAmount>[1]): string {
  return `90 % interval ${formatGrowth(low, unit)} … ${formatGrowth(high, unit)}`;
}

/** Never written as the limit is where it isn't that. */
function beside(figure: number, limit: number, unit: Parameters<typeof formatAmount>[1]): string {
  const text = formatAmount(figure, unit);
  if (text !== formatAmount(limit, unit) || figure === limit) return text;
  return `${figure > limit ? 'just above' : 'just below'} ${text}`;
}

function notCompared(
  against: 'base' | 'baseline',
  missing: CauseOf<'server-not-compared'>['missing'],
): string {
  switch (missing) {
    case 'now':
      return 'it has no mean above 0';
    case 'before':
      return `the ${against} has no mean of it above 0`;
    case 'runs':
      return 'the history holds too few runs with it';
    case 'spread':
      return 'the run is too short to tell how much it varies';
  }
}

type Trouble = RemarkOf<'probe-failed'>;

/** @param short for the middle of a sentence. @param says with what was met. @param todo a whole sentence */
interface TroubleWords {
  readonly short: string;
  readonly says: (trouble: Trouble) => string;
  readonly todo: string | null;
}

const detailed = (what: string) => (trouble: Trouble) => withDetail(what, trouble);

const TROUBLES: Readonly<Record<Trouble['trouble'], TroubleWords>> = {
  unreachable: {
    short: 'its probe could not be reached',
    says: detailed('could not be reached'),
    todo: 'See whether it listens there, and whether this machine may connect to it.',
  },
  'timed-out': {
    short: 'its probe did not answer in time',
    says: detailed('did not answer in time'),
    todo: 'Read it less often (every), or a smaller page.',
  },
  unauthorised: {
    short: 'its probe was turned away',
    says: detailed('was turned away'),
    todo: 'Give it a token by headers, or a user who may connect.',
  },
  refused: {
    short: 'its probe was refused',
    says: detailed('was answered'),
    todo: 'See its URL, or its query.',
  },
  'not-metrics': {
    short: 'its probe was answered by something else than metrics',
    says: detailed('was answered by something else than metrics:'),
    todo: 'See whether the path is that of the metrics, and whether a login stands before it.',
  },
  'too-large': {
    short: 'its probe gives too much to read',
    says: ({ detail }) => `gives more than ${detail}, which is not read`,
    todo: 'Name a page with fewer metrics, or ask a Prometheus by query-api.',
  },
  'no-series': {
    short: 'its series is not there',
    says: (trouble) => withCandidates(withDetail('is not there:', trouble), trouble, 'There is'),
    todo: null,
  },
  'many-series': {
    short: 'several series fit it',
    says: (trouble) => withCandidates(withDetail('is not one alone:', trouble), trouble, 'Such as'),
    todo: 'Add labels that only one has, or write sum(…) around it.',
  },
  'other-type': {
    short: 'its series is of another type',
    says: detailed('is of another type:'),
    todo: 'Write the series as { query: …, counter: true or false }.',
  },
  'no-number': { short: 'its value is no number', says: detailed('is no number:'), todo: null },
  'counter-reset': {
    short: 'its counter was reset',
    says: () =>
      'began to count anew, so that its process was probably restarted; its rate goes on from there',
    todo: null,
  },
  'no-right': {
    short: 'a right is missing',
    says: detailed('may not see all of it:'),
    todo: null,
  },
  'no-extension': {
    short: 'pg_stat_statements is not there',
    says: detailed('has no pg_stat_statements:'),
    todo: 'Put pg_stat_statements into shared_preload_libraries, restart PostgreSQL, and run CREATE EXTENSION pg_stat_statements in this database.',
  },
  'no-process': { short: 'its process was not found', says: detailed('was not found:'), todo: null },
  gone: {
    short: 'its process has ended',
    says: detailed('has ended while it was read:'),
    todo: 'See the log of the service.',
  },
  'not-here': {
    short: 'processes can be read on Linux alone',
    says: ({ detail }) => `reads processes on Linux alone, and this is ${detail}`,
    todo: null,
  },
  'not-allowed': { short: 'its probe is not allowed', says: detailed('is not allowed:'), todo: null },
  failed: { short: 'its probe failed', says: detailed('failed:'), todo: null },
};

function withDetail(what: string, { detail }: Trouble): string {
  if (detail === '') return what.replace(/:$/, '');
  return what.endsWith(':') ? `${what} ${detail}` : `${what} (${detail})`;
}

function withCandidates(text: string, { candidates }: Trouble, words: string): string {
  return candidates.length === 0 ? text : `${text}. ${words} ${enumerate(candidates, 5)}`;
}

/** A whole sentence, or two. */
export function warnOfProbe(trouble: Trouble): string {
  const { says, todo } = TROUBLES[trouble.trouble];
  const { series, place, side, count } = trouble;
  const what =
    series === null || series === 'statements' ? `the probe ${place}` : `the series ${series} of ${place}`;
  const on = side === 'base' ? 'on the base, ' : '';
  const often = count > 1 ? ` (${formatCount(count)} readings)` : '';
  return [`${beginSentence(`${on}${what} ${says(trouble)}`)}${often}.`, todo].filter(Boolean).join(' ');
}

/** A whole sentence. */
export function warnOfPeak({
  series,
  unit,
  figure,
  bound,
  limit,
  atSeconds,
}: RemarkOf<'server-peak'>): string {
  const [where, least] = bound === 'min' ? ['below', 'at least'] : ['above', 'at most'];
  return `A single reading of ${nameOfServer(series)} was ${where} its limit (${least} ${formatLimit(limit, unit)}): ${beside(figure, limit, unit)}, after ${formatSeconds(atSeconds)} of the load. It takes two in a row to fail.`;
}
