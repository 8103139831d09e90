/** What a run leaves open about single figures, in words. */
import { KINDS } from '../../config/metric-kinds.ts';
import { METRICS, type Metric } from '../../config/metrics.ts';
import type { MetricScope } from '../../config/scope.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { WordsOf } from './cause-words.ts';
import {
  formatBeside,
  formatBound,
  formatChangeSize,
  formatCount,
  formatSeconds,
  formatShare,
} from './format.ts';
import { nameRow } from './names.ts';
import { adviseRuns, noteAdvising, runs } from './runs.ts';

export const ROW_QUESTION_WORDS: WordsOf<
  | 'limit-undecided'
  | 'no-figure'
  | 'too-few-responses'
  | 'too-few-responses-a-side'
  | 'nothing-to-compare'
  | 'no-spread'
  | 'missing-figure'
  | 'error-rates-differ'
  | 'base-fails'
  | 'nothing-seen'
  | 'too-few-runs'
  | 'advises-only'
  | 'may-be-chance'
  | 'passes-undecided'
> = {
  'limit-undecided': {
    says: (cause) => `${nameRow(cause)} is ${beyond(cause)}, but not by enough to rule out chance`,
    note: ({ metric, secondsMore, runs }) =>
      `beyond its limit, but chance isn't ruled out; ${secondsMore === null ? undecidable(metric, runs).note : wouldDecide(secondsMore)}`,
    advice: ({ metric, secondsMore, runs }) =>
      secondsMore === null ? undecidable(metric, runs).advice : null,
  },
  'no-figure': {
    says: (cause) => `${nameRow(cause)} can't be judged: ${MISSING[cause.missing]}`,
    note: ({ missing }) => MISSING[missing],
  },
  'too-few-responses': {
    says: (cause) =>
      `${nameRow(cause)} can't be judged by ${only(cause)} (it takes ${formatCount(cause.needed)})`,
    note: (cause) => `${only(cause)}; ${wouldDecide(cause.secondsMore)}`,
  },
  'too-few-responses-a-side': {
    says: (cause) =>
      `${nameRow(cause)} can't be judged by only ${formatCount(cause.responses)} ${seen(cause)} on one side (it takes ${formatCount(cause.needed)})`,
    note: (cause) => `only ${formatCount(cause.responses)} ${seen(cause)} on one side`,
    advice: (cause) =>
      `${formatCount(cause.needed)} ${seen(cause)} take about ${formatSeconds(cause.neededSeconds)} of load on each side: lengthen gate.rounds.measure, or give the ${cause.flow ? 'flow' : 'request'} a larger weight.`,
  },
  'nothing-to-compare': {
    says: (cause) => `${nameRow(cause)} can't be compared: ${NOTHING_CAME}`,
    note: () => NOTHING_CAME,
  },
  'no-spread': {
    says: (cause) => `${nameRow(cause)} can't be compared: ${noSpread(cause)}`,
    note: noSpread,
  },
  'missing-figure': {
    says: (cause) => `the baseline ${cause.source} gives no ${nameRow(cause)}`,
    advice: () =>
      "Take the figure out of the gate's regressions, or compare with a baseline that gives it, such as a Tailgate result.",
  },
  'error-rates-differ': {
    says: (cause) => `${nameRow(cause)} can't pass on its own, because the ${ratesDiffer(cause)}`,
    note: (cause) => `${ratesDiffer(cause)}, so it can't pass on its own`,
    advice: () => 'Declare a limit or a regression of errors beside it, so that the errors are judged too.',
  },
  'base-fails': {
    says: (cause) => `${nameRow(cause)} can't be compared, because ${baseFails(cause)}`,
    note: baseFails,
    advice: () => 'See why the base fails: beside so many errors no speed is a measure.',
  },
  'nothing-seen': {
    says: (cause) => `${nameRow(cause)} can't be compared: ${nothingSeen(cause)}`,
    note: nothingSeen,
    advice: ({ without }) => {
      const who =
        without === 'target' || without === 'base' ? `the ${without} answers` : 'base and target answer';
      return `See what ${who} to these requests: the path, the login or their expect may be wrong.`;
    },
  },
  'too-few-runs': {
    says: (cause) => {
      const held = cause.runs === 0 ? 'no comparable run' : `only ${runs(cause.runs)}`;
      return `${nameRow(cause)} can't be compared: ${cause.place} holds ${held} of it${since(cause)}, and it takes ${cause.advisesFrom} to advise and ${cause.gatesFrom} to gate`;
    },
    note: (cause) =>
      `not enough history${since(cause)}: ${runs(cause.runs)}; ${cause.advisesFrom - cause.runs} more until it advises, ${cause.gatesFrom - cause.runs} until it gates`,
    advice: (cause) => adviseRuns(cause.gatesFrom - cause.runs),
  },
  'advises-only': {
    says: (cause) =>
      cause.forRelease
        ? `${nameRow(cause)} can't decide a release: ${runs(cause.runs)} of history only advise, and it takes ${cause.gatesFrom} to gate`
        : `nothing could have failed: ${nameRow(cause)} has ${runs(cause.runs)} of history, which only advise`,
    note: noteAdvising,
    advice: (cause) => {
      const more = adviseRuns(cause.gatesFrom - cause.runs);
      return cause.forRelease ? more : `${more} Or declare limits, which gate at once.`;
    },
  },
  'passes-undecided': {
    says: (cause) => {
      const { metric, worsening, tolerance, passes, detectable } = cause;
      const verb = METRICS[metric].worse === 'lower' ? 'lower' : 'higher';
      const what = METRICS[metric].kind === 'capacity' ? ['search', 'searches'] : ['pass', 'passes'];
      const shows =
        detectable === null ? 'show nothing' : `can only show ≥ ${formatChangeSize(metric, detectable)}`;
      return `${nameRow(cause)} seems ${verb} than the base's by ${formatChangeSize(metric, worsening)}, more than the ${formatChangeSize(metric, tolerance)} that are tolerated, and ${formatCount(passes)} ${what[passes === 1 ? 0 : 1]} a side ${shows}`;
    },
    advice: () =>
      'Raise gate.rounds.budget so that it holds more of them, or run it again: what comes by chance seldom comes twice.',
  },
  'may-be-chance': {
    says: (cause) => {
      const { metric, worsening, detectable } = cause;
      const by = formatChangeSize(metric, worsening);
      const from = detectable === null ? null : formatChangeSize(metric, detectable);
      const shows =
        from === null ? '' : from === by ? '; they show little more' : `; they show it from ${from} on`;
      const verb = METRICS[metric].worse === 'lower' ? 'fell' : 'rose';
      return `${nameRow(cause)} ${verb} by ${by}, which ${formatCount(cause.runs)} runs of history can't tell from chance${shows}`;
    },
    advice: () =>
      'Measure it again: what comes by chance seldom comes twice. Single runs that stalled widen what chance may explain; tailgate history show lists them.',
  },
};

const NOTHING_CAME = 'nothing came back to compare';

const MISSING: Readonly<Record<CauseOf<'no-figure'>['missing'], string>> = {
  requests: 'no request was made',
  outcomes: 'no request came to an end',
  latencies: 'no request came back in time',
  capacity: 'the search found none',
  recovery: 'the load ended before it could be seen',
};

function beyond({ metric, figure, bound, limit }: CauseOf<'limit-undecided'>): string {
  const written = formatBound(metric, limit);
  const where = bound === 'min' ? 'below' : 'above';
  return `${formatBeside(metric, figure, written)}, ${where} its limit of ${written}`;
}

function only({ responses, flow }: CauseOf<'too-few-responses'>): string {
  const [one, many] = flow ? ['walk', 'walks'] : ['response', 'responses'];
  return `only ${formatCount(responses)} ${responses === 1 ? one : many}`;
}

/** Of a flow walks are counted. */
function seen({ flow }: Pick<MetricScope, 'flow'>): string {
  return flow ? 'walks' : 'responses';
}

function wouldDecide(secondsMore: number): string {
  return `${formatSeconds(secondsMore)} more would decide`;
}

/** Where nobody can say how much more load would decide a limit. */
function undecidable(
  metric: Metric,
  runs: number | undefined,
): { readonly note: string; readonly advice: string } {
  if (runs !== undefined)
    return {
      note: 'it takes more runs of the load, at least three',
      advice:
        'Give more results of the same load, at least three: how much they vary tells then what is chance.',
    };
  switch (METRICS[metric].kind) {
    case 'capacity':
      return {
        note: 'the interval of the search holds it',
        advice:
          'A longer search (load.duration), with nothing else on the machine, knows the capacity better.',
      };
    case 'part':
      return {
        note: 'too few requests in the fault',
        advice: 'A longer fault, or more connections, shows more requests of it.',
      };
    default:
      return {
        note: 'too near for more load to decide',
        advice: 'The figure lies so near its limit that a longer run hardly decides it.',
      };
  }
}

function noSpread({ parts }: CauseOf<'no-spread'>): string {
  return parts > 1
    ? `it was seen in only one of the run's ${parts} parts, which doesn't tell its spread`
    : 'the run is too short to tell its own spread';
}

function ratesDiffer({ errorRate, against, before }: CauseOf<'error-rates-differ'>): string {
  return `error rates differ (${formatShare(errorRate)}, ${against} ${formatShare(before)})`;
}

function baseFails({ before, errorRate }: CauseOf<'base-fails'>): string {
  return `so many requests fail on the base (${formatShare(before)}, target ${formatShare(errorRate)})`;
}

function nothingSeen({ metric, without }: CauseOf<'nothing-seen'>): string {
  const what = KINDS[METRICS[metric].kind].counted;
  if (without === 'both') return `neither side has a ${what} in any block`;
  return without === 'none'
    ? `no block has a ${what} on both sides`
    : `the ${without} has no ${what} in any block`;
}

function since(cause: CauseOf<'too-few-runs'>): string {
  return cause.since === null ? '' : ` since it changed on ${cause.since}`;
}
