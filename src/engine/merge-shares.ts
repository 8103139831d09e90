/** The shares of several workers put together, without loss. */
import type { Batch, Buckets, GeneratorHealth, OutcomeKind, RequestTally, Sample } from './round.ts';
import type { GeneratorShare, RequestShare } from './worker/share-messages.ts';

const SAMPLES = 12;
/** Characters of an answer that are shown: cut after the secrets are out, since half a secret isn't recognised. */
const SHOWN = 512;

/**
 * @param shares one list for each worker, each with one share for each request name, or empty where the worker never
 * got as far as measuring
 */
export function mergeRequests(
  names: readonly string[],
  shares: readonly (readonly RequestShare[])[],
  redact: (text: string) => string,
): RequestTally[] {
  return names.map((name, index) => {
    const parts = shares.flatMap((share) => share[index] ?? []);
    return {
      name,
      sent: sum(parts.map((part) => part.sent)),
      sentAgain: sum(parts.map((part) => part.sentAgain)),
      outcomes: addOutcomes(parts),
      inFlight: sum(parts.map((part) => part.inFlight)),
      statuses: addCounts(parts.map((part) => part.statuses)),
      codes: addCounts(parts.map((part) => part.codes)),
      path: {
        rateLimited: sum(parts.map((part) => part.path.rateLimited)),
        loginRedirects: sum(parts.map((part) => part.path.loginRedirects)),
        challenges: sum(parts.map((part) => part.path.challenges)),
        retryAfterSeconds: longest(parts.map((part) => part.path.retryAfterSeconds)),
      },
      samples: mergeSamples(parts, redact),
      batches: mergeBatches(parts.map((part) => part.batches)),
    };
  });
}

export function mergeBuckets(parts: readonly Buckets[]): Buckets {
  if (parts.length === 1) return parts[0] as Buckets;
  const counts = new Map<number, number>();
  for (const buckets of parts) {
    for (let i = 0; i + 1 < buckets.length; i += 2) {
      const edge = buckets[i] as number;
      counts.set(edge, (counts.get(edge) ?? 0) + (buckets[i + 1] as number));
    }
  }
  return [...counts].sort(([a], [b]) => a - b).flat();
}

function mergeBatches(shares: readonly (readonly Batch[])[]): Batch[] {
  return byIndex(shares).map((parts) => ({
    seconds: Math.max(...parts.map((part) => part.seconds)),
    requests: sum(parts.map((part) => part.requests)),
    errors: sum(parts.map((part) => part.errors)),
    completedSuccesses: sum(parts.map((part) => part.completedSuccesses)),
    completedAnswers: sum(parts.map((part) => part.completedAnswers)),
    latency: mergeBuckets(parts.map((part) => part.latency)),
    latencyOfErrors: mergeBuckets(parts.map((part) => part.latencyOfErrors)),
    service: mergeBuckets(parts.map((part) => part.service)),
  }));
}

/** One slow worker spoils the figures: the worst of them counts. */
export function mergeGenerators(shares: readonly GeneratorShare[], open: boolean): GeneratorHealth {
  const paced = sum(shares.map((share) => share.paced));
  return {
    workers: shares.length,
    cpuShare: Math.max(...shares.map((share) => share.cpuShare)),
    loopDelayP99Ms: Math.max(...shares.map((share) => share.loopDelayP99Ms)),
    lateShare: open ? sum(shares.map((share) => share.late)) / Math.max(1, paced) : null,
    worstLagMs: Math.max(...shares.map((share) => share.worstLagMs)),
  };
}

/** At most three for each kind and status, whichever worker they come from. */
function mergeSamples(parts: readonly RequestShare[], redact: (text: string) => string): Sample[] {
  const seen = new Map<string, number>();
  const samples: Sample[] = [];
  for (const { kind, status, text } of parts.flatMap((part) => part.samples)) {
    const key = `${kind} ${status}`;
    const count = seen.get(key) ?? 0;
    if (count >= 3 || samples.length >= SAMPLES) continue;
    seen.set(key, count + 1);
    samples.push({ kind, status, text: redact(text).slice(0, SHOWN) });
  }
  return samples;
}

function addOutcomes(parts: readonly RequestShare[]): Record<OutcomeKind, number> {
  const of = (kind: OutcomeKind) => sum(parts.map((part) => part.outcomes[kind]));
  return {
    success: of('success'),
    status: of('status'),
    body: of('body'),
    timeout: of('timeout'),
    socket: of('socket'),
    unanswered: of('unanswered'),
  };
}

function addCounts(parts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const part of parts)
    for (const [key, count] of Object.entries(part)) total[key] = (total[key] ?? 0) + count;
  return total;
}

/** The first of each list, the second of each, …, as far as there are any. */
function byIndex<T>(lists: readonly (readonly T[])[]): T[][] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1)));
}

function longest(seconds: readonly (number | null)[]): number | null {
  const known = seconds.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
