import { TAIL } from '../../config/metrics.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import { generatorOf } from '../../evidence/generator-of.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Measurement } from '../../evidence/measurement.ts';
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { Conditions } from '../../evidence/result/conditions.ts';
import type { ShardsSeen } from '../../evidence/shards.ts';

type Late = CauseOf<'generator-late'>;

/** Of one core: from here on, responses wait for the generator to look at them. */
const BUSIEST_CPU_SHARE = 0.85;
/** From here on it is the generator that has no time left, and up to here it has enough. Of one core. */
const ITS_OWN_SHARE = 0.5;
const EASY_SHARE = 0.6;
/** A delay of the event loop that matters: this much at least, and this share of the P99 that is reported. */
export const SMALLEST_DELAY_MS = 2;
const DELAY_SHARE = 0.5;
/** Of the requests that had a free connection when they were due. */
export const MOST_LATE_SHARE = 0.01;

/**
 * Whether the generator itself was late enough to matter. It looks only at the generator, so that a slow or a busy
 * target can't be taken for it. The limits told the two apart in fresh runs; docs/measuring.md shows them. What of the
 * figures stands all the same is another question: `withstands`.
 */
export function findLateGenerator({ generator, whole, conditions, shards }: Measurement): Late | null {
  // No figure comes of it: what is told then is that nothing answered.
  if (whole.responses === 0) return null;
  return judgeHealth(generator, whole.latencyAllMs?.p99 ?? 0, conditions.model, shards?.generators);
}

/** How it fared, whether or not that is within its limits. */
export function describeGenerator({
  generator,
  conditions,
}: Pick<Measurement, 'generator' | 'conditions'>): Late {
  const { cpuShare, waitShare, machineShare } = generator;
  const { model } = conditions;
  return { code: 'generator-late', model, cpuShare, waitShare, machineShare, delayMs: null, lateShare: null };
}

/** The same of both sides of an interleaved comparison together, beside the shorter of their tails. */
export function findLateBlocks({ blocks, base, generators }: InterleavedEvidence): Late | null {
  const rounds = blocks.flatMap((block) => [block.base, block.target]);
  if (rounds.length === 0) return null;
  const tails = rounds.flatMap(({ whole }) => figureOf(TAIL, whole) ?? []).sort((a, b) => a - b);
  const generator = generatorOf(
    rounds.map((round) => ({ generator: round.generator, measuredMs: 1000 * round.measuredSeconds })),
  );
  return judgeHealth(generator, tails[tails.length >> 1] ?? 0, base.conditions.model, generators);
}

function judgeHealth(
  { cpuShare, waitShare, machineShare, loopDelayP99Ms, lateShare }: Measurement['generator'],
  p99Ms: number,
  model: Conditions['model'],
  generators: ShardsSeen['generators'] = [],
): Late | null {
  const delayLimitMs = Math.max(SMALLEST_DELAY_MS, DELAY_SHARE * p99Ms);
  const isLate =
    cpuShare >= BUSIEST_CPU_SHARE ||
    loopDelayP99Ms > delayLimitMs ||
    (lateShare !== null && lateShare > MOST_LATE_SHARE);
  if (!isLate) return null;
  const [isDelayed, isSentLate] = [loopDelayP99Ms > delayLimitMs, (lateShare ?? 0) > MOST_LATE_SHARE];
  return {
    code: 'generator-late',
    model,
    cpuShare,
    waitShare,
    machineShare,
    ...worstOf(generators, isSentLate ? 'lateShare' : isDelayed ? 'loopDelayP99Ms' : 'cpuShare'),
    ...fewestFor(cpuShare, Math.max(1, generators.length)),
    delayMs: isDelayed ? { seen: loopDelayP99Ms, limit: delayLimitMs } : null,
    lateShare: isSentLate ? { seen: lateShare ?? 0, limit: MOST_LATE_SHARE } : null,
  };
}

/** Which of the machines that made the load it was. */
function worstOf(
  [first, ...others]: ShardsSeen['generators'],
  by: 'lateShare' | 'loopDelayP99Ms' | 'cpuShare',
): Pick<Late, 'shard'> {
  if (first === undefined) return {};
  return { shard: others.reduce((a, b) => ((b[by] ?? 0) > (a[by] ?? 0) ? b : a), first).shard };
}

/**
 * So many machines at least that each is busy for a part of its time only; nothing where it wasn't the generator
 * itself. A thread uses one core, however many it would need: how much more that is, nobody sees.
 */
function fewestFor(cpuShare: number, of: number): Pick<Late, 'shards'> {
  if (cpuShare < ITS_OWN_SHARE) return {};
  return { shards: Math.max(of + 1, Math.ceil((of * cpuShare) / EASY_SHARE)) };
}
