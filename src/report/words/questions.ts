/** What a run leaves open about the run as a whole, in words. */
import { TAIL } from '../../config/metrics.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { WordsOf } from './cause-words.ts';
import { describeDifference } from './conditions.ts';
import { formatChangeSize, formatCount, formatSeconds, formatShare, plural } from './format.ts';
import { continueSentence, dropFullStop, enumerate, nameStage } from './names.ts';
import { adviseUndecided, describeUndecided } from './undecided.ts';

export const QUESTION_WORDS: WordsOf<
  | 'no-requests'
  | 'unanswered'
  | 'never-reached'
  | 'not-asked'
  | 'stages-missing'
  | 'failing-alike'
  | 'few-errors'
  | 'errors-in-one-round'
  | 'base-not-measured'
  | 'too-few-passes'
  | 'baseline-missing'
  | 'history-unreadable'
  | 'conditions-differ'
  | 'slowed-within'
  | 'undecided'
  | 'interim'
> = {
  'no-requests': {
    says: ({ side, seconds }) => `no request was sent in ${formatSeconds(seconds)} of load${on(side)}`,
    advice: ({ side }) => seeWhether(side),
  },
  unanswered: {
    says: ({ side, endpoints, requests }) =>
      `none of the ${formatCount(requests)} requests of ${enumerate(endpoints)} was answered${side === 'base' ? ' by the base' : ''}`,
    advice: ({ side }) => seeWhether(side),
  },
  'never-reached': {
    says: ({ side, endpoints, walks }) =>
      `${enumerate(endpoints)} ${endpoints.length === 1 ? 'was' : 'were'} never reached${on(side)}: in each of ${plural(walks, 'walk')} a step before ${endpoints.length === 1 ? 'it' : 'them'} failed`,
    advice: () => 'Find out why the steps before them fail: their errors are in the table, with samples.',
  },
  'not-asked': {
    says: ({ side, endpoints, requests }) =>
      `${enumerate(endpoints)} never came up in ${formatCount(requests)} requests${on(side)}`,
  },
  'stages-missing': {
    says: ({ stages }) => {
      const [first = '', ...others] = stages;
      const what = others.length === 0 ? nameStage(first) : `the stages ${enumerate(stages)}`;
      return `the load ended before ${what} ${others.length === 0 ? 'was' : 'were'} fully measured`;
    },
    advice: () => 'Raise max-requests or max-duration, or shorten all stages with --duration.',
  },
  'failing-alike': {
    says: ({ endpoints, requests }) => {
      const which = endpoints === null ? 'requests' : `requests of ${enumerate(endpoints)}`;
      return `none of the ${formatCount(requests)} ${which} succeeded on either side, so ${endpoints === null ? 'nothing was' : 'they were not'} compared`;
    },
    advice: () => 'Find out why they fail: the path, the login or their expect may be wrong.',
  },
  'few-errors': {
    says: ({ failed, requests }) =>
      `${formatCount(failed)} of ${formatCount(requests)} requests failed, too few to tell chance from a broken service`,
    note: ({ secondsMore }) => `too few requests; ${formatSeconds(secondsMore)} more would decide it`,
  },
  'errors-in-one-round': {
    says: ({ errorRate }) =>
      `${formatShare(errorRate)} of the requests failed, but at most one round has 5 percentage points more errors than the base`,
    note: () => 'at most one round has so many more errors than the base',
    advice: () => 'Run it again: one bad round is not enough to fail, and too much to pass.',
  },
  'base-not-measured': {
    says: () => 'nothing was measured on the base',
    advice: () => 'Check whether the base responds.',
  },
  'too-few-passes': {
    says: ({ passes, needed }) =>
      `${passes === 0 ? 'no pass' : `only ${plural(passes, 'pass')}`} over all stages was complete on each side, and ${formatCount(needed)} are needed to tell a change from chance`,
    advice: () =>
      'Raise gate.rounds.budget so that it allows two passes on each side, or shorten the stages.',
  },
  'baseline-missing': {
    says: ({ written }) => `the baseline ${written} doesn't exist`,
    advice: () => 'Put the file where baseline points, or remove baseline from tailgate.yml.',
  },
  'history-unreadable': {
    says: () => 'the history could not be read',
    advice: () => 'See the log for the reason, and run it again.',
  },
  'conditions-differ': {
    says: ({ differences }) =>
      differences.map((one) => continueSentence(dropFullStop(describeDifference(one)))).join('; '),
    advice: (cause) => adviseOnConditions(cause),
  },
  'slowed-within': {
    says: (cause) =>
      `during the run ${enumerate(slowing(cause))}, while ${plural(cause.writes, 'request')} wrote: if what they leave behind slows the service down, a figure stored earlier can't be compared with it`,
    note: () => 'the service slowed down during the run while requests wrote',
    advice: () =>
      'Reset the database before each run, or measure a base as well (base-url), which gets the same writes.',
  },
  undecided: { says: describeUndecided, advice: adviseUndecided },
  interim: { says: ({ blocks }) => `Not decided after block ${blocks}` },
};

function slowing({ throughput, latency }: CauseOf<'slowed-within'>): string[] {
  return [
    ...(throughput === null ? [] : [`throughput fell by ${formatChangeSize('throughput', throughput)}`]),
    ...(latency === null ? [] : [`the latency of GET requests rose by ${formatChangeSize(TAIL, latency)}`]),
  ];
}

function on(side: 'target' | 'base'): string {
  return side === 'base' ? ' on the base' : '';
}

function seeWhether(side: 'target' | 'base'): string {
  return `Check whether the ${side} answers these requests at all, and how fast.`;
}

function adviseOnConditions({ of, source }: CauseOf<'conditions-differ'>): string {
  return of === 'history'
    ? `Measure under the same conditions as the runs in ${source}, or record new ones under the current conditions.`
    : `Measure under the same conditions as the baseline ${source}, or record a new baseline under the current ones.`;
}
