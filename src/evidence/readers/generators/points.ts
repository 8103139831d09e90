/** Requests one by one, as several tools write them down: added up by name. */
import type { BaselineFigures } from '../../baseline.ts';
import { figuresOfCounts, latencyOfValues } from './counted.ts';

export interface SentRequest {
  readonly name: string;
  readonly latencyMs: number;
  readonly failed: boolean;
  /** No response came to it. */
  readonly unanswered?: boolean;
  /** Epoch ms at which it ended. */
  readonly endMs: number;
}

interface Added {
  readonly figures: BaselineFigures;
  readonly unanswered: number;
  readonly endpoints: Readonly<Record<string, BaselineFigures>>;
  readonly seconds: number;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** Null without a point. */
export function addPoints(points: readonly SentRequest[]): Added | null {
  if (points.length === 0) return null;
  let [fromMs, toMs] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { endMs, latencyMs } of points) {
    fromMs = Math.min(fromMs, endMs - latencyMs);
    toMs = Math.max(toMs, endMs);
  }
  const seconds = (toMs - fromMs) / 1000;
  const unansweredOf = (own: readonly SentRequest[]) => own.filter(({ unanswered }) => unanswered).length;
  const of = (own: readonly SentRequest[]) =>
    figuresOfCounts({
      requests: own.length,
      failed: own.filter(({ failed }) => failed).length,
      unanswered: unansweredOf(own),
      seconds,
      latencyAllMs: latencyOfValues(own.map(({ latencyMs }) => latencyMs)),
    });
  const byName = groupBy(points);
  return {
    figures: of(points),
    unanswered: unansweredOf(points),
    endpoints: Object.fromEntries([...byName].map(([name, own]) => [name, of(own)])),
    seconds,
    startedAt: fromMs,
  };
}

function groupBy(points: readonly SentRequest[]): Map<string, SentRequest[]> {
  const byName = new Map<string, SentRequest[]>();
  for (const point of points) {
    const own = byName.get(point.name);
    if (own === undefined) byName.set(point.name, [point]);
    else own.push(point);
  }
  return byName;
}
