/** Causes of an inconclusive run, with their parameters. */
import { z } from 'zod';
import { differenceSchema } from './differences.ts';
import {
  against,
  bound,
  change,
  count,
  figure,
  scope,
  scopeShape,
  seconds,
  share,
  side,
  sides,
  size,
  value,
} from './parts.ts';
import { SERVER_QUESTIONS } from './server-causes.ts';
import { trendInterval } from './trends.ts';

const endpoints = z.array(z.string()).describe('Names of the requests.');

/** What a run leaves open. `secondsMore` is null where more load doesn't decide it. */
export const QUESTIONS = {
  'no-requests': { side, seconds: figure },
  unanswered: { side, endpoints, requests: count },
  'never-reached': {
    side,
    endpoints: z.array(z.string()).describe('Names of the steps.'),
    walks: count.describe(
      'Walks that had failed before it; with several steps, before the one that most of them missed.',
    ),
  },
  'not-asked': { side, endpoints, requests: count, secondsMore: seconds },
  'stages-missing': { stages: z.array(z.string()).describe('Names of the stages, or their numbers.') },
  'failing-alike': { endpoints: endpoints.nullable().describe('Null for all requests.'), requests: count },
  'few-errors': { failed: count, requests: count, secondsMore: seconds },
  'errors-in-one-round': { errorRate: share },
  'base-not-measured': {},
  'too-few-passes': { passes: count.describe('Complete ones on each side.'), needed: count },
  'baseline-missing': { written: z.string().describe('The baseline as it is configured.') },
  'history-unreadable': {},
  'conditions-differ': {
    of: z.enum(['file', 'history']),
    source: z.string().describe('The baseline as it is configured, or where the history is.'),
    differences: z.array(differenceSchema),
  },
  'slowed-within': {
    writes: count.describe('Write requests sent.'),
    throughput: size
      .nullable()
      .describe(
        'Decrease in throughput from the first batch to the last, by a line fitted through them; null if none is shown.',
      ),
    latency: size
      .nullable()
      .describe('Increase in the mean latency of GET requests, by the same method; null if none is shown.'),
  },
  'limit-undecided': {
    ...scopeShape,
    figure: value,
    bound,
    limit: value,
    secondsMore: seconds.nullable(),
    runs: count
      .optional()
      .describe('Runs of another load generator that were judged; absent if Tailgate generated the load.'),
  },
  'trend-undecided': {
    ...scopeShape,
    change,
    interval: trendInterval.describe('For the change, 90 % two-sided.'),
    tolerance: size,
    seconds: figure.describe('Length of the period that is analysed.'),
    secondsMore: seconds.nullable(),
  },
  'too-short-for-trend': {
    ...scopeShape,
    windows: count.describe('Windows with enough responses.'),
    needed: count,
    secondsMore: seconds.nullable(),
  },
  ...SERVER_QUESTIONS,
  'no-figure': {
    ...scopeShape,
    missing: z.enum(['requests', 'outcomes', 'latencies', 'recovery', 'capacity']),
  },
  'capacity-beyond': {
    ...scopeShape,
    figure: value.describe('The highest rate at which all limits held.'),
    limit: value.nullable().describe('Null if it is the comparison that is undecided, not the limit.'),
  },
  'passes-undecided': {
    ...scopeShape,
    worsening: size,
    tolerance: size,
    passes: count.describe('Passes, or searches, on the side that has fewer.'),
    detectable: size
      .nullable()
      .describe('The smallest worsening that would be detected; null if none would.'),
  },
  'too-few-searches': { found: sides(count).describe('Searches that found a capacity.'), needed: count },
  'too-few-responses': { ...scopeShape, responses: count, needed: count, secondsMore: seconds },
  'too-few-responses-a-side': {
    ...scopeShape,
    responses: count.describe('On the side that has fewer.'),
    needed: count,
    neededSeconds: seconds.describe('Load on each side that would give that many, in seconds.'),
  },
  'nothing-to-compare': { ...scopeShape },
  'no-spread': { ...scopeShape, parts: count.describe('Parts that the run was divided into.') },
  'missing-figure': { ...scopeShape, source: z.string() },
  'error-rates-differ': { ...scopeShape, against, errorRate: share, before: share },
  'base-fails': { ...scopeShape, errorRate: share, before: share },
  'nothing-seen': {
    ...scopeShape,
    without: z
      .enum(['target', 'base', 'both', 'none'])
      .describe('The side that has it in no block; none if both have it, in different blocks.'),
  },
  'too-few-runs': {
    ...scopeShape,
    place: z.string(),
    runs: count,
    since: z.string().nullable().describe('Day of the last change; null if the history has none.'),
    advisesFrom: count,
    gatesFrom: count,
  },
  'advises-only': { ...scopeShape, runs: count, gatesFrom: count, forRelease: z.boolean() },
  'may-be-chance': {
    ...scopeShape,
    worsening: size,
    runs: count,
    detectable: size
      .nullable()
      .describe('The smallest worsening that would be detected; null if none would.'),
  },
  undecided: {
    scopes: z.array(scope),
    beyond: z
      .array(scope)
      .describe(
        'Of these, gates whose whole interval is beyond the tolerance, which is not yet enough to fail.',
      ),
    blocks: count,
    budgetBlocks: count.positive(),
    budgetSeconds: figure,
    detectable: z
      .array(z.object({ ...scopeShape, size }))
      .describe('Worsenings that would probably have been detected.'),
    blocksMore: count.describe('Additional blocks that would probably decide it; 0 if not known.'),
    tooShort: z
      .object({ passes: count, fails: count, scopes: z.array(scope) })
      .nullable()
      .describe(
        'The fewest blocks with which these gates can pass, and fail; null if the budget has enough.',
      ),
    aboutSpeed: z.boolean().describe('Whether a gate is about speed, so that a quieter environment helps.'),
    thin: z
      .array(z.object({ ...scopeShape, responses: count, wanted: count }))
      .describe(
        'Gates with so few responses that several blocks make one step: how many responses a block has on both sides, and how many a step needs.',
      ),
  },
  interim: { blocks: count },
} as const;
