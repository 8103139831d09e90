/** What the worker threads saw of a go through stages, as a round of each of them. Pure. */
import { highestConnections } from '../config/load/whole-load.ts';
import type { Stage } from '../config/plan.ts';
import type { Redact } from '../config/secrets/redact.ts';
import { commonSilences } from './common-silences.ts';
import { addFlows, mergeGenerators, mergeRequests } from './merge-portions.ts';
import { mergeTicks } from './merge-ticks.ts';
import type { Round, RoundEnd, RoundOrder } from './round.ts';
import type { RequestPortion, StageResult, WorkerResult } from './worker/messages.ts';

/** Of the load as a whole. */
interface LoadResult {
  readonly results: readonly WorkerResult[];
  readonly ended: RoundEnd;
  /** By stage, as far as it was begun; the first one's at least. */
  readonly begun: readonly StageBegun[];
}

/** What the main thread knows of a stage. */
export interface StageBegun {
  /** Wall clock, ISO 8601 in UTC. */
  readonly startedAt: string;
  /** With the warm-up of the first one, and the last one's wait for responses. */
  readonly elapsedMs: number;
  /** Logins that were made anew in it. */
  readonly logins: number;
  /** Of all processors of the machine, 0…1; null where it isn't told. */
  readonly machineShare: number | null;
}

interface Setting {
  /** Who cancels has no time to have samples searched for secrets: files come first. */
  readonly withSamples: boolean;
  readonly names: readonly string[];
  readonly flows: readonly string[];
  readonly address: string | null;
  readonly redact: Redact;
}

/** @returns one for each stage that was begun, in their order; only the last one may have been cut short */
export function roundsOf(
  order: RoundOrder,
  load: LoadResult,
  { names, flows, address, redact }: Omit<Setting, 'withSamples'>,
): readonly Round[] {
  const setting = { names, flows, address, redact, withSamples: load.ended.how !== 'cancelled' };
  const begun = Math.max(...load.results.map(({ stages }) => stages.length));
  let beforeMs = 0;
  return order.stages.slice(0, begun).map((stage, index) => {
    const parts = load.results.flatMap(({ stages }) => stages.slice(index, index + 1));
    const ended = index === begun - 1 ? since(beforeMs, load.ended) : COMPLETE;
    const measuredMs = Math.max(...parts.map((part) => part.measuredMs));
    beforeMs += measuredMs;
    const main = load.begun[index] ?? (load.begun.at(-1) as StageBegun);
    return {
      ...headOf(order, index, main),
      measuredMs,
      ...seenOf(stage, parts, main, { ...setting, ended }),
    };
  });
}

const COMPLETE: RoundEnd = { how: 'complete' };

function since(beforeMs: number, ended: RoundEnd): RoundEnd {
  return 'afterMs' in ended ? { ...ended, afterMs: Math.max(0, ended.afterMs - beforeMs) } : ended;
}

type Head = 'side' | 'warmUp' | 'slices' | 'stage' | 'startedAt' | 'elapsedMs' | 'seed';

function headOf({ side, warmUp, slice, stage, seed }: RoundOrder, index: number, main: StageBegun) {
  return {
    side,
    ...(warmUp && { warmUp }),
    ...(slice !== undefined && { slices: [slice] }),
    stage: stage + index,
    startedAt: main.startedAt,
    elapsedMs: main.elapsedMs,
    seed,
  } satisfies Pick<Round, Head>;
}

function seenOf(
  stage: Stage,
  parts: readonly StageResult[],
  { logins, machineShare }: StageBegun,
  { names, flows, address, redact, withSamples, ended }: Setting & { readonly ended: RoundEnd },
): Omit<Round, Head | 'measuredMs'> {
  const sum = (value: (part: StageResult) => number) => parts.reduce((total, part) => total + value(part), 0);
  const measuredMs = Math.max(...parts.map((part) => part.measuredMs));
  const pausedMs = Math.max(...parts.map((part) => part.pausedMs));
  const ticks = mergeTicks(parts.map((part) => part.ticks));
  return {
    plannedMs: stage.durationMs,
    ...((logins > 0 || pausedMs > 0) && { renewals: { logins, pausedMs } }),
    connections: highestConnections(stage),
    firstMs: parts.flatMap(({ firstMs }) => firstMs),
    silences: commonSilences(
      parts.map(({ silences }) => silences),
      measuredMs,
    ),
    ...(ticks.length > 0 && { ticks }),
    sent: sum(({ sent }) => sent),
    writes: sum(({ writes }) => writes),
    address,
    requests: mergeRequests(
      names,
      parts.map(({ requests }) => (withSamples ? requests : requests.map(withoutSamples))),
      redact,
    ),
    ...(flows.length > 0 && {
      flows: addFlows(
        flows,
        parts.map((part) => part.flows),
        'beside',
      ),
    }),
    ended,
    generator: mergeGenerators(
      parts.map(({ generator }) => generator),
      stage.arrivals !== null,
      machineShare,
    ),
  };
}

function withoutSamples(portion: RequestPortion): RequestPortion {
  return { ...portion, samples: [] };
}
