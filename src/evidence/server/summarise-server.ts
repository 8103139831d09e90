import type { Plan } from '../../config/plan.ts';
import type { PlannedProbe, PlannedSeries } from '../../config/probes/probe.ts';
import { PROBE_KINDS } from '../../config/server-series.ts';
import type { CountedTrouble, ProbeSeen } from '../../engine/probes/readings.ts';
import type { Round } from '../../engine/round.ts';
import { sum } from '../figures.ts';
import { addTroubles } from './join-readings.ts';
import { areOfSeveral, countedPoints, readPoints, type SeriesPoints, type SeriesStanding } from './points.ts';
import type { CountedDatabase, ServerFigures, ServerProblem, ServerSeries } from './server-figures.ts';

/** @param rounds of one side, in their order. @returns null where nothing was to be read */
export function summariseServer(rounds: readonly Round[], { probes }: Plan): ServerFigures | null {
  if (probes === undefined || rounds.every(({ server }) => server === undefined)) return null;
  const all = probes.map((probe, index) => seriesOf(probe, index, rounds));
  const series = all.flatMap((one) => one.series);
  const seen = rounds.flatMap(({ server = [] }) => server);
  return {
    series,
    machine: mergeMachines(seen),
    problems: probes.flatMap(({ key, kind }, index) =>
      addTroubles([
        ...seen.filter(({ probe }) => probe === index).flatMap(({ troubles }) => troubles),
        ...(all[index]?.resets ?? []),
      ]).map((trouble): ServerProblem => ({ key, probe: kind, ...trouble })),
    ),
    cpuPerRequest: cpuPerRequest(series, rounds),
    rounds: rounds.map((round) => ({ seconds: round.measuredMs / 1000, requests: requestsIn(round) })),
    databases: lastDatabases(seen, probes),
  };
}

function seriesOf(
  probe: PlannedProbe,
  index: number,
  rounds: readonly Round[],
): { readonly series: readonly ServerSeries[]; readonly resets: readonly CountedTrouble[] } {
  const resets: CountedTrouble[] = [];
  const stretches = stretchesOf(rounds);
  const everySeconds = probe.everyMs / 1000;
  const series = probe.series.flatMap((one, place): ServerSeries[] => {
    const parts = stretches.map(({ isSliced, rounds: own }) => {
      const standings = own.flatMap((round) => standingsOf(round, index, place));
      if (!one.isCounter) return readPoints(standings);
      return countedPoints(standings, {
        byWall: probe.isShared || one.isOfMachine === true || !isSliced,
        everySeconds,
      });
    });
    const [count, steps] = [sum(parts, (part) => part.resets), sum(parts, (part) => part.steps)];
    const ofSeveral = areOfSeveral({ resets: count, steps });
    if (count > 0) {
      const code = ofSeveral ? 'several-processes' : 'counter-reset';
      resets.push({ code, series: one.key, detail: '', count });
    }
    if (ofSeveral) return [];
    const limits = rounds.flatMap(
      ({ server = [] }) => server.find((other) => other.probe === index)?.limits[place] ?? [],
    );
    return figuresOf(one, probe, parts, limits.at(-1));
  });
  return { series, resets };
}

interface PlacedRound {
  readonly round: Round;
  readonly number: number;
  /** Measured load before it, and when it began. */
  readonly beforeSeconds: number;
  readonly startSeconds: number;
}

interface Stretch {
  readonly isSliced: boolean;
  readonly rounds: readonly PlacedRound[];
}

/** Each round by itself; in slices, between which nobody stops to look, all of them together. */
function stretchesOf(rounds: readonly Round[]): Stretch[] {
  const stretches: { isSliced: boolean; rounds: PlacedRound[] }[] = [];
  let beforeSeconds = 0;
  for (const [number, round] of rounds.entries()) {
    const isSliced = round.slices !== undefined;
    const placed = { round, number, beforeSeconds, startSeconds: Date.parse(round.startedAt) / 1000 };
    beforeSeconds += round.measuredMs / 1000;
    const last = stretches.at(-1);
    if (isSliced && last?.isSliced) last.rounds.push(placed);
    else stretches.push({ isSliced, rounds: [placed] });
  }
  return stretches;
}

function standingsOf(
  { round, number, beforeSeconds, startSeconds }: PlacedRound,
  probe: number,
  place: number,
) {
  const seen = round.server?.find((other) => other.probe === probe);
  return (seen?.readings ?? []).map(
    ({ atMs, wallMs, isInside, values }): SeriesStanding => ({
      seconds: beforeSeconds + atMs / 1000,
      wallSeconds: startSeconds + wallMs / 1000,
      isInside,
      value: values[place] ?? null,
      round: number,
      stage: round.stage,
    }),
  );
}

function figuresOf(
  { key, name, of, unit, role, tells, isOfMachine }: PlannedSeries,
  { kind, everyMs }: PlannedProbe,
  parts: readonly SeriesPoints[],
  limit: number | undefined,
): ServerSeries[] {
  const points = parts.flatMap((part) => part.points);
  const weight = sum(parts, (part) => part.weight);
  const last = points.at(-1);
  if (last === undefined || weight === 0) return [];
  const values = points.map(({ value }) => value);
  return [
    {
      key,
      name,
      ...(of !== undefined && { of }),
      probe: kind,
      unit,
      ...(role && { role }),
      ...(tells && { tells }),
      ...(isOfMachine && { isOfMachine }),
      mean: sum(parts, (part) => part.total) / weight,
      min: values.reduce((a, b) => Math.min(a, b)),
      max: values.reduce((a, b) => Math.max(a, b)),
      last: last.value,
      ...(limit !== undefined && { limit }),
      everySeconds: everyMs / 1000,
      points,
    },
  ];
}

/** Of the process itself where it is read; else of what it says of itself, or of its containers together. */
function cpuPerRequest(
  series: readonly ServerSeries[],
  rounds: readonly Round[],
): ServerFigures['cpuPerRequest'] {
  const cpus = series.filter(({ role }) => role === 'cpu');
  const kind = (['process', ...PROBE_KINDS] as const).find((one) => cpus.some(({ probe }) => probe === one));
  const own = cpus.filter(({ probe }) => probe === kind);
  const requests = sum(rounds, requestsIn);
  if (own.length === 0 || requests === 0) return null;
  const seconds = sum(rounds, ({ measuredMs }) => measuredMs / 1000);
  return { seconds: (sum(own, ({ mean }) => mean) * seconds) / requests, of: own.map(({ key }) => key) };
}

/** Those that were answered: of a load that is more than a service bears, the others wait, and take nothing of it. */
function requestsIn({ requests }: Round): number {
  return sum(requests, ({ outcomes: { success, status, check, body } }) => success + status + check + body);
}

function mergeMachines(seen: readonly ProbeSeen[]): ServerFigures['machine'] {
  const known = seen.flatMap(({ machine }) => machine ?? []);
  return known.length === 0 ? null : Object.assign({}, ...known.toReversed());
}

/** They count since the load began, so that the last ones are all of them. */
function lastDatabases(seen: readonly ProbeSeen[], probes: readonly PlannedProbe[]): CountedDatabase[] {
  return probes.flatMap(({ key, isShared }, index) => {
    const last = seen.findLast(({ probe, database }) => probe === index && database !== undefined)?.database;
    return last === undefined ? [] : [{ ...last, key, isShared }];
  });
}
