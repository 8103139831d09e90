/** Latency in one look at a step. */
export interface LatencySeen {
  readonly requests: number;
  readonly meanMs: number;
  /** Since the step's beginning. */
  readonly atMs: number;
}

/** What a growth has to be like to be one. */
export interface GrowthTest {
  /** Of its looks that saw anything, at least; six make no thirds whose spread tells much. */
  readonly looks: number;
  /** How many times as much as each third varies. */
  readonly sureness: number;
  /** In seconds per second. */
  readonly slope: number;
  /** Beyond what requests that come at random make by chance, in standard deviations. */
  readonly deviations: number;
}

/** A wait that nobody would notice is none. */
const SMALLEST_RISE_MS = 10;

/**
 * At a rate r above the capacity c, requests that come in t seconds after the step's beginning wait for t (r − c) / c
 * more than the first ones did: latency grows by that share of each second, without end. Below it, latency only
 * wanders about its mean. A line differs from a walk in how far its last third lies above its first one beside how
 * much each of them varies: by 2/3 of its length beside 1/3 / √12, which is seven times as much; a walk of the same
 * steps by about twice as much.
 *
 * Requests that come at random are √(r t) more or fewer than r t: so many of them make a queue that needs
 * √(r t) / c ≈ √(t / r) s, which is a walk, too.
 *
 * @param randomPerSecond r, where they come at random; null where they are evenly spaced, or wait for each other
 */
export function isGrowing(
  all: readonly LatencySeen[],
  { looks, sureness, slope, deviations }: GrowthTest,
  randomPerSecond: number | null,
): boolean {
  const seen = all.filter(({ requests }) => requests > 0);
  if (seen.length < looks) return false;
  const third = Math.floor(seen.length / 3);
  const [first, middle, last] = [
    seen.slice(0, third),
    seen.slice(third, seen.length - third),
    seen.slice(seen.length - third),
  ].map(summarise) as [Third, Third, Third];
  const spreadMs = Math.sqrt((first.variance + middle.variance + last.variance) / 3);
  const passedMs = last.atMs - first.atMs;
  const least = [
    SMALLEST_RISE_MS,
    slope * passedMs,
    sureness * spreadMs,
    deviations * (randomPerSecond === null ? 0 : Math.sqrt((1000 * passedMs) / randomPerSecond)),
  ];
  const isSteady = first.meanMs < middle.meanMs && middle.meanMs < last.meanMs;
  return isSteady && last.meanMs - first.meanMs >= Math.max(...least);
}

interface Third {
  readonly meanMs: number;
  /** Of the means of its looks, in ms². */
  readonly variance: number;
  readonly atMs: number;
}

function summarise(looks: readonly LatencySeen[]): Third {
  const requests = looks.reduce((sum, look) => sum + look.requests, 0);
  const meanMs = looks.reduce((sum, look) => sum + look.requests * look.meanMs, 0) / requests;
  const squares = looks.reduce((sum, look) => sum + look.requests * (look.meanMs - meanMs) ** 2, 0);
  const atMs = looks.reduce((sum, look) => sum + look.atMs, 0) / looks.length;
  return { meanMs, variance: squares / requests, atMs };
}
