/** What is said of probes that could not be read. */
import type { RemarkOf } from '../../evidence/result/remarks.ts';
import { formatCount } from './format.ts';
import { beginSentence, enumerate } from './names.ts';

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
  'several-processes': {
    short: 'its counter is that of several processes in turn',
    says: () =>
      'falls again and again, as where several processes answer in turn, or one is restarted all the time: no rate comes of that',
    todo: 'Read one process, or ask a Prometheus that reads each of them: sum(rate(…)).',
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
  'no-process': {
    short: 'its process was not found',
    says: (trouble) => withCandidates(withDetail('was not found:', trouble), trouble, 'They are'),
    todo: null,
  },
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

/** For the middle of a sentence. */
export function nameTrouble(trouble: Trouble['trouble']): string {
  return TROUBLES[trouble].short;
}
