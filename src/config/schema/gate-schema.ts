import { z } from 'zod';
import { ConfigurationError } from '../configuration-error.ts';
import { BUDGET_TIME } from '../durations.ts';
import { parseDuration, parseLatency, parsePercent, parsePoints, parseRate } from '../units.ts';
import { oneOf, quantity, section, wanted } from './schema-parts.ts';

/** Under it a change can't be told from noise, whatever the run's length. */
const SMALLEST_TOLERANCE = 0.05;

function tolerance(to: string, description: string) {
  const parse = (text: string) => {
    const share = parsePercent(text);
    if (share >= SMALLEST_TOLERANCE) return share;
    throw new ConfigurationError(
      `"${text}" can't be told from noise: write at least 5 %, or hold the figure by a limit`,
    );
  };
  return quantity(parse, { from: '5 %', to }, { description, examples: ['10 %'] });
}

function bounds() {
  return {
    p99: section(
      {
        max: quantity(
          parseLatency,
          { from: '0 ms', to: '3600 s', above: true },
          {
            description: 'Limit of the P99 latency of successes and time-outs; at most load.timeout.',
            examples: ['100 ms', '1.5 s'],
          },
        ).optional(),
        regression: tolerance('1000 %', 'How much higher than the baseline the P99 may be.').optional(),
      },
      { description: 'Bounds of the P99 latency.', minProperties: 1 },
    ).optional(),
    throughput: section(
      {
        min: quantity(
          parseRate,
          { from: '0 /s', to: '10000000 /s', above: true },
          {
            description: 'Limit of the successes per second.',
            examples: ['100 /s'],
          },
        ).optional(),
        regression: tolerance('99 %', 'How much lower than the baseline the throughput may be.').optional(),
      },
      { description: 'Bounds of the throughput.', minProperties: 1 },
    ).optional(),
    errors: section(
      {
        max: quantity(
          parsePercent,
          { from: '0 %', to: '100 %' },
          {
            description: 'Limit of the share of requests that were no success.',
            examples: ['1 %'],
          },
        ).optional(),
        regression: quantity(
          parsePoints,
          { from: '0 pp', to: '100 pp', above: true },
          {
            description: 'How many percentage points above the baseline the error rate may be.',
            examples: ['0.5 pp'],
          },
        ).optional(),
      },
      { description: 'Bounds of the error rate.', minProperties: 1 },
    ).optional(),
  };
}

export const metricBoundsSchema = section(bounds(), {
  description: 'Bounds of one request.',
  minProperties: 1,
});

/** `gate`: latency in ms, rates per second, percentages and points as shares. */
export const gateSchema = section(
  {
    ...bounds(),
    endpoints: z
      .record(z.string(), metricBoundsSchema, {
        error: wanted('write a mapping from names of requests to their bounds'),
      })
      .prefault({})
      .meta({
        description: 'Bounds of single requests, by the name of the request.',
        examples: [{ 'create expense': { p99: { max: '250 ms' } } }],
      }),
    stored: oneOf(['gate', 'warn'], {
      description: 'What a regression against a stored number does: fail the gate, or only warn.',
    }).prefault('gate'),
    spread: quantity(
      parsePercent,
      { from: '0 %', to: '100 %', above: true },
      {
        description: 'Assumed spread from run to run of a stored number that does not tell its own.',
        examples: ['10 %'],
      },
    ).prefault('10 %'),
    'environment-allowance': quantity(
      parsePercent,
      { from: '0 %', to: '50 %' },
      {
        description:
          'Live comparison: how much of a change two different hosts may explain (default 0 % where both answer at one address, under one host name or on this machine, else 2 %).',
        examples: ['2 %'],
      },
    ).optional(),
    rounds: section(
      {
        measure: quantity(
          parseDuration,
          { from: '1s', to: '5m' },
          {
            description:
              'Measured time of a round; it is lengthened by itself where a gate gets too few answers.',
            examples: ['3s'],
          },
        ).prefault('3s'),
        discard: quantity(
          parseDuration,
          { from: '0s', to: '1m' },
          { description: 'Load before each round that nobody sees.', examples: ['500ms'] },
        ).prefault('500ms'),
        budget: quantity(parseDuration, BUDGET_TIME, {
          description: 'Longest time for all rounds together.',
          examples: ['6m'],
        }).prefault('6m'),
      },
      { description: 'Live comparison: the rounds that base and target take in turn.' },
    ).prefault({}),
  },
  { description: 'What fails the gate: limits, and regressions against the baseline. At least one bound.' },
);

export type GateConfig = z.output<typeof gateSchema>;
export type MetricBoundsConfig = z.output<typeof metricBoundsSchema>;
