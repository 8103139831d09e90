/** Whether the machines that made a load together did so at one time, and alike. */
import type { Round } from '../engine/round.ts';
import type { ShardOfRound } from '../engine/shard-of-round.ts';

/** By so much clocks may differ that are taken for alike, in ms. */
const CLOCKS_AGREE_MS = 100;
/** When a stage begins is noted by a thread that has other things to do. */
const NOTED_LATE_MS = 200;
/** Another way to the target: so much slower, or faster, than the others, and by so many ms. */
const ELSEWHERE_RATIO = 2;
const ELSEWHERE_MS = 5;

export interface ShardsSeen {
  readonly of: number;
  /**
   * Of the measured time, the share in which all of them loaded, as far as their clocks tell for certain. Of one stage,
   * where that is less: what a long one has to spare makes no peak of a short one. A round that all of them broke off
   * counts in neither.
   */
  readonly overlap: number;
  /** Those that were not there all the time, the worst first. */
  readonly apart: readonly ShardApart[];
  /** Those whose P50 is far off the others'. */
  readonly elsewhere: readonly {
    readonly shard: number;
    readonly p50Ms: number;
    readonly othersMs: number;
  }[];
  /** How each fared as a load generator, over all rounds. */
  readonly generators: readonly (ShardOfRound['generator'] & { readonly shard: number })[];
}

interface ShardApart {
  readonly shard: number;
  /** `clock`: how its clock stands to the others' is not known well enough. `stopped`: it ended, and others went on. */
  readonly how: 'late' | 'early' | 'clock' | 'stopped';
  /** Of measured time. */
  readonly seconds: number;
}

/** Null where one machine made the load. @param rounds of one side */
export function seeShards(rounds: readonly Pick<Round, 'shards' | 'stage'>[]): ShardsSeen | null {
  const found = rounds.flatMap(({ shards, stage }) => (shards?.length ? [{ shards, stage }] : []));
  const made = found.map(({ shards }) => shards);
  const held = found.filter((one) => !isBrokenOff(one));
  const [first] = made;
  if (first === undefined) return null;
  const whole = found.filter(isWhole);
  const ofStages = [...new Set(whole.map(({ stage }) => stage))].map((stage) =>
    overlapOf(
      whole.filter((one) => one.stage === stage),
      NOTED_LATE_MS,
    ),
  );
  return {
    of: first.length,
    overlap: Math.min(overlapOf(held, 0), ...ofStages),
    apart: first.flatMap(({ shard }) => apartOf(shard, made)).sort((a, b) => b.seconds - a.seconds),
    elsewhere: findElsewhere(first.map(({ shard }) => ({ shard, p50Ms: middleOf(shard, made) }))),
    generators: generatorsOfShards(rounds),
  };
}

/** How each fared as a load generator, over rounds of whichever side; empty where one machine made the load. */
export function generatorsOfShards(rounds: readonly Pick<Round, 'shards'>[]): ShardsSeen['generators'] {
  const made = rounds.flatMap(({ shards }) => (shards?.length ? [shards] : []));
  return (made[0] ?? []).map(({ shard }) => generatorOfShard(shard, made));
}

interface Seen {
  readonly shards: readonly ShardOfRound[];
}

const isWhole = ({ shards }: Seen): boolean => shards.every(({ ended }) => ended === 'complete');

/** By what befell all of them, such as a target that is gone: each machine notices when it does, and none was apart. */
function isBrokenOff({ shards }: Seen): boolean {
  const how = shards[0]?.ended ?? 'complete';
  return !['complete', 'capped'].includes(how) && shards.every(({ ended }) => ended === how);
}

/** Whether all loaded for most of a round: who comes late ends it with the others, or has nothing of it. */
export function areTogether({ shards = [], plannedMs }: Pick<Round, 'shards' | 'plannedMs'>): boolean {
  const fromMs = Math.max(...shards.map(({ startMs }) => startMs));
  return shards.length === 0 || Math.min(...shards.map(endOf)) - fromMs >= plannedMs / 2;
}

/** @param spareMs of each round */
function overlapOf(rounds: readonly Seen[], spareMs: number): number {
  let [common, all] = [0, 0];
  for (const { shards } of rounds) {
    const unsureMs = Math.max(...shards.map(unsureOf));
    const from = Math.max(...shards.map(({ startMs }) => startMs));
    const to = Math.min(...shards.map(endOf));
    const longest = Math.max(...shards.map(({ measuredMs }) => measuredMs));
    common += Math.max(0, Math.min(longest, to - from - 2 * unsureMs + spareMs));
    all += longest;
  }
  return all > 0 ? Math.min(1, common / all) : 1;
}

type Made = readonly (readonly ShardOfRound[])[];

const endOf = ({ startMs, measuredMs }: ShardOfRound): number => startMs + measuredMs;
const unsureOf = ({ uncertaintyMs }: ShardOfRound): number => Math.max(0, uncertaintyMs - CLOCKS_AGREE_MS);
const own = (shard: number, made: Made) =>
  made.flatMap((shards) => shards.filter((one) => one.shard === shard));

/** What it lacks of the time in which most of the others loaded, whichever way is the most. */
function apartOf(shard: number, made: Made): ShardApart[] {
  const lacks = { late: 0, early: 0, clock: 0 };
  for (const shards of made) {
    const one = shards.find((other) => other.shard === shard);
    if (one === undefined || isBrokenOff({ shards })) continue;
    lacks.late += Math.max(0, one.startMs - median(shards.map(({ startMs }) => startMs)));
    lacks.early += Math.max(0, median(shards.map(endOf)) - endOf(one));
    lacks.clock += 2 * unsureOf(one);
  }
  const parts = own(shard, made);
  const last = made.at(-1) ?? [];
  const ended = parts.at(-1)?.ended ?? 'complete';
  const isAlone = !['complete', 'capped'].includes(ended) && last.some((other) => other.ended !== ended);
  if (isAlone || parts.some(({ stopped }) => stopped))
    return [{ shard, how: 'stopped', seconds: Math.max(lacks.early, lacks.late) / 1000 }];
  const how = (['late', 'early', 'clock'] as const).reduce((a, b) => (lacks[b] > lacks[a] ? b : a));
  return lacks[how] > 0 ? [{ shard, how, seconds: lacks[how] / 1000 }] : [];
}

/** Over its rounds. */
function middleOf(shard: number, made: Made): number | null {
  const known = own(shard, made).flatMap(({ p50Ms }) => p50Ms ?? []);
  return known.length === 0 ? null : median(known);
}

function findElsewhere(
  all: readonly { readonly shard: number; readonly p50Ms: number | null }[],
): ShardsSeen['elsewhere'] {
  return all.flatMap(({ shard, p50Ms }) => {
    const others = all.filter((other) => other.shard !== shard).flatMap((other) => other.p50Ms ?? []);
    if (p50Ms === null || others.length === 0) return [];
    const othersMs = median(others);
    const isFar = (slow: number, fast: number) =>
      slow >= ELSEWHERE_RATIO * fast && slow - fast >= ELSEWHERE_MS;
    // Of two, the slower one is told.
    const isElsewhere = isFar(p50Ms, othersMs) || (others.length > 1 && isFar(othersMs, p50Ms));
    return isElsewhere ? [{ shard, p50Ms, othersMs }] : [];
  });
}

function generatorOfShard(shard: number, made: Made): ShardsSeen['generators'][number] {
  const parts = own(shard, made).map(({ generator }) => generator);
  const late = parts.flatMap(({ lateShare }) => lateShare ?? []);
  return {
    shard,
    cpuShare: parts.reduce((sum, { cpuShare }) => sum + cpuShare, 0) / Math.max(1, parts.length),
    loopDelayP99Ms: Math.max(0, ...parts.map(({ loopDelayP99Ms }) => loopDelayP99Ms)),
    lateShare: late.length === 0 ? null : late.reduce((sum, one) => sum + one, 0) / late.length,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? 0)) / 2;
}
