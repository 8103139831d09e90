/** How the conditions of two runs differ, in English sentences. */
import type { Difference } from '../../../evidence/result/differences.ts';
import type { Numbers } from '../numbers.ts';

type Stage = Extract<Difference, { condition: 'connections' }>['stage'];
type Searched = Extract<Difference, { condition: 'search' }>['now'];

/** `a` and `b` are the names of the runs, cleaned. */
export function describeInEnglish(difference: Difference, a: string, b: string, numbers: Numbers): string {
  const { count, seconds, percent } = numbers;
  switch (difference.condition) {
    case 'model':
      return `${a} was loaded by ${model(difference.before)}, ${b} by ${model(difference.now)}: their latencies mean different things`;
    case 'stages':
      return `the load of ${a} has ${stages(difference.before, count)}, that of ${b} ${stages(difference.now, count)}`;
    case 'search':
      return `${a} was ${search(difference.before)}, ${b} ${search(difference.now)}`;
    case 'search-limits':
      return `in the searches for the breaking point of ${a} and ${b} different limits had to hold`;
    case 'connections':
      return `${inStage(difference.stage)}${a} was loaded over ${connections(difference.before, count)}, ${b} over ${connections(difference.now, count)}`;
    case 'connections-at-start':
      return `${inStage(difference.stage)}${a} began with ${connections(difference.before, count)}, ${b} with ${connections(difference.now, count)}`;
    case 'rate':
      return `${inStage(difference.stage)}${a} was offered ${rate(difference.before, numbers)}, ${b} ${rate(difference.now, numbers)}`;
    case 'rate-at-start':
      return `${inStage(difference.stage)}${a} was at first offered ${rate(difference.before, numbers)}, ${b} ${rate(difference.now, numbers)}`;
    case 'arrivals':
      return `${inStage(difference.stage)}the requests to ${a} came ${arrivals(difference.before)}, those to ${b} ${arrivals(difference.now)}`;
    case 'mix': {
      const parts = difference.parts.map(
        ({ name, before, now }) => `${name} ${percent(before)} and ${percent(now)}`,
      );
      const more = difference.more > 0 ? `; and ${count(difference.more)} more` : '';
      return `${a} and ${b} were sent different mixes of requests (${parts.join('; ')}${more})`;
    }
    case 'flows':
      return `${a} and ${b} were sent different flows (${difference.parts.map(({ name, what }) => `${name} ${FLOW[what]}`).join('; ')})`;
    case 'retry': {
      const only = (names: readonly string[], of: string) =>
        names.length === 0 ? [] : [`${names.join(', ')} only with ${of}`];
      const what = [...only(difference.before, a), ...only(difference.now, b)].join('; ');
      return `requests that fail were sent again by one of the two: ${what}`;
    }
    case 'duration':
      return `${inStage(difference.stage)}${a} was loaded for ${seconds(difference.before)}, ${b} for ${seconds(difference.now)}`;
    case 'timeout':
      return `requests timed out after ${seconds(difference.before)} with ${a}, after ${seconds(difference.now)} with ${b}`;
    case 'tool':
      return `${a} was measured by ${difference.before}, ${b} by ${difference.now}`;
    case 'machine':
      return `the load came from different machines: ${difference.before} for ${a}, ${difference.now} for ${b}`;
    case 'unsaid':
      return `one of the files does not say all of its conditions (${difference.what.join(', ')})`;
  }
}

const FLOW = {
  new: 'only with the second',
  gone: 'only with the first',
  steps: 'has different steps',
  think: 'has a different think time',
} as const;

function model(of: 'closed' | 'open'): string {
  return of === 'closed'
    ? 'a closed model (each connection waits for its response)'
    : 'an open model (a given rate)';
}

function search(of: Searched): string {
  if (of === null) return 'no search for the breaking point';
  return `a search for the breaking point by ${of}`;
}

function stages(number: number, count: Numbers['count']): string {
  return number === 1 ? '1 stage' : `${count(number)} stages`;
}

function connections(number: number, count: Numbers['count']): string {
  return number === 1 ? '1 connection' : `${count(number)} connections`;
}

function rate(perSecond: number | null, { perSecond: write }: Numbers): string {
  return perSecond === null ? 'as much as was answered' : write(perSecond);
}

function arrivals(kind: 'constant' | 'poisson'): string {
  return kind === 'constant' ? 'evenly spaced' : 'at random (Poisson)';
}

function inStage(stage: Stage): string {
  if (stage === null) return '';
  return stage.name === null ? `in stage ${stage.number}, ` : `in the stage ${stage.name}, `;
}
