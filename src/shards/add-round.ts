/** A round that several machines made, put together without loss: counts add up, histograms merge. Pure. */
import { commonSilences } from '../engine/common-silences.ts';
import type { GeneratorHealth } from '../engine/generator-health.ts';
import { addFlows, addRequests, mergeBuckets } from '../engine/merge-portions.ts';
import { mergeTicks } from '../engine/merge-ticks.ts';
import type { Renewals, Round, RoundEnd, Silence, Stretch } from '../engine/round.ts';

/** What two of them saw, or several by then and one more: as of threads, which they are like. */
export function addRound(a: Round, b: Round): Round {
  const measuredMs = Math.max(a.measuredMs, b.measuredMs);
  const ticks = mergeTicks([a.ticks ?? [], b.ticks ?? []]);
  const renewals = addRenewals(a.renewals, b.renewals);
  return {
    ...a,
    startedAt: a.startedAt < b.startedAt ? a.startedAt : b.startedAt,
    measuredMs,
    elapsedMs: Math.max(a.elapsedMs, b.elapsedMs),
    ...(renewals && { renewals }),
    sent: (a.sent ?? 0) + (b.sent ?? 0),
    writes: (a.writes ?? 0) + (b.writes ?? 0),
    firstMs: [...(a.firstMs ?? []), ...(b.firstMs ?? [])],
    silences: commonSilences([stretchesOf(a), stretchesOf(b)], measuredMs),
    ...(ticks.length > 0 && { ticks }),
    address: a.address ?? b.address,
    requests: addRequests(
      a.requests.map(({ name }) => name),
      [a.requests, b.requests],
      (sample) => sample,
    ),
    ...(a.flows &&
      b.flows && {
        flows: addFlows(
          a.flows.map(({ name }) => name),
          [a.flows, b.flows],
          'beside',
        ),
      }),
    ended: laterEnd(a.ended, b.ended),
    generator: addGenerators(a.generator, b.generator),
  };
}

function stretchesOf({ silences = [] }: Round): Stretch[] {
  return silences.map(({ fromMs, insideMs, beyondMs }: Silence) => ({
    fromMs,
    toMs: fromMs + insideMs + beyondMs,
  }));
}

/** Each machine waits for logins of its own. */
function addRenewals(a?: Renewals, b?: Renewals): Renewals | undefined {
  if (!a || !b) return a ?? b;
  return { logins: a.logins + b.logins, pausedMs: Math.max(a.pausedMs, b.pausedMs) };
}

/** Where all of them ended so, the last one; where only one did, that makes the run invalid, see `Round.shards`. */
function laterEnd(a: RoundEnd, b: RoundEnd): RoundEnd {
  if (a.how === 'complete') return b;
  if (!('afterMs' in a) || !('afterMs' in b)) return a;
  return b.afterMs > a.afterMs ? b : a;
}

/** One slow machine spoils the figures: the worst of them counts. */
function addGenerators(a: GeneratorHealth, b: GeneratorHealth): GeneratorHealth {
  return {
    workers: a.workers + b.workers,
    cpuShare: Math.max(a.cpuShare, b.cpuShare),
    waitShare: worse(a.waitShare, b.waitShare),
    utilisation: Math.max(a.utilisation, b.utilisation),
    machineShare: worse(a.machineShare, b.machineShare),
    loopDelay: mergeBuckets([a.loopDelay, b.loopDelay]),
    loopDelayP99Ms: Math.max(a.loopDelayP99Ms, b.loopDelayP99Ms),
    lateShare: worse(a.lateShare, b.lateShare),
    worstLagMs: Math.max(a.worstLagMs, b.worstLagMs),
  };
}

function worse(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
