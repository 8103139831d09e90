import type { MetricRow } from './metrics.ts';
import { parseLatency, parsePercent, parseRate, parseSeconds } from './units.ts';

/** What the figures of a kind have in common, beside how they are told: report/words/format.ts. */
interface Kind {
  /** How a limit is written, and in which range it makes sense. */
  readonly limit: {
    readonly parse: (text: string) => number;
    readonly range: { readonly from: string; readonly to: string; readonly above?: boolean };
    readonly examples: readonly [string, ...string[]];
    /** A number without a unit. */
    readonly plain?: true;
  };
  /** Of figures and limits; a share is written as a percentage, and a plain number as it is. */
  readonly unit: 'ms' | '/s' | '%' | 's' | '';
  /** What is counted for one, in a sentence about how few there were. */
  readonly counted: string;
  /** Description of the key under `gate`. */
  readonly limitText: (label: string) => string;
  /** Description of the action's output, and an example of its change. */
  readonly output: (label: string) => string;
  readonly change: string;
}

export const KINDS: Readonly<Record<MetricRow['kind'], Kind>> = {
  latency: {
    limit: {
      parse: parseLatency,
      range: { from: '0 ms', to: '3600 s', above: true },
      examples: ['100 ms', '1.5 s'],
    },
    unit: 'ms',
    counted: 'success (or timeout)',
    limitText: (label) => `Limit on the ${label} latency of successes and timeouts; at most load.timeout.`,
    output: (label) => `${label} latency of successes and timeouts, in milliseconds`,
    change: '0.198 is 19.8 % slower',
  },
  rate: {
    limit: {
      parse: parseRate,
      range: { from: '0 /s', to: '10000000 /s', above: true },
      examples: ['100 /s'],
    },
    unit: '/s',
    counted: 'success',
    limitText: () => 'Limit on the successes per second.',
    output: () => 'Successful requests per second',
    change: '-0.1 is 10 % less',
  },
  share: {
    limit: { parse: parsePercent, range: { from: '0 %', to: '100 %' }, examples: ['1 %'] },
    unit: '%',
    counted: 'request',
    limitText: () => 'Limit on the share of failed requests.',
    output: () => 'Share of failed requests, from 0 to 1',
    change: '0.005 is half a percentage point more',
  },
  capacity: {
    limit: {
      parse: parseRate,
      range: { from: '0 /s', to: '10000000 /s', above: true },
      examples: ['400 /s'],
    },
    unit: '/s',
    counted: 'success',
    limitText: () =>
      'Limit on the capacity: the highest rate at which all limits on latency and errors hold. Needs a search, load.breakpoint.',
    output: () => 'Highest request rate at which all limits hold, found by a search; otherwise empty',
    change: '-0.1 is 10 % less',
  },
  ratio: {
    // Ten repetitions are the most that a request may have.
    limit: { parse: Number, range: { from: '1', to: '11' }, examples: ['1.2'], plain: true },
    unit: '',
    counted: 'request',
    limitText: () => 'Limit on the attempts per request, 1 if nothing was retried; needs retry.',
    output: () => 'Attempts per request, 1 if nothing was retried; empty without retry',
    change: '',
  },
  time: {
    limit: {
      parse: parseSeconds,
      range: { from: '1 s', to: '3600 s' },
      examples: ['30 s'],
    },
    unit: 's',
    counted: 'request',
    limitText: () =>
      'Longest time after the spike, or after the fault, until P99, throughput and errors are as they were before under the same load.',
    output: () =>
      'Seconds from the end of the spike or the fault until the service recovered; empty without either. If it did not recover during the measurement, the time measured',
    change: '',
  },
  part: {
    limit: { parse: parsePercent, range: { from: '0 %', to: '100 %' }, examples: ['50 %'] },
    unit: '%',
    counted: 'request',
    limitText: () => 'Limit on the share of failed requests while the fault lasted.',
    output: () => 'Share of failed requests while the fault lasted, from 0 to 1; empty without a fault',
    change: '',
  },
};
