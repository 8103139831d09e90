/** The portions of several workers put together, without loss. */

import { SAMPLES, SAMPLES_PER_KIND } from '../config/samples.ts';
import { hideValues } from '../config/secrets/hide-values.ts';
import type { Redact } from '../config/secrets/redact.ts';
import { addCounts, addRetries } from './add-counts.ts';
import { addCarried, addSteps, type PartsAre } from './add-walks.ts';
import { hideFound } from './inspection/hide-found.ts';
import type {
  Batch,
  Buckets,
  FlowStats,
  GeneratorHealth,
  OutcomeKind,
  RequestStats,
  Sample,
} from './round.ts';
import { slowestTraces } from './slowest-traces.ts';
import type { Told } from './timings.ts';
import type { FlowPortion, RawSample, RequestPortion, WorkerHealth } from './worker/messages.ts';

/** Characters of a response that are shown: cut after the secrets are out, since half a secret isn't recognised. */
const SHOWN = 512;

/**
 * @param portions one list for each worker, each with one portion for each request name, or empty where the worker
 * never got as far as measuring
 */
export function mergeRequests(
  names: readonly string[],
  portions: readonly (readonly RequestPortion[])[],
  redact: Redact,
): RequestStats[] {
  return addRequests(names, portions, (sample) => ({
    kind: sample.kind,
    status: sample.status,
    text: show(sample, redact).slice(0, SHOWN),
  }));
}

/** Adds histograms up. */
export type AddBuckets = (parts: readonly Buckets[]) => Buckets;

type Portion<Of> = Omit<RequestPortion, 'samples'> & { readonly samples: readonly Of[] };

/**
 * The same of what may be shown already.
 *
 * @param showSample of those few that are kept
 * @param are several workers' of one time, or slices'
 * @param add of histograms; for very many of them there is a quicker way than two by two
 */
export function addRequests<Of extends Sample>(
  names: readonly string[],
  portions: readonly (readonly Portion<Of>[])[],
  showSample: (sample: Of) => Sample,
  are: PartsAre = 'beside',
  add: AddBuckets = mergeBuckets,
): RequestStats[] {
  return names.map((name, index) => {
    const parts = portions.flatMap((portion) => portion[index] ?? []);
    return {
      name,
      sent: sum(parts.map((part) => part.sent)),
      resent: sum(parts.map((part) => part.resent)),
      outcomes: addOutcomes(parts),
      inFlight: sum(parts.map((part) => part.inFlight)),
      statuses: addCounts(parts.map((part) => part.statuses)),
      codes: addCounts(parts.map((part) => part.codes)),
      intercepted: {
        rateLimited: sum(parts.map((part) => part.intercepted.rateLimited)),
        loginRedirects: sum(parts.map((part) => part.intercepted.loginRedirects)),
        challenges: sum(parts.map((part) => part.intercepted.challenges)),
        retryAfterSeconds: longest(parts.map((part) => part.intercepted.retryAfterSeconds)),
      },
      samples: mergeSamples(parts, showSample),
      ...addRetries(parts.flatMap(({ retries }) => retries ?? [])),
      ...addSteps(
        parts.flatMap(({ walks }) => walks ?? []),
        are,
      ),
      ...joinTold(parts),
      batches: mergeBatches(
        parts.map((part) => part.batches),
        add,
      ),
    };
  });
}

/** The same of flows, which have no samples: those are their steps'. */
export function addFlows(
  names: readonly string[],
  portions: readonly (readonly FlowPortion[])[],
  are: PartsAre,
  add: AddBuckets = mergeBuckets,
): FlowStats[] {
  const bare = portions.map((flows) => flows.map((flow) => ({ ...flow, samples: [] })));
  return addRequests<Sample>(names, bare, (sample) => sample, are, add).map((stats, index) => {
    const parts = portions.flatMap((portion) => portion[index] ?? []);
    return { ...stats, ...addCarried(parts, are), started: sum(parts.map(({ started }) => started)) };
  });
}

/** Two by two, and what came of these again: what is large already is gone through a few times only. */
export function mergeBuckets(parts: readonly Buckets[]): Buckets {
  const [first = [], second] = parts;
  if (second === undefined) return first;
  const half = (parts.length + 1) >> 1;
  return addPair(mergeBuckets(parts.slice(0, half)), mergeBuckets(parts.slice(half)));
}

/** Both ascend, so that one walk over the two side by side does. */
function addPair(a: Buckets, b: Buckets): Buckets {
  const [endOfA, endOfB] = [a.length, b.length];
  if (endOfA === 0) return b;
  if (endOfB === 0) return a;
  const sum = new Float64Array(endOfA + endOfB);
  let [at, i, j] = [0, 0, 0];
  while (i < endOfA && j < endOfB) {
    const [ofA, ofB] = [a[i] as number, b[j] as number];
    sum[at] = Math.min(ofA, ofB);
    let count = 0;
    if (ofA <= ofB) {
      count = a[i + 1] as number;
      i += 2;
    }
    if (ofB <= ofA) {
      count += b[j + 1] as number;
      j += 2;
    }
    sum[at + 1] = count;
    at += 2;
  }
  for (; i < endOfA; i++) sum[at++] = a[i] as number;
  for (; j < endOfB; j++) sum[at++] = b[j] as number;
  return at === sum.length ? sum : sum.slice(0, at);
}

function mergeBatches(portions: readonly (readonly Batch[])[], add: AddBuckets): Batch[] {
  return byIndex(portions).map((parts) => ({
    seconds: Math.max(...parts.map((part) => part.seconds)),
    requests: sum(parts.map((part) => part.requests)),
    errors: sum(parts.map((part) => part.errors)),
    retried: sum(parts.map((part) => part.retried ?? 0)),
    busyMs: sum(parts.map((part) => part.busyMs)),
    completedSuccesses: sum(parts.map((part) => part.completedSuccesses)),
    completedResponses: sum(parts.map((part) => part.completedResponses)),
    latency: add(parts.map((part) => part.latency)),
    latencyOfErrors: add(parts.map((part) => part.latencyOfErrors)),
    service: add(parts.map((part) => part.service)),
  }));
}

/** One slow worker spoils the figures: the worst of them counts. */
export function mergeGenerators(
  workers: readonly WorkerHealth[],
  open: boolean,
  machineShare: number | null,
): GeneratorHealth {
  const paced = sum(workers.map((worker) => worker.paced));
  return {
    workers: workers.length,
    cpuShare: Math.max(...workers.map((worker) => worker.cpuShare)),
    waitShare: longest(workers.map((worker) => worker.waitShare)),
    utilisation: Math.max(...workers.map((worker) => worker.utilisation)),
    machineShare,
    loopDelay: mergeBuckets(workers.map((worker) => worker.loopDelay)),
    loopDelayP99Ms: Math.max(...workers.map((worker) => worker.loopDelayP99Ms)),
    lateShare: open ? sum(workers.map((worker) => worker.late)) / Math.max(1, paced) : null,
    worstLagMs: Math.max(...workers.map((worker) => worker.worstLagMs)),
  };
}

/** Tables of Server-Timing are added up where somebody looks at them. */
function joinTold(parts: readonly Told[]): Told {
  const timings = parts.flatMap((part) => part.timings ?? []);
  const traces = slowestTraces(parts.flatMap((part) => part.traces ?? []));
  return { ...(timings.length > 0 && { timings }), ...(traces.length > 0 && { traces }) };
}

/** At most three for each kind and status, whichever worker they come from. */
function mergeSamples<Of extends Sample>(
  parts: readonly Portion<Of>[],
  showSample: (sample: Of) => Sample,
): Sample[] {
  const seen = new Map<string, number>();
  const samples: Sample[] = [];
  for (const sample of parts.flatMap((part) => part.samples)) {
    const key = `${sample.kind} ${sample.status}`;
    const count = seen.get(key) ?? 0;
    if (count >= SAMPLES_PER_KIND || samples.length >= SAMPLES) continue;
    seen.set(key, count + 1);
    samples.push(showSample(sample));
  }
  return samples;
}

/** A response that is no error, only not the one expected, may hand out a session, such as one that was renewed. */
function show({ kind, status, text, isCut }: RawSample, redact: Redact): string {
  if (kind === 'check') return hideFound(text, redact);
  const known = redact(text, isCut);
  if (status === null || status >= 400) return known;
  // What stands at the cut may be the beginning of such a session, too short to be told from a word.
  return hideValues(isCut ? withoutLastWord(known) : known, (response) => response);
}

function withoutLastWord(text: string): string {
  let end = text.length;
  while (end > 0 && !/[\s"'<>&=:,;{}[\]]/.test(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

function addOutcomes(parts: readonly Pick<RequestPortion, 'outcomes'>[]): Record<OutcomeKind, number> {
  const of = (kind: OutcomeKind) => sum(parts.map((part) => part.outcomes[kind]));
  return {
    success: of('success'),
    status: of('status'),
    check: of('check'),
    body: of('body'),
    timeout: of('timeout'),
    socket: of('socket'),
    unanswered: of('unanswered'),
  };
}

/** The first of each list, the second of each, …, as far as there are any. */
function byIndex<T>(lists: readonly (readonly T[])[]): T[][] {
  const length = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length }, (_, index) => lists.flatMap((list) => list.slice(index, index + 1)));
}

/** The largest that is known. */
function longest(seconds: readonly (number | null)[]): number | null {
  const known = seconds.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
