import type { ServerUnit } from '../../../src/config/server-series.ts';
import type {
  ServerFigures,
  ServerPoint,
  ServerSeries,
} from '../../../src/evidence/server/server-figures.ts';

/** A series that is read each 2 s, with these values. */
export function makeSeries(
  key: string,
  values: readonly number[],
  {
    unit = 'bytes',
    round = 0,
    rounds = 1,
    everySeconds = 2,
  }: { unit?: ServerUnit; round?: number; rounds?: number; everySeconds?: number } = {},
): ServerSeries {
  const each = Math.ceil(values.length / rounds);
  const points = values.map(
    (value, i): ServerPoint => ({
      seconds: everySeconds * i,
      value,
      round: round + Math.floor(i / each),
      stage: 0,
    }),
  );
  return {
    key,
    name: key,
    probe: 'process',
    unit,
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    min: Math.min(...values),
    max: Math.max(...values),
    last: values.at(-1) ?? 0,
    everySeconds,
    points,
  };
}

export function makeServer(
  series: readonly ServerSeries[],
  more: Partial<ServerFigures> = {},
): ServerFigures {
  const rounds = Math.max(1, ...series.flatMap(({ points }) => points.map(({ round }) => round + 1)));
  return {
    series,
    machine: null,
    problems: [],
    cpuPerRequest: null,
    rounds: Array.from({ length: rounds }, () => ({ seconds: 60, requests: 6000 })),
    databases: [],
    ...more,
  };
}
