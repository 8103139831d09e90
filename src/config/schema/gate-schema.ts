import { z } from 'zod';
import { ConfigurationError } from '../configuration-error.ts';
import { BUDGET_TIME, ROUND_TIME } from '../durations.ts';
import { KINDS } from '../metric-kinds.ts';
import { ENDPOINT_METRICS, METRIC_NAMES, METRICS, type Metric, type MetricRow } from '../metrics.ts';
import { parseDuration, parsePercent, parsePoints } from '../units.ts';
import { oneOf, plainNumber, quantity, section, wanted } from './schema-parts.ts';
import { serverGateSchema, stageLimitsSchema } from './server-gate-schema.ts';

/** @param since what the change counts from, for the descriptions */
function tolerance(
  { label, noun, worse, scale, smallestTolerance }: MetricRow,
  since: { readonly above: string; readonly than: string },
) {
  if (scale === 'linear') {
    return quantity(
      parsePoints,
      { from: '0 pp', to: '100 pp', above: true },
      {
        description: `How many percentage points ${since.above} the ${noun} may be.`,
        examples: ['0.5 pp'],
      },
    );
  }
  const smallest = `${100 * smallestTolerance} %`;
  const parse = (text: string) => {
    const share = parsePercent(text);
    if (share >= smallestTolerance) return share;
    throw new ConfigurationError(
      `"${text}" can't be told from noise: write at least ${smallest}, or use a limit`,
    );
  };
  return quantity(
    parse,
    // Nothing falls by more than all of it.
    { from: smallest, to: worse === 'lower' ? '99 %' : '1000 %' },
    {
      description: `How much ${worse} ${since.than} the ${worse === 'lower' ? noun : label} may be.`,
      examples: ['10 %'],
    },
  );
}

const BASELINE = { above: 'above the baseline', than: 'than the baseline' };
const BEGINNING = {
  above: 'above its beginning, at the end of a constant load of 5 minutes or more (by a fitted line),',
  than: 'at the end of a constant load of 5 minutes or more than at its beginning (by a fitted line)',
};

function limitOf({ kind, label }: MetricRow) {
  const { limit, limitText } = KINDS[kind];
  const { parse, range, plain } = limit;
  const description = limitText(label);
  if (!plain) return quantity(parse, range, { description, examples: limit.examples });
  return plainNumber(parse(range.from), parse(range.to), {
    description,
    examples: limit.examples.map(parse),
  });
}

/** A load has a trend in what each part of it has. */
function canTrend({ compared, declaredOn }: MetricRow): boolean {
  return compared && declaredOn === 'any';
}

/** @param withTrend of the whole alone: of single requests nobody sees how they go */
function boundsOf(row: MetricRow, withTrend: boolean) {
  const what = row.kind === 'latency' ? `${row.label} latency` : row.noun;
  return section(
    {
      [row.bound]: limitOf(row).optional(),
      ...(row.compared && { regression: tolerance(row, BASELINE).optional() }),
      ...(withTrend && canTrend(row) && { trend: tolerance(row, BEGINNING).optional() }),
    },
    { description: `Bounds for the ${what}.`, minProperties: 1 },
  ).optional();
}

/** What stands under one metric: `max` or `min`, whichever its row says, `regression`, and of the whole `trend`. */
interface Written {
  readonly max?: number | undefined;
  readonly min?: number | undefined;
  readonly regression?: number | undefined;
  readonly trend?: number | undefined;
}

/** Keys that are computed have no type of their own. */
type BoundsShape = Record<Metric, z.ZodOptional<z.ZodType<Written>>>;

function boundsOn(metrics: readonly Metric[], withTrend: boolean): BoundsShape {
  const rows = metrics.map((metric) => [metric, boundsOf(METRICS[metric], withTrend)]);
  return Object.fromEntries(rows) as BoundsShape;
}

const boundsSchema = section(boundsOn(ENDPOINT_METRICS, false), {
  description: 'Bounds for one request.',
  minProperties: 1,
});

/** A walk is no request, and never sent again. */
const flowSchema = section(
  boundsOn(
    ENDPOINT_METRICS.filter((metric) => METRICS[metric].kind !== 'ratio'),
    false,
  ),
  {
    description: 'Bounds for one flow.',
    minProperties: 1,
  },
);

const stageSchema = section(
  { ...boundsOn(ENDPOINT_METRICS, false), server: stageLimitsSchema },
  { description: 'Bounds for one stage.', minProperties: 1 },
);

/** `gate`: latency in ms, rates per second, percentages and points as shares. */
export const gateSchema = section(
  {
    ...boundsOn(METRIC_NAMES, true),
    endpoints: z
      .record(z.string(), boundsSchema, {
        error: wanted('write a mapping from names of requests to their bounds'),
      })
      .prefault({})
      .meta({
        description: 'Bounds for single requests, by name.',
        examples: [{ 'create expense': { p99: { max: '250 ms' } } }],
      }),
    flows: z
      .record(z.string(), flowSchema, {
        error: wanted('write a mapping from names of flows to their bounds'),
      })
      .prefault({})
      .meta({
        description:
          'Bounds for whole flows, by name: the time of all requests of one walk, without think time; walks per second; failed walks.',
        examples: [{ order: { p99: { max: '2 s' } } }],
      }),
    stages: z
      .record(z.string(), stageSchema, {
        error: wanted('write a mapping from names of stages to their bounds'),
      })
      .prefault({})
      .meta({
        description: `Bounds for single stages of the load, by the stage's name, or by its number ("2" is the second one) if it has none.`,
        examples: [{ spike: { errors: { max: '10 %' } } }],
      }),
    server: serverGateSchema,
    stored: oneOf(['gate', 'warn'], {
      description: 'Whether a regression against a stored number fails the gate, or only warns.',
    }).prefault('gate'),
    spread: quantity(
      parsePercent,
      { from: '0 %', to: '100 %', above: true },
      {
        description:
          "Assumed spread between runs for a stored number that doesn't state its own; with a base, for a load of several stages, the minimum spread between passes.",
        examples: ['10 %'],
      },
    ).prefault('10 %'),
    'environment-allowance': quantity(
      parsePercent,
      { from: '0 %', to: '50 %' },
      {
        description:
          'Interleaved comparison: how large a change two different hosts may explain (default 0 % if both resolve to one address, under one host name or on this machine, otherwise 2 %).',
        examples: ['2 %'],
      },
    ).optional(),
    rounds: section(
      {
        measure: quantity(parseDuration, ROUND_TIME, {
          description:
            'Fixed measured time of a round. Default: slices of 250 ms to 3 s, depending on the service, if both environments share a host and the load has no rate; otherwise 3s.',
          examples: ['3s'],
        }).optional(),
        discard: quantity(
          parseDuration,
          { from: '0s', to: '1m' },
          { description: 'Load before each round whose results are discarded.', examples: ['500ms'] },
        ).prefault('500ms'),
        budget: quantity(parseDuration, BUDGET_TIME, {
          description: 'Maximum time for all rounds together.',
          examples: ['6m'],
        }).prefault('6m'),
      },
      { description: 'Interleaved comparison: the rounds in which base and target alternate.' },
    ).prefault({}),
  },
  { description: 'The gate: limits, and regressions against the baseline. At least one bound.' },
);

export type GateConfig = z.output<typeof gateSchema>;
export type BoundsConfig = z.output<typeof boundsSchema>;
export type StageBoundsConfig = z.output<typeof stageSchema>;
