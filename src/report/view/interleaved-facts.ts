/** How base and target were measured in turn; in words and for no medium yet, nothing escaped. */

import { METRICS, TAIL } from '../../config/metrics.ts';
import type { MetricScope } from '../../config/scope.ts';
import type { InterleavedGate, InterleavedSummary } from '../../evidence/result/interleaved.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { continueSentence, isStageNumber } from '../words/names.ts';
import { data, type Fact, words } from './fact.ts';

/** Gates listed one by one; the others are in the result file. */
const LISTED = 6;
const SUSPECTS = 8;

type Summary = InterleavedSummary;

/** `14 blocks of 3 s on either side`. */
export function blocksLine(
  { blocks, roundSeconds, passes }: Pick<Summary, 'blocks' | 'roundSeconds' | 'passes'>,
  { inTurn }: Words,
): string {
  return passes ? inTurn.passesOf(blocks, roundSeconds) : inTurn.blocksOf(blocks, roundSeconds);
}

/** `10 blocks of at most 45, 60 s in all; stalled rounds: target 1, base 0`. */
export function interleavedLine(
  { blocks, budgetBlocks, measuredSeconds, stalledRounds, passes }: Summary,
  words: Words,
): string {
  const { inTurn } = words;
  if (passes) return inTurn.passesInAll(blocks, measuredSeconds);
  const told = inTurn.blocksInAll(blocks, budgetBlocks, measuredSeconds);
  return stalledRounds.target + stalledRounds.base > 0
    ? `${told} · ${inTurn.stalled(bySide(stalledRounds, words.formatCount, words))}`
    : told;
}

/** What a terminal shows of it: how much was measured, and what would have shown. The rest is in the result file. */
export function briefFacts(interleaved: Summary | null, words: Words): readonly string[] {
  if (interleaved === null) return [];
  const { labels } = words;
  const { stalledRounds, gates } = interleaved;
  const stalled = stalledRounds.target + stalledRounds.base > 0;
  const detectable = detectableOf(gates, words);
  const named = (label: string, says: string) => `${continueSentence(label)}${words.sections.colon} ${says}`;
  return [
    named(interleaved.passes ? labels.passes : labels.blocks, blocksOf(interleaved, words)),
    ...(stalled ? [named(labels.stalled, bySide(stalledRounds, words.formatCount, words))] : []),
    ...(detectable === null ? [] : [named(labels.detectable, detectable)]),
  ];
}

/** Facts for whoever wants to trust the comparison or repeat it. */
export function interleavedFacts(interleaved: Summary | null, say: Words): readonly (Fact | null)[] {
  if (interleaved === null) return [];
  const { labels, inTurn, formatCount, formatMs } = say;
  const unit = interleaved.passes ? 'passes' : 'rounds';
  return [
    words(interleaved.passes ? labels.passes : labels.blocks, blocksOf(interleaved, say)),
    words(labels.measured, inTurn.inAll(interleaved.measuredSeconds)),
    words(labels.requests, bySide(interleaved.requests, formatCount, say)),
    words(
      labels.together[unit],
      bySide(interleaved.p99Ms, (ms) => (ms === null ? inTurn.none : formatMs(ms)), say),
    ),
    interleaved.passes ? null : words(labels.stalled, bySide(interleaved.stalledRounds, formatCount, say)),
    words(labels.allowance, allowanceOf(interleaved, say)),
    words(labels.detectable, detectableOf(interleaved.gates, say)),
    interleaved.passes ? null : words(labels.decided, decidedOf(interleaved.gates, say)),
    data(labels.seed, interleaved.seed),
    data(labels.order, interleaved.order),
  ];
}

/** Requests and flows without a gate that stand out, the clearest first; each as name and words. */
export function suspectsOf(report: Publication): readonly { readonly name: string; readonly says: string }[] {
  const { inTurn, row, formatChange } = wordsFor(report);
  return (report.result.interleaved?.suspects ?? [])
    .slice(0, SUSPECTS)
    .map(({ endpoint, flow, change, p }) => ({
      name: flow ? row.flowTitle(endpoint) : endpoint,
      says: inTurn.suspect(formatChange(TAIL, change), p),
    }));
}

/** How many stand out beyond those that are listed. */
export function furtherSuspects({ result: { interleaved } }: Publication): number {
  return Math.max(0, (interleaved?.suspects.length ?? 0) - SUSPECTS);
}

/** `P99`, `P99 of create owner`, `P99 of spike`. */
export function nameOf({ metric, endpoint, flow, stage }: MetricScope, { row, nameStage }: Words): string {
  const label = row.label(metric);
  if (stage !== undefined) return row.of(label, isStageNumber(stage) ? nameStage(stage) : stage);
  if (endpoint === null) return label;
  return row[flow ? 'ofFlow' : 'of'](label, endpoint);
}

function blocksOf({ blocks, budgetBlocks, roundSeconds, order, passes }: Summary, { inTurn }: Words): string {
  if (passes) return inTurn.passesPlanned(blocks, budgetBlocks, roundSeconds);
  const slices = (order.split(' ')[0]?.length ?? 0) / 2;
  return inTurn.blocksPlanned(blocks, budgetBlocks, roundSeconds, slices);
}

function allowanceOf({ allowance, sharedHost }: Summary, { inTurn, formatChangeSize }: Words): string {
  return inTurn.allowance(allowance > 0 ? formatChangeSize(TAIL, allowance) : null, sharedHost);
}

function detectableOf(gates: readonly InterleavedGate[], words: Words): string | null {
  const { nameRow, formatChangeSize } = words;
  return list(
    gates.flatMap((gate) =>
      gate.detectable === null
        ? []
        : [`${nameRow(gate)} ${worse(gate.metric)}${formatChangeSize(gate.metric, gate.detectable)}`],
    ),
    words,
  );
}

function decidedOf(gates: readonly InterleavedGate[], words: Words): string | null {
  const whenDecided = ({ decidedAt, blocksMore }: InterleavedGate) =>
    decidedAt === null ? words.inTurn.notDecided(blocksMore) : words.inTurn.decidedAfter(decidedAt);
  return list(
    gates.map((gate) => `${words.nameRow(gate)} ${whenDecided(gate)}`),
    words,
  );
}

function list(items: readonly string[], { inTurn }: Words): string | null {
  const more = items.length > LISTED ? [inTurn.moreInFile(items.length - LISTED)] : [];
  return items.length === 0 ? null : [...items.slice(0, LISTED), ...more].join(', ');
}

function bySide<T>({ target, base }: Sides<T>, write: (value: T) => string, { inTurn }: Words): string {
  return inTurn.bySide(write(target), write(base));
}

function worse(metric: InterleavedGate['metric']): string {
  return METRICS[metric].worse === 'lower' ? '−' : '+';
}
