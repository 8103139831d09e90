import { CPU_PER_REQUEST } from '../../config/server-series.ts';
import type { ServerFigures, ServerPoint } from '../../evidence/server/server-figures.ts';
import { mean } from '../statistics/mean.ts';

/** Parts of a side's load whose values tell how much it varies; with more, neighbours would be too much alike. */
const MOST_PARTS = 12;

/** Means of a series, or of the processor time for each request, part by part of a side's load: by rounds. */
export function valuesOf(series: string, figures: ServerFigures): number[] {
  const { rounds, cpuPerRequest } = figures;
  const keys = series === CPU_PER_REQUEST ? (cpuPerRequest?.of ?? []) : [series];
  const parts = Math.min(MOST_PARTS, rounds.length);
  const placeOf = ({ round }: ServerPoint) => Math.floor((round * parts) / rounds.length);
  const costs = Array.from({ length: parts }, (_, part) => {
    const own = rounds.filter((__, round) => Math.floor((round * parts) / rounds.length) === part);
    const requests = own.reduce((sum, one) => sum + one.requests, 0);
    return requests === 0 ? null : own.reduce((sum, one) => sum + one.seconds, 0) / requests;
  });
  return costs.flatMap((secondsPerRequest, part) => {
    const means = keys.map((key) => {
      const points = figures.series.find((one) => one.key === key)?.points ?? [];
      const values = points.filter((point) => placeOf(point) === part).map(({ value }) => value);
      return values.length === 0 ? null : mean(values);
    });
    if (means.length === 0 || means.some((one) => one === null)) return [];
    const sum = means.reduce<number>((total, one) => total + (one ?? 0), 0);
    if (series !== CPU_PER_REQUEST) return [sum];
    return secondsPerRequest === null ? [] : [sum * secondsPerRequest];
  });
}
