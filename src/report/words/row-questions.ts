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
      `${nameRow(cause)} can't be judged from ${only(cause)} (${formatCount(cause.needed)} are needed)`,
    note: (cause) => `${only(cause)}; ${wouldDecide(cause.secondsMore)}`,
  },
  'too-few-responses-a-side': {
    says: (cause) =>
      `${nameRow(cause)} can't be judged from only ${formatCount(cause.responses)} ${seen(cause)} on one side (${formatCount(cause.needed)} are needed)`,
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
    says: (cause) => `the baseline ${cause.source} has no ${nameRow(cause)}`,
    advice: () =>
      "Remove the figure from the gate's regressions, or compare with a baseline that has it, such as a Tailgate result.",
  },
  'error-rates-differ': {
    says: (cause) => `${nameRow(cause)} can't pass on its own, because the ${ratesDiffer(cause)}`,
    note: (cause) => `${ratesDiffer(cause)}, so it can't pass on its own`,
    advice: () => 'Declare a limit or a regression on errors as well, so that the errors are judged too.',
  },
  'base-fails': {
    says: (cause) => `${nameRow(cause)} can't be compared, because ${baseFails(cause)}`,
    note: baseFails,
    advice: () => 'Find out why the base fails: with so many errors, its speed says nothing.',
  },
  'nothing-seen': {
    says: (cause) => `${nameRow(cause)} can't be compared: ${nothingSeen(cause)}`,
    note: nothingSeen,
    advice: ({ without }) => {
      const who =
        without === 'target' || without === 'base' ? `the ${without} answers` : 'base and target answer';
      return `Check what ${who} to these requests: the path, the login or their expect may be wrong.`;
    },
  },
  'too-few-runs': {
    says: (cause) => {
      const held = cause.runs === 0 ? 'no comparable run' : `only ${runs(cause.runs)}`;
      return `${nameRow(cause)} can't be compared: ${cause.place} has ${held} of it${since(cause)}; ${cause.advisesFrom} are needed to warn and ${cause.gatesFrom} to gate`;
    },
    note: (cause) =>
      `not enough history${since(cause)}: ${runs(cause.runs)}; ${cause.advisesFrom - cause.runs} more until it warns, ${cause.gatesFrom - cause.runs} until it gates`,
    advice: (cause) => adviseRuns(cause.gatesFrom - cause.runs),
  },
  'advises-only': {
    says: (cause) =>
      cause.forRelease
        ? `${nameRow(cause)} can't decide a release: ${runs(cause.runs)} of history only warn; ${cause.gatesFrom} are needed to gate`
        : `nothing could have failed: ${nameRow(cause)} has ${runs(cause.runs)} of history, which only warn`,
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
      return `${nameRow(cause)} seems ${verb} than the base's by ${formatChangeSize(metric, worsening)}, more than the tolerance of ${formatChangeSize(metric, tolerance)}, but ${formatCount(passes)} ${what[passes === 1 ? 0 : 1]} per side ${shows}`;
    },
    advice: () =>
      'Raise gate.rounds.budget so that it allows more of them, or run it again: chance seldom strikes twice.',
  },
  'may-be-chance': {
    says: (cause) => {
      const { metric, worsening, detectable } = cause;
      const by = formatChangeSize(metric, worsening);
      const from = detectable === null ? null : formatChangeSize(metric, detectable);
      const shows =
        from === null ? '' : from === by ? '; only slightly more would show' : `; ${from} or more would show`;
      const verb = METRICS[metric].worse === 'lower' ? 'fell' : 'rose';
      return `${nameRow(cause)} ${verb} by ${by}, which ${formatCount(cause.runs)} runs of history can't tell from chance${shows}`;
    },
    advice: () =>
      'Measure it again: chance seldom strikes twice. Single stalled runs widen the range that chance may explain; tailgate history show lists them.',
  },
};

const NOTHING_CAME = 'nothing came back to compare';

const MISSING: Readonly<Record<CauseOf<'no-figure'>['missing'], string>> = {
  requests: 'no request was sent',
  outcomes: 'no request finished',
  latencies: 'no request came back in time',
  capacity: 'the search found none',
  recovery: 'the load ended before it could be measured',
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
  return `${formatSeconds(secondsMore)} more would decide it`;
}

/** Where nobody can say how much more load would decide a limit. */
function undecidable(
  metric: Metric,
  runs: number | undefined,
): { readonly note: string; readonly advice: string } {
  if (runs !== undefined)
    return {
      note: 'more runs of the load are needed, at least three',
      advice: 'Provide more results of the same load, at least three: their variation shows what is chance.',
    };
  switch (METRICS[metric].kind) {
    case 'capacity':
      return {
        note: 'the interval of the search contains it',
        advice:
          'A longer search (load.duration), with nothing else running on the machine, finds the capacity more precisely.',
      };
    case 'part':
      return {
        note: 'too few requests during the fault',
        advice: 'A longer fault, or more connections, gives more requests.',
      };
    default:
      return {
        note: 'too close for more load to decide',
        advice: 'The figure is so close to its limit that a longer run would hardly decide it.',
      };
  }
}

function noSpread({ parts }: CauseOf<'no-spread'>): string {
  return parts > 1
    ? `it was seen in only one of the run's ${parts} parts, which doesn't show its spread`
    : 'the run is too short to show its own spread';
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
