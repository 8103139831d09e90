/** A run of somebody else's load generator as a round: what the pipeline judges like its own. */
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { StatedLoad } from '../../config/generator.ts';
import type { RequestStats, Round } from '../../engine/round.ts';
import type { StatedLatency } from '../../engine/stated.ts';
import type { GeneratorFormat } from '../readers/generators/generators.ts';
import { type BaselineFormat, readRuns } from '../readers/list-runs.ts';
import { leastLatencies } from './least-latencies.ts';

type OutputFormat = GeneratorFormat | 'wrk';

/** What an output tells of its one run. */
export interface StatedRun {
  readonly format: OutputFormat;
  readonly load: StatedLoad;
  /** An instant or a day, ISO 8601; null where it doesn't say. */
  readonly startedAt: string | null;
  readonly requests: number;
  readonly failed: number;
  /** Of these, those that no response came to. */
  readonly unanswered: number;
  /** That its counts are of. What its load was asked to last, as conditions have it, may leave the last waits out. */
  readonly seconds: number;
  readonly latencyMs: StatedLatency;
  /** What the tool's figures leave out, each as what the run does: `counts 3 …`. */
  readonly doubts: readonly string[];
}

const TAKES =
  'give the output of a load generator as it wrote it, such as k6 run --summary-export FILE; docs/generators.md lists what is read';

/**
 * Reads the output of a load generator. A result of Tailgate and a report for people are none.
 *
 * @param file for messages
 * @throws ConfigurationError where it isn't understood, or does not tell how many requests there were, how many of them
 * failed and how long they took: without these no gate can be judged
 */
export function readStatedRun(text: string, file: string): StatedRun {
  const { runs } = readRuns(text, file);
  const [run] = runs;
  if (run === undefined || runs.length > 1 || !isOutput(run.format)) {
    throw new ConfigurationError(`is no output of a load generator that is known: ${TAKES}`, { file });
  }
  if (run.unusable !== undefined) throw new ConfigurationError(run.unusable, { file });
  const { metrics, conditions } = run;
  const { requests, errorRate, responsesPerSecond } = metrics;
  const [stage = {}] = conditions.stages ?? [];
  const all = requests ?? 0;
  const failed = Math.round((errorRate ?? 0) * all);
  const unanswered = Math.min(failed, run.unanswered ?? 0);
  const seconds = secondsOf(all - unanswered, responsesPerSecond) ?? positive(stage.durationSeconds);
  const missing = [
    requests === undefined ? 'how many requests there were' : null,
    errorRate === undefined && requests !== 0 ? 'how many of them failed' : null,
    seconds === null && requests !== 0 ? 'how long it took' : null,
  ].filter((one) => one !== null);
  if (missing.length > 0) {
    throw new ConfigurationError(
      `does not contain ${missing.join(', or ')}, and nothing can be judged without that: ${TAKES}`,
      { file },
    );
  }
  return {
    format: run.format,
    load: {
      tool: conditions.tool ?? run.format,
      model: conditions.model,
      connections: stage.connections,
      ratePerSecond: stage.ratePerSecond,
      seconds: positive(stage.durationSeconds) ?? seconds ?? 0,
    },
    startedAt: run.date ?? null,
    requests: all,
    failed,
    unanswered,
    seconds: seconds ?? 0,
    latencyMs: metrics.latencyAllMs ?? metrics.latencyMs ?? {},
    doubts: run.doubts ?? [],
  };
}

/**
 * The run as one round, whose latencies are the fastest that its percentiles allow.
 *
 * @param from when and where it ran; `elapsedMs` is how long it took from outside, absent where nobody saw that
 */
export function roundOfRun(
  run: StatedRun,
  { side, startedAt, seed, elapsedMs }: Pick<Round, 'side' | 'startedAt' | 'seed'> & { elapsedMs?: number },
): Round {
  const { load } = run;
  const measuredMs = run.seconds * 1000;
  return {
    side,
    stage: 0,
    startedAt,
    measuredMs,
    plannedMs: measuredMs,
    elapsedMs: elapsedMs ?? measuredMs,
    connections: load.connections ?? 0,
    seed,
    address: null,
    requests: [statsOf(run)],
    stated: load,
    doubts: run.doubts,
    ended: { how: 'complete' },
    // Nobody watched the machine that it ran on.
    generator: {
      workers: 1,
      cpuShare: 0,
      waitShare: null,
      utilisation: 0,
      machineShare: null,
      loopDelay: [],
      loopDelayP99Ms: 0,
      lateShare: null,
      worstLagMs: 0,
    },
  };
}

function isOutput(format: BaselineFormat): format is OutputFormat {
  return format !== 'tailgate' && format !== 'markdown-report' && format !== 'history';
}

/** Null where there was no response to tell it by. */
function secondsOf(responses: number, perSecond: number | undefined): number | null {
  return perSecond === undefined || perSecond <= 0 ? null : responses / perSecond;
}

function positive(seconds: number | undefined): number | null {
  return seconds !== undefined && seconds > 0 ? seconds : null;
}

function statsOf({ seconds, requests, failed, unanswered, latencyMs }: StatedRun): RequestStats {
  const responses = requests - unanswered;
  return {
    name: '',
    sent: requests,
    resent: 0,
    outcomes: {
      success: requests - failed,
      status: failed - unanswered,
      check: 0,
      body: 0,
      timeout: 0,
      socket: 0,
      unanswered,
    },
    inFlight: 0,
    statuses: {},
    codes: {},
    intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
    samples: [],
    // A run without a request says nothing of its latencies.
    batches:
      requests === 0
        ? []
        : [
            {
              seconds,
              requests,
              errors: failed,
              busyMs: (latencyMs.mean ?? 0) * responses,
              completedSuccesses: requests - failed,
              completedResponses: responses,
              latency: leastLatencies(latencyMs, responses),
              latencyOfErrors: [],
              service: [],
              stated: latencyMs,
            },
          ],
  };
}
