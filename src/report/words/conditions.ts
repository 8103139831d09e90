/** How the conditions of two measurements differ, in words. */

import { METRICS } from '../../config/metrics.ts';
import { listWords } from '../../config/wording/show-value.ts';
import type { Difference, Unsaid } from '../../evidence/result/differences.ts';
import { formatBound, formatPercent, formatTenths, plural } from './format.ts';
import { type LeavingTool, toolIn } from './leaving-tools.ts';
import { enumerate } from './names.ts';

type Of<Condition extends Difference['condition']> = Extract<Difference, { condition: Condition }>;

/** A whole sentence. */
export function describeDifference(difference: Difference): string {
  switch (difference.condition) {
    case 'model':
      return `The baseline used ${aModel(difference.before)}, this run ${aModel(difference.now)}: their latencies mean different things.`;
    case 'stages':
      return `The load of the baseline had ${plural(difference.before, 'stage')}, this run's has ${plural(difference.now, 'stage')}.`;
    case 'search':
      return `The baseline was ${aSearch(difference.before)}, and this run is ${aSearch(difference.now)}.`;
    case 'search-limits':
      return `The search of the baseline had different limits (${listLimits(difference.before)}) from this one (${listLimits(difference.now)}).`;
    case 'connections':
      return `${the(difference)} baseline was measured with ${plural(difference.before, 'connection')}, this run with ${plural(difference.now, 'connection')}.`;
    case 'connections-at-start':
      return `${the(difference)} baseline began with ${plural(difference.before, 'connection')}, this run with ${plural(difference.now, 'connection')}.`;
    case 'rate':
    case 'rate-at-start':
      return describeRate(difference);
    case 'arrivals':
      return `${the(difference)} requests of the baseline had ${difference.before} arrivals, this run's have ${difference.now} ones.`;
    case 'mix':
      return describeMix(difference);
    case 'flows':
      return describeFlows(difference);
    case 'retry':
      return describeRetry(difference);
    case 'duration':
      return `${the(difference)} baseline ran for ${formatTenths(difference.before)}, this run for ${formatTenths(difference.now)}.`;
    case 'timeout':
      return `The baseline's requests timed out after ${formatTenths(difference.before)}, this run's after ${formatTenths(difference.now)}.`;
    case 'tool':
      return `The baseline was measured by ${difference.before}${leavesOut(difference.before)}, this run by ${difference.now}${leavesOut(difference.now)}.`;
    case 'machine':
      return `The load of the baseline came from a different machine (${difference.before}) from this run's (${difference.now}).`;
    case 'unsaid':
      return `The baseline does not say ${listWords(difference.what.map((one) => UNSAID[one]))}; these were assumed to be the same.`;
  }
}

/** What the latencies of other tools leave out, by the name that conditions give them. */
const LEFT_OUT: Readonly<Record<LeavingTool, string>> = {
  k6: 'connecting and TLS',
  Artillery: 'connecting and the rest of a body',
  oha: 'requests without a response',
  hey: 'requests without a response',
  autocannon: 'requests without a response',
  wrk: 'late responses',
};

function leavesOut(tool: string): string {
  const left = toolIn(tool);
  return left === null ? '' : ` (whose latencies leave out ${LEFT_OUT[left]})`;
}

const UNSAID: Readonly<Record<Unsaid, string>> = {
  mix: 'its mix of requests',
  model: 'whether its load was closed or open',
  rate: 'its rate',
  arrivals: 'its arrivals',
  connections: 'its connections',
  duration: 'its duration',
  tool: 'its tool',
  timeout: 'its timeout',
  machine: 'its machine',
  'error-rate': 'its error rate',
};

function describeRate(difference: Of<'rate' | 'rate-at-start'>): string {
  const { before: then, now } = difference;
  const offered = difference.condition === 'rate' ? 'was offered' : 'was at first offered';
  if (then !== null && now !== null)
    return `${the(difference)} baseline ${offered} ${then} requests per second, this run ${now}.`;
  return `${the(difference)} baseline ${offered} ${offer(then)}, this run ${offer(now)}.`;
}

function describeMix({ parts, more }: Of<'mix'>): string {
  const shown = parts.map(
    ({ name, before, now }) => `${name} ${formatPercent(before)} then, ${formatPercent(now)} now`,
  );
  const rest = more > 0 ? `; and ${more} more` : '';
  return `The baseline was measured with a different mix of requests (${shown.join('; ')}${rest}).`;
}

const FLOW_DIFFERS: Readonly<Record<Of<'flows'>['parts'][number]['what'], string>> = {
  new: 'is new',
  gone: 'is gone',
  steps: 'has different steps',
  think: 'has a different think time',
};

function describeFlows({ parts }: Of<'flows'>): string {
  const told = parts.map(({ name, what }) => `${name} ${FLOW_DIFFERS[what]}`);
  return `The baseline was measured with different flows (${enumerate(told)}).`;
}

function describeRetry({ before, now }: Of<'retry'>): string {
  const sentences = [
    now.length === 0
      ? null
      : `This run retries ${enumerate(now)}, and the baseline's did not: it counts requests, waits included, rather than attempts.`,
    before.length === 0
      ? null
      : `The baseline's run retried ${enumerate(before)}, and this one does not: the baseline counted requests, waits included, rather than attempts.`,
  ];
  return sentences.filter((sentence) => sentence !== null).join(' ');
}

/** Where the load has several stages, of which one. */
function the({ stage }: Pick<Of<'connections'>, 'stage'>): string {
  if (stage === null) return 'The';
  return `In ${stage.name === null ? `stage ${stage.number}` : `the stage ${stage.name}`}, the`;
}

function offer(perSecond: number | null): string {
  return perSecond === null ? 'as many requests as were answered' : `${perSecond} requests per second`;
}

function aModel(model: 'closed' | 'open'): string {
  return model === 'closed'
    ? 'a closed model (each connection waits for its response)'
    : 'an open model (a fixed rate)';
}

function aSearch(of: Of<'search'>['now']): string {
  if (of === null) return 'no search for the breaking point';
  return `a search for the breaking point by ${of === 'rate' ? 'rate' : 'connections'}`;
}

function listLimits(limits: Of<'search-limits'>['now']): string {
  return limits
    .map(({ metric, limit }) => `${METRICS[metric].label} ${formatBound(metric, limit)}`)
    .join(', ');
}
