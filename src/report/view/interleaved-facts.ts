/** How base and target were measured in turn; in words and for no medium yet, nothing escaped. */

import { METRICS, TAIL } from '../../config/metrics.ts';
import type { MetricScope } from '../../config/scope.ts';
import type { InterleavedGate, InterleavedSummary } from '../../evidence/result/interleaved.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import type { Publication } from '../report.ts';
import {
  formatChange,
  formatChangeSize,
  formatCount,
  formatMs,
  formatSeconds,
  formatTenths,
  plural,
} from '../words/format.ts';
import { isStageNumber, nameRow, nameStage } from '../words/names.ts';
import { data, type Fact, words } from './fact.ts';

/** Gates listed one by one; the others are in the result file. */
const LISTED = 6;
const SUSPECTS = 8;
const DETECTABLE = 'Smallest change that would probably show';

/** `14 blocks of 3 s on either side`. */
export function blocksLine({
  blocks,
  roundSeconds,
  passes,
}: Pick<InterleavedSummary, 'blocks' | 'roundSeconds' | 'passes'>): string {
  if (passes) return `${plural(blocks, 'pass')} of ${formatSeconds(roundSeconds)} on either side`;
  return `${plural(blocks, 'block')} of ${formatTenths(roundSeconds)} on either side`;
}

/** `10 blocks of at most 45, 60 s in all; stalled rounds: target 1, base 0`. */
export function interleavedLine({
  blocks,
  budgetBlocks,
  measuredSeconds,
  stalledRounds,
  passes,
}: InterleavedSummary): string {
  if (passes) return `${plural(blocks, 'pass')} on either side, ${formatSeconds(measuredSeconds)} in all`;
  const parts = [
    `${plural(blocks, 'block')} of at most ${budgetBlocks}, ${formatSeconds(measuredSeconds)} in all`,
    stalledRounds.target + stalledRounds.base > 0
      ? `stalled rounds: ${bySide(stalledRounds, formatCount)}`
      : null,
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** What a terminal shows of it: how much was measured, and what would have shown. The rest is in the result file. */
export function briefFacts(interleaved: InterleavedSummary | null): readonly string[] {
  if (interleaved === null) return [];
  const { stalledRounds, gates } = interleaved;
  const stalled = stalledRounds.target + stalledRounds.base > 0;
  const detectable = detectableOf(gates);
  return [
    `${interleaved.passes ? 'passes' : 'blocks'}: ${blocksOf(interleaved)}`,
    ...(stalled
      ? [`stalled rounds (P99 above 1.5 × the median): ${bySide(stalledRounds, formatCount)}`]
      : []),
    ...(detectable === null ? [] : [`${DETECTABLE.toLowerCase()}: ${detectable}`]),
  ];
}

/** Facts for whoever wants to trust the comparison or repeat it. */
export function interleavedFacts(interleaved: InterleavedSummary | null): readonly (Fact | null)[] {
  if (interleaved === null) return [];
  return [
    words(interleaved.passes ? 'Passes' : 'Blocks', blocksOf(interleaved)),
    words('Measured', `${formatSeconds(interleaved.measuredSeconds)} in all, on both sides`),
    words('Requests', bySide(interleaved.requests, formatCount)),
    words(
      `P99 of all ${interleaved.passes ? 'passes' : 'rounds'} together`,
      bySide(interleaved.p99Ms, (ms) => (ms === null ? 'none' : formatMs(ms))),
    ),
    interleaved.passes
      ? null
      : words('Stalled rounds (P99 above 1.5 × the median)', bySide(interleaved.stalledRounds, formatCount)),
    words('Allowance for the surroundings', allowanceOf(interleaved)),
    words(DETECTABLE, detectableOf(interleaved.gates)),
    interleaved.passes ? null : words('Decided', decidedOf(interleaved.gates)),
    data('Seed', interleaved.seed),
    data('Who was first (T target, B base)', interleaved.order),
  ];
}

/** Requests without a gate that stand out, the clearest first; each as name and words. */
export function suspectsOf({
  result: { interleaved },
}: Publication): readonly { readonly name: string; readonly says: string }[] {
  return (interleaved?.suspects ?? []).slice(0, SUSPECTS).map(({ endpoint, change, p }) => ({
    name: endpoint,
    says: `P99 ${formatChange(TAIL, change)} (p ${p < 0.001 ? '< 0.001' : `= ${p.toPrecision(2)}`})`,
  }));
}

/** How many stand out beyond those that are listed. */
export function furtherSuspects({ result: { interleaved } }: Publication): number {
  return Math.max(0, (interleaved?.suspects.length ?? 0) - SUSPECTS);
}

/** `P99`, `P99 of create owner`, `P99 of spike`. */
export function nameOf({ metric, endpoint, flow, stage }: MetricScope): string {
  const { label } = METRICS[metric];
  if (stage !== undefined) return `${label} of ${isStageNumber(stage) ? nameStage(stage) : stage}`;
  return endpoint === null ? label : `${label} of ${flow ? 'the flow ' : ''}${endpoint}`;
}

function blocksOf({ blocks, budgetBlocks, roundSeconds, order, passes }: InterleavedSummary): string {
  if (passes)
    return `${blocks} of at most ${budgetBlocks}, each ${formatSeconds(roundSeconds)} on either side, in the order of a coin`;
  const slices = order.split(' ')[0]?.length ?? 0;
  const cut =
    slices > 2 ? `, cut into ${slices / 2} slices in the order of coins` : ' in the order of a coin';
  return `${blocks} of at most ${budgetBlocks}, each ${formatTenths(roundSeconds)} on either side${cut}`;
}

function allowanceOf({ allowance, sharedHost }: InterleavedSummary): string {
  const size = allowance > 0 ? formatChangeSize(TAIL, allowance) : 'none';
  const why = sharedHost ? 'both sides are on one host' : 'the sides are not known to be on one host';
  return `${size}, ${why}`;
}

function detectableOf(gates: readonly InterleavedGate[]): string | null {
  return list(
    gates.flatMap((gate) =>
      gate.detectable === null
        ? []
        : [`${nameRow(gate)} ${worse(gate.metric)}${formatChangeSize(gate.metric, gate.detectable)}`],
    ),
  );
}

function decidedOf(gates: readonly InterleavedGate[]): string | null {
  return list(gates.map((gate) => `${nameRow(gate)} ${whenDecided(gate)}`));
}

function whenDecided({ decidedAt, blocksMore }: InterleavedGate): string {
  if (decidedAt !== null) return `after block ${decidedAt}`;
  return blocksMore === null ? 'not' : `not (about ${plural(blocksMore, 'block')} more)`;
}

function list(items: readonly string[]): string | null {
  const more = items.length > LISTED ? [`${items.length - LISTED} more in the result file`] : [];
  return items.length === 0 ? null : [...items.slice(0, LISTED), ...more].join(', ');
}

function bySide<T>({ target, base }: Sides<T>, write: (value: T) => string): string {
  return `target ${write(target)}, base ${write(base)}`;
}

function worse(metric: InterleavedGate['metric']): string {
  return METRICS[metric].worse === 'lower' ? '−' : '+';
}
