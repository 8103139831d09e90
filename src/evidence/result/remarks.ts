/**
 * What a reader has to know and that does not decide the outcome, as data: notes on a row of the table, and warnings
 * about the run. A cause can be a remark, too: what would leave a gate open is only a warning where the comparison only
 * warns.
 */
import { z } from 'zod';
import { type Cause, causeSchema, type Variants } from './causes.ts';
import { differenceSchema } from './differences.ts';
import { generatorLate } from './generator.ts';
import { guard } from './guard.ts';
import { REMARK_MEANINGS } from './meanings.ts';
import {
  against,
  bound,
  change,
  count,
  figure,
  metric,
  scope,
  scopeShape,
  share,
  side,
  sides,
  silences,
  size,
  stretch,
} from './parts.ts';
import { brokenSchema, searchEnd, searchedLoad } from './search-parts.ts';
import { seriesKey, seriesStage, seriesUnit, troubleShape } from './server.ts';
import { shardNumber } from './shards.ts';
import { trendShape } from './trends.ts';

const detectable = size
  .nullable()
  .describe('The smallest worsening that could have been detected; null if none could.');

/** On a row. */
const NOTES = {
  'no-baseline': {},
  'floor-reached': {},
  'none-shown': {
    detectable,
    runs: count.nullable().describe('Runs of the history; null without one.'),
    passes: count
      .optional()
      .describe('Passes of a load of several stages on each side, target and base; absent otherwise.'),
  },
  'history-advises': { runs: count, gatesFrom: count, detectable },
  'improvement-doubted': { errorRate: share, against },
  'open-after': { blocks: count, detectable },
  'open-beyond': { blocks: count, blocksMore: count.nullable().describe('Null if that is not known.') },
  'worse-within': { tolerance: size },
  'later-blocks-worse': { blocks: count.describe('Blocks after which it passed.') },
} as const;

const detail = z.string().describe('What happened, in a sentence.');
const onSide = side.nullable().describe('Null in a run without a base.');

/** About the run. */
const WARNINGS = {
  'nothing-compared': { scopes: z.array(scope).describe('The declared regressions.') },
  'condition-differs': { difference: differenceSchema },
  'baseline-unclear': {
    detail: z
      .string()
      .describe('What the baseline does, such as `says "Connections: 10-20" in line 4, which was not read`.'),
  },
  'runs-left-out': { runs: count },
  'other-machines': {
    machine: z.string().describe('Where this run was measured.'),
    runs: count.describe('Runs of the history on this machine.'),
    others: count.describe('Runs on other machines, which are left out.'),
  },
  'runs-unsettled': { ...scopeShape, runs: count, settledFrom: count },
  'record-skipped': { detail },
  'regressed-warns': {
    ...scopeShape,
    history: z
      .object({ runs: count, gatesFrom: count })
      .nullable()
      .describe('Set if the history is too short to gate; null if the gate says stored: warn.'),
  },
  degrading: {
    ...scopeShape,
    ...trendShape,
    writes: count.describe('Write requests sent.'),
  },
  'probe-failed': { side: onSide, ...troubleShape },
  'server-peak': {
    series: seriesKey,
    stage: seriesStage,
    unit: seriesUnit,
    figure: z.number(),
    bound,
    limit: figure,
    atSeconds: figure.describe('Seconds of load until then.'),
  },
  capped: {
    by: z
      .enum(['max-duration', 'max-requests', 'rows'])
      .describe('The cap that ended the load; rows: the table had no rows left.'),
    table: z
      .object({ name: z.string(), rows: count })
      .optional()
      .describe('Of scenario.data, with take: once, and how many rows it has; absent for the other caps.'),
    sent: count.describe('Requests that the load sent, on both sides and including warm-ups.'),
    maxRequests: count
      .nullable()
      .describe('The maximum that it may send: max-requests. Null if there is no such cap.'),
    waiting: count.describe('Requests that had no response at its end, and are not counted.'),
    wantedMore: z
      .boolean()
      .describe('Whether there was no room for another round that could have decided more.'),
  },
  'capacity-at-least': {
    side: onSide,
    perSecond: figure.describe('The highest rate at which all limits held.'),
    end: searchEnd,
    broke: brokenSchema.nullable().describe('What ended it; null if nothing did.'),
  },
  'search-not-recovered': { side: onSide, ...searchedLoad },
  'lost-in-search': { side: onSide, detail },
  'few-intercepted': { side: onSide, guard },
  /** RFC 9112, 9.3.1. */
  resent: { side: onSide, requests: count, share: share.describe('Share of all requests, from 0 to 1.') },
  'login-renewed': {
    side: onSide,
    logins: count.describe('Logins that were repeated under load.'),
    pausedSeconds: figure.describe(
      'Measured time in which nothing was sent during these logins; if shards generated the load, their mean.',
    ),
  },
  'base-silent': { ...stretch, ...silences },
  'errors-on-both': { errorRate: share.describe("The base's, from 0 to 1."), targetErrorRate: share },
  'last-stage-slower': {
    firstP99Ms: figure.describe('P99 of the first stage, in ms; the same for the last stage.'),
    p99Ms: figure,
  },
  stalls: {
    target: count.describe("Blocks in which the target's P99 was over 1.5 times the base's."),
    base: count.describe("Blocks in which the base's P99 was over 1.5 times the target's."),
    blocks: count,
  },
  saturated: {
    connections: count,
    first: sides(share).describe(
      'Median latency of the first requests of each round, as a share of the median of all requests.',
    ),
    throughputPerSecond: sides(figure),
  },
  'hosts-differ': { allowance: figure.describe('Relative change that is allowed for it (0.02 is 2 %).') },
  'stored-beside': { source: z.string(), changes: z.array(z.object({ metric, change })) },
  'stored-not-compared': { because: causeSchema },
  accepted: { by: z.string().describe('Login on GitHub.'), at: z.string().describe('ISO 8601, in UTC.') },
  'open-when-accepted': { scopes: z.array(scope) },
  'not-acceptable': {
    by: z.string().describe('Login on GitHub.'),
    obstacle: causeSchema.nullable().describe('What can’t be accepted; null if nothing failed.'),
    scopes: z.array(scope).describe('The figures beyond their limits.'),
  },
  'acceptance-void': { detail },
  unconfirmed: { detail },
  'changes-unread': { detail },
  'generator-lagged': generatorLate,
  'shard-elsewhere': {
    shard: shardNumber,
    p50Ms: figure.describe('Its median latency, in ms.'),
    othersMs: figure.describe("The median of the others' medians."),
  },
  'not-removed': {
    side: onSide,
    requests: count.describe('Requests of scenario.cleanup that failed.'),
    of: count.describe('Requests of scenario.cleanup on this side.'),
    name: z.string().describe('The first one that failed.'),
    status: count.nullable().describe('Status of its response; null if there was none.'),
    detail: z
      .string()
      .nullable()
      .describe('What went wrong, in a sentence; null if only its status is known.'),
  },
  'same-commit': {},
} as const;

export type Note = Variants<typeof NOTES>;
export type Remark = Note | Variants<typeof WARNINGS> | Cause;
export type RemarkCode = Remark['code'];
export type RemarkOf<Code extends RemarkCode> = Extract<Remark, { code: Code }>;

/** Codes that no cause has. */
export type OwnRemarkCode = Exclude<RemarkCode, Cause['code']>;

export const NOTE_CODES = Object.keys(NOTES) as readonly OwnRemarkCode[];
export const REMARK_CODES = [...NOTE_CODES, ...Object.keys(WARNINGS)] as readonly OwnRemarkCode[];

const own = [...Object.entries(NOTES), ...Object.entries(WARNINGS)].map(([code, shape]) =>
  z
    .object({ code: z.literal(code), ...(shape as z.ZodRawShape) })
    .meta({ title: code, description: REMARK_MEANINGS[code as OwnRemarkCode] }),
);

/** For files, as causes are. */
export const remarkSchema = z
  .union([...own, causeSchema] as unknown as [z.ZodType<Remark>, z.ZodType<Remark>])
  .meta({
    id: 'remark',
    description:
      'A note on a row or a warning about the run. A cause that does not decide the run is one, too.',
  }) as z.ZodType<Remark>;
