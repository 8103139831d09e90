/** Notes under tables, and what stands in their cells as a phrase. */
import { METRICS } from '../../config/metrics.ts';
import type { SearchFigures } from '../../evidence/result/search.ts';
import { formatCount, formatPercent, formatRatio, plural } from './format.ts';
import { enumerate, nameStage } from './names.ts';
import { describeLimits } from './search.ts';

interface Retried {
  /** '' where there is only one. */
  readonly side: 'target' | 'base' | null;
  readonly requests: number;
  readonly attempts: number;
  readonly ratio: number;
  /** Those that were sent most often, with their ratio. */
  readonly most: readonly string[];
  /** '' where none is known. */
  readonly kinds: string;
  readonly recovered: number;
  readonly givenUp: number;
}

const ON = { target: 'On the target, ', base: 'On the base, ' } as const;

export const NOTE_WORDS = {
  /** @param differing what of the column `now` is another figure than the compared one */
  basis: (differing: readonly string[]) => {
    const held = differing.length > 0 ? ` (${differing.join(', ')})` : '';
    return `The baseline's tool counts every response, whatever its status, so changes compare all responses${held} with all responses. “Now” and the limits count successes.`;
  },
  searches: (spread: number) =>
    `Base and target are geometric means over the searches, which were compared once, at the end. With so few, a spread of at least ${formatPercent(spread)} between searches is assumed. More of them (gate.rounds.budget) would show smaller changes.`,
  passes: (limits: string, spread: number) =>
    `Base and target are geometric means over the passes, errors over all of them${limits}. The passes were compared once, at the end. With so few, a spread of at least ${formatPercent(spread)} between passes (gate.spread) is assumed. More passes (gate.rounds.budget) would show smaller changes.`,
  blocks: (limits: string) =>
    `Base and target are medians over the blocks, errors cover all of them. The change is not their ratio: it is estimated from the pairs, block by block${limits}.`,
  limitsOf: (together: 'passes' | 'rounds', listed: string) =>
    `; limits use all ${together} together (${listed})`,
  expected: (statuses: readonly string[]) => `counted as success: ${enumerate(statuses)}`,
  statuses: (statuses: readonly number[], request: string | null) =>
    request === null ? statuses.join(' and ') : `${statuses.join(' and ')} of ${request}`,
  trend: (size: string) => `trend ${size}`,
  failedOf: (errors: number, requests: number, share: string) =>
    `${formatCount(errors)} of ${formatCount(requests)} (${share})`,
  failed: (errors: number, ofBase: boolean, requests: number, share: string, kinds: string) =>
    `${formatCount(errors)} of ${ofBase ? 'the base’s ' : ''}${formatCount(requests)} requests failed (${share}): ${kinds}.`,
  retried: ({ side, requests, attempts, ratio, most, kinds, recovered, givenUp }: Retried) =>
    [
      `${side === null ? '' : ON[side]}${plural(requests, 'request')} took ${plural(attempts, 'attempt')} (${formatRatio(ratio)} per request${most.length > 0 ? `; ${enumerate(most)}` : ''})`,
      kinds === '' ? '' : `, retried after ${kinds}`,
      `: ${formatCount(recovered)} succeeded on a retry`,
      givenUp === 0 ? '' : `, and ${formatCount(givenUp)} had no time or room left to wait`,
      '.',
    ].join(''),
  attempts: (target: number, base: number | undefined) =>
    `${formatRatio(target)} per request${base === undefined ? '' : `, base ${formatRatio(base)}`}; latency, throughput and errors are per request, waits included`,
  gating: {
    none: 'No stage has its own bounds (gate.stages): the gate covers all of them together.',
    all: 'Each stage has its own bounds (gate.stages).',
    some: (stages: readonly string[]) =>
      `Stages with their own bounds (gate.stages): ${enumerate(stages.map(nameStage), 6)}. The others are only shown.`,
  },
  steps: (search: SearchFigures, hasAlone: boolean, others: number) => {
    const alone = hasAlone
      ? ' A single slow or failed request does not break a step of ten requests or more.'
      : '';
    const shown =
      others > 0
        ? ` The steps of the target's first search; ${plural(others, 'other')} in the result file.`
        : '';
    return `Limits that had to hold: ${describeLimits(search)}. Figures of all steps together mean nothing, and are not judged.${alone}${shown}`;
  },
  /** @param sliced whether rounds are cut, so that users wait where they are */
  flows: (sliced: boolean) =>
    `A flow’s time is the sum of its requests, without think time${sliced ? ' and without the pauses between slices, in which its user waits' : ''}; it fails with its first failing step. Walks are not requests, and no overall figure counts them.`,
  /** @param count as it is written */
  walks: (count: string) => `${count} ${count === '1' ? 'walk' : 'walks'}`,
  countOf: (count: number, name: string) => `${formatCount(count)} of ${name}`,
  /** @param side null where there is only one */
  notFinished: (walks: number, side: 'target' | 'base' | null, each: string) =>
    `${plural(walks, 'walk')}${side === null ? '' : ` on the ${side}`} ${walks === 1 ? 'was' : 'were'} not finished when the load ended: ${each}.`,
  firstSearch: (search: string) => `the first: ${search}`,
  capacityOf: (capacity: string) => `capacity ${capacity}`,
  /** Of a reading, and of what is used of what there is. */
  of: 'of',
  drift: (size: string) => `drift ≤ ${size}`,
  machine: (parts: readonly string[]) => `The machine has ${parts.join(' and ')}.`,
  /** A process is read on the machine that the load comes from. */
  loadOnMachine: 'Readings of the whole machine include the load generator.',
  memory: (amount: string) => `${amount} of memory`,
  trends: (trends: readonly string[]) => `By their trend: ${trends.join(', ')}.`,
  anHour: (series: string, growth: string) => `${series} ${growth} an hour`,
  perThousand: (growth: string) => `Memory by its trend: ${growth} for 1,000 requests.`,
};

/** A metric's figure as a table's row is called: with a capital, and what it is of behind it. */
export const ROW_WORDS = {
  label: (metric: keyof typeof METRICS) => METRICS[metric].label,
  noun: (metric: keyof typeof METRICS) => METRICS[metric].noun,
  of: (label: string, part: string) => `${label} of ${part}`,
  ofFlow: (label: string, flow: string) => `${label} of the flow ${flow}`,
  stage: (name: string) => `the stage ${name}`,
  /** The same as a title. */
  stageTitle: (name: string) => `stage ${name}`,
  flowTitle: (name: string) => `flow ${name}`,
};
