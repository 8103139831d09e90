/**
 * What a late generator does to figures. Lateness has a direction: a late reading only adds to latency, so that what
 * was measured is never below the service's own; and a late closed loop offers less, by a share of at most
 * `utilisation`, so that the load that was meant would have given at most 1 / (1 − utilisation) of it. In an open model
 * all that is due is sent, and latency counts from when it was due.
 */
import { Histogram } from '../../evidence/histogram.ts';
import type { Figures, Measurement } from '../../evidence/measurement.ts';
import { peakConnections, peakPerSecond } from '../../evidence/result/conditions.ts';
import { findLateGenerator, MOST_LATE_SHARE } from './generator.ts';

/** From here on the loop has no time left to say how much less it offered. */
const BUSIEST = 0.85;
/**
 * A processor that a thread waits for is one that the kernel's part of the way waits for as well, and connections that
 * were kept waiting together ask together: beside two processes on its only core, of which it waited for a third of the
 * time, a generator offered half of what it did alone (bench/generator/verdicts.mjs).
 */
const WAITS = 2;
/** How often the loop was asked: a stall is seen as shorter by up to as much. */
const PROBE_MS = 10;
/** A stall so long may have let connections be cut that waited for the generator. */
const CUTS_MS = 1000;

export interface Lateness {
  /** Beyond the limits within which nothing is taken off latencies but what single stalls explain. */
  readonly isLate: boolean;
  readonly model: 'closed' | 'open';
  /** Most of the load, 0…1, that was not offered; 0 in an open model, 1 where nothing is known of it. */
  readonly withheld: number;
  /** The part of it that waiting for a processor explains, however short each wait was. */
  readonly waited: number;
  /** Requests that a stall of the generator may have delayed by more than `overMs`, at most. */
  delayed(overMs: number): number;
  /** Longest stall, in ms. */
  readonly longestMs: number;
  /** Open model: so many were sent late that latency from when they were due is the generator's too. */
  readonly sentLate: boolean;
  readonly timeoutMs: number;
}

export function latenessOf(measurement: Measurement): Lateness {
  const { generator, conditions } = measurement;
  const { model } = conditions;
  const connections = peakConnections(conditions);
  const perSecond = peakPerSecond(conditions);
  const delays = Histogram.of(generator.loopDelay);
  const workers = Math.max(1, generator.workers);
  return {
    isLate: findLateGenerator(measurement) !== null,
    model,
    withheld: model === 'open' ? 0 : generator.utilisation < BUSIEST ? generator.utilisation : 1,
    waited: model === 'open' ? 0 : Math.min(1, WAITS * (generator.waitShare ?? 0)),
    delayed(overMs) {
      const stalls = delays.shareAboveMs(overMs - PROBE_MS).above;
      const each = connections + (model === 'open' ? (perSecond * overMs) / 1000 : 0);
      return (stalls * each) / workers;
    },
    longestMs: delays.maxMs ?? 0,
    sentLate: (generator.lateShare ?? 0) > MOST_LATE_SHARE,
    timeoutMs: 1000 * conditions.timeoutSeconds,
  };
}

/** The figures that the service would have had at worst: what passes as these passes. */
export function atWorst(figures: Figures, { withheld }: Lateness): Figures {
  return withheld >= 1
    ? scaled(figures, Number.POSITIVE_INFINITY, 1)
    : scaled(figures, 1 / (1 - withheld), 1);
}

/** The figures that it would have had at best: what fails as these fails. */
export function atBest(figures: Figures, lateness: Lateness): Figures {
  const withheld = lateness.isLate ? Math.max(lateness.withheld, lateness.waited) : lateness.waited;
  const share = Math.max(1e-9, 1 - withheld);
  return {
    ...scaled(figures, share, 1 / share),
    errorRate: ownErrorRate(figures, lateness),
    ...ownAttempts(figures, lateness),
  };
}

/** Without the timeouts and cut connections that a stall of the generator explains. */
function ownErrorRate(
  { errors, errorRate, requests }: Figures,
  { longestMs, timeoutMs }: Lateness,
): number | null {
  if (errorRate === null || requests === 0) return errorRate;
  return Math.max(0, errorRate - stalledIn(errors, { longestMs, timeoutMs }) / requests);
}

/** Without the repetitions of the same. */
function ownAttempts(
  { attemptsPerRequest, retries, requests }: Figures,
  lateness: Lateness,
): Pick<Figures, 'attemptsPerRequest'> {
  if (attemptsPerRequest === undefined || retries === undefined) return {};
  const stalled = stalledIn(retries.after, lateness) / requests;
  return { attemptsPerRequest: Math.max(1, attemptsPerRequest - stalled) };
}

function stalledIn(
  { timeout, socket, unanswered }: Omit<Figures['errors'], 'status' | 'body'>,
  { longestMs, timeoutMs }: Pick<Lateness, 'longestMs' | 'timeoutMs'>,
): number {
  const late = longestMs > timeoutMs / 2 ? timeout : 0;
  return late + (longestMs > CUTS_MS ? socket + unanswered : 0);
}

/** @param slower factor on latencies @param faster factor on rates */
function scaled(figures: Figures, slower: number, faster: number): Figures {
  const times = (latency: Figures['latencyMs']) =>
    latency &&
    (Object.fromEntries(
      Object.entries(latency).map(([key, ms]) => [key, (ms ?? 0) * slower]),
    ) as typeof latency);
  return {
    ...figures,
    latencyMs: times(figures.latencyMs),
    latencyAllMs: times(figures.latencyAllMs),
    throughputPerSecond: figures.throughputPerSecond * faster,
    responsesPerSecond: figures.responsesPerSecond * faster,
    batches: figures.batches.map((batch) => ({
      ...batch,
      throughputPerSecond: batch.throughputPerSecond * faster,
      responsesPerSecond: batch.responsesPerSecond * faster,
    })),
  };
}
