/** The server's side as the result file has it. */

import type { Result } from '../evidence/result/schema.ts';
import type { ServerGate, ServerResult } from '../evidence/result/server.ts';
import type { ServerFigures, ServerPoint, ServerSeries } from '../evidence/server/server-figures.ts';
import type { Growth } from '../judgement/server/growth.ts';

type StageServer = NonNullable<NonNullable<Result['stages']>[number]['server']>;

const MOST_SAMPLES = 120;
const MOST_STATEMENTS = 20;
const MOST_TABLES = 20;
const LONGEST_STATEMENT = 500;

interface ServerTold {
  readonly gates: readonly ServerGate[];
  readonly growths: ReadonlyMap<string, Growth>;
}

const NOTHING_TOLD: ServerTold = { gates: [], growths: new Map() };

/** Of the whole of a side. */
export function writeServer(
  server: ServerFigures,
  { gates, growths }: ServerTold = NOTHING_TOLD,
): ServerResult {
  const { series, machine, problems, databases } = server;
  return {
    series: series.map((one) => ({ ...summaryOf(one, growths.get(one.key)), samples: thin(one.points) })),
    ...costOf(server, growths),
    ...(machine && { machine: { ...machine } }),
    problems: problems.map(
      ({ key: place, probe, code, series: of = null, detail, candidates = [], count }) => ({
        probe,
        code,
        place,
        series: of,
        detail,
        candidates: [...candidates],
        count,
      }),
    ),
    ...(databases.some(({ statements }) => statements?.length) && { statements: statementsOf(databases) }),
    ...(databases.some(({ tables }) => tables.length > 0) && { tables: tablesOf(databases) }),
    ...(gates.length > 0 && { gates: structuredClone([...gates]) }),
  };
}

/** Of one stage, without what the whole tells. */
export function writeStageServer(server: ServerFigures): StageServer {
  return {
    series: server.series.map((one) => summaryOf(one, undefined)),
    ...costOf(server, NOTHING_TOLD.growths),
  };
}

function summaryOf(
  { key, name, of, probe, unit, isOfMachine, min, mean, max, last, limit }: ServerSeries,
  growth: Growth | undefined,
): StageServer['series'][number] {
  return {
    key,
    name,
    ...(of !== undefined && { of }),
    probe,
    unit,
    ...(isOfMachine && { ofMachine: isOfMachine }),
    min,
    mean,
    max,
    last,
    ...(limit !== undefined && { limit }),
    ...(growth && {
      trendPerHour: growth.perSecond * 3600,
      trendInterval: [perHour(growth.interval[0], growth), perHour(growth.interval[1], growth)] as const,
    }),
  };
}

function perHour(growth: number, { seconds }: Growth): number {
  return (growth / seconds) * 3600;
}

function costOf(
  { cpuPerRequest, series, rounds }: ServerFigures,
  growths: ReadonlyMap<string, Growth>,
): Pick<ServerResult, 'perThousandRequests'> {
  const requests = rounds.reduce((sum, one) => sum + one.requests, 0);
  const seconds = rounds.reduce((sum, one) => sum + one.seconds, 0);
  const memory = series.filter(({ role, key }) => role === 'memory' && growths.has(key));
  const perSecond = memory.reduce((sum, { key }) => sum + (growths.get(key)?.perSecond ?? 0), 0);
  const growing = memory.length > 0 && requests > 0;
  if (cpuPerRequest === null && !growing) return {};
  return {
    perThousandRequests: {
      ...(cpuPerRequest && { cpuSeconds: cpuPerRequest.seconds * 1000, cpuOf: [...cpuPerRequest.of] }),
      ...(growing && {
        bytes: (perSecond * seconds * 1000) / requests,
        bytesOf: memory.map(({ key }) => key),
      }),
    },
  };
}

/** Means of neighbours, where there are more than a picture needs. */
function thin(points: readonly ServerPoint[]): (readonly [number, number])[] {
  const each = Math.ceil(points.length / MOST_SAMPLES);
  const parts = Array.from({ length: Math.ceil(points.length / Math.max(1, each)) }, (_, i) =>
    points.slice(i * each, (i + 1) * each),
  );
  return parts.map((part) => [
    Number((part.reduce((sum, { seconds }) => sum + seconds, 0) / part.length).toFixed(3)),
    part.reduce((sum, { value }) => sum + value, 0) / part.length,
  ]);
}

function statementsOf(databases: ServerFigures['databases']): NonNullable<ServerResult['statements']> {
  return databases
    .flatMap(({ statements, requests }) => (statements ?? []).map((one) => ({ ...one, requests })))
    .sort((a, b) => b.totalMs - a.totalMs)
    .slice(0, MOST_STATEMENTS)
    .map(({ text, calls, totalMs, rows, requests }) => ({
      text: text.slice(0, LONGEST_STATEMENT),
      calls,
      meanMs: totalMs / calls,
      totalMs,
      rows,
      callsPerRequest: requests > 0 ? calls / requests : 0,
    }));
}

function tablesOf(databases: ServerFigures['databases']): NonNullable<ServerResult['tables']> {
  return databases.flatMap(({ tables, requests }) =>
    tables.slice(0, MOST_TABLES).map(({ name, rows, sequentialRows, sequentialScans }) => ({
      name,
      rows,
      sequentialScans,
      sequentialRows,
      sequentialRowsPerRequest: requests > 0 ? sequentialRows / requests : 0,
    })),
  );
}
