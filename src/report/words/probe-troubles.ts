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
    todo: 'Check whether it listens there, and whether this machine may connect to it.',
  },
  'timed-out': {
    short: 'its probe did not answer in time',
    says: detailed('did not answer in time'),
    todo: 'Read it less often (every), or a smaller page.',
  },
  unauthorised: {
    short: 'its probe was rejected',
    says: detailed('was rejected'),
    todo: 'Provide a token under headers, or a user who may connect.',
  },
  refused: {
    short: 'its probe was refused',
    says: detailed('was answered'),
    todo: 'Check its URL, or its query.',
  },
  'not-metrics': {
    short: 'its probe returned something other than metrics',
    says: detailed('returned something other than metrics:'),
    todo: 'Check whether the path is right, and whether there is a login in front of it.',
  },
  'too-large': {
    short: 'its probe returns too much to read',
    says: ({ detail }) => `returns more than ${detail}, which is not read`,
    todo: 'Use a page with fewer metrics, or query a Prometheus server with query-api.',
  },
  'no-series': {
    short: 'its series does not exist',
    says: (trouble) => withCandidates(withDetail('does not exist:', trouble), trouble, 'There is'),
    todo: null,
  },
  'many-series': {
    short: 'several series match it',
    says: (trouble) => withCandidates(withDetail('matches several lines:', trouble), trouble, 'Such as'),
    todo: 'Add labels that only one has, or write sum(…) around it.',
  },
  'other-type': {
    short: 'its series is of another type',
    says: detailed('is of another type:'),
    todo: 'Write the series as { query: …, counter: true or false }.',
  },
  'no-number': { short: 'its value is not a number', says: detailed('is not a number:'), todo: null },
  'counter-reset': {
    short: 'its counter was reset',
    says: () => 'started again from 0, so its process was probably restarted; its rate continues from there',
    todo: null,
  },
  'several-processes': {
    short: 'its counter comes from several processes',
    says: () =>
      'falls again and again, as if several processes answered alternately or one kept restarting: it has no rate',
    todo: 'Read one process, or query a Prometheus server that scrapes each of them: sum(rate(…)).',
  },
  'no-right': {
    short: 'a permission is missing',
    says: detailed('may not see all of it:'),
    todo: null,
  },
  'no-extension': {
    short: 'pg_stat_statements is not installed',
    says: detailed('has no pg_stat_statements:'),
    todo: 'Add pg_stat_statements to shared_preload_libraries, restart PostgreSQL, and run CREATE EXTENSION pg_stat_statements in this database.',
  },
  'no-process': {
    short: 'its process was not found',
    says: (trouble) => withCandidates(withDetail('was not found:', trouble), trouble, 'They are'),
    todo: null,
  },
  gone: {
    short: 'its process has ended',
    says: detailed('ended while it was being read:'),
    todo: 'See the log of the service.',
  },
  'not-here': {
    short: 'processes can only be read on Linux',
    says: ({ detail }) => `can only read processes on Linux, and this is ${detail}`,
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
