/** What a run leaves in the history. */

import { QUANTILES } from '../../config/metrics.ts';
import type { Policy } from '../../config/policy.ts';
import { CPU_PER_REQUEST } from '../../config/server-series.ts';
import { HISTORY_FORMAT, type HistoryRecord, type RecordFigures } from '../../evidence/history/record.ts';
import type { Figures, Measurement } from '../../evidence/measurement.ts';
import { totalSeconds } from '../../evidence/result/conditions.ts';
import type { Latency } from '../../evidence/result/figures.ts';
import { changeWithin } from '../../judgement/regressions/slowed-within.ts';
import type { Report } from '../report.ts';
import { fitRecord } from './fit-record.ts';

/** What the door knows of the run, and a report doesn't. */
export interface RecordContext {
  readonly suite: string;
  /** The comment-key that names the measurement; '' or left out where there is none. */
  readonly commentKey?: string;
  readonly run: { readonly id: string; readonly attempt: number };
  /** Name of the event that started it; `terminal` outside of workflows. */
  readonly event: string;
  /** Branch or tag. */
  readonly ref: string | null;
  readonly policy: Policy;
  /** Tag of the release; null for other runs. */
  readonly release: string | null;
  /** Whether the load's duration was given beside tailgate.yml. */
  readonly durationByHand: boolean;
}

/** Measured less than this part of what was planned, a run is a partial one. */
const WHOLE = 0.9;

/**
 * The record of a run, at most 64 KiB of text; null where nothing was measured. With a base, it holds the target's
 * figures.
 *
 * @param report redacted: nobody masks a history
 */
export function toRecord(report: Report, context: RecordContext): HistoryRecord | null {
  const { plan, measurement, verdict, run } = report;
  if (measurement === null || measurement.whole.requests === 0) return null;
  const { conditions } = measurement;
  // Against a base, rounds come by turns, and the base writes as well.
  const within = plan.base === null ? changeWithin(measurement) : null;
  const { warmupSeconds: _, profile: __, environment: ___, ...compared } = conditions;
  return fitRecord({
    format: HISTORY_FORMAT,
    suite: context.suite,
    name: plan.name.slice(0, 200),
    ...(context.commentKey ? { commentKey: context.commentKey } : {}),
    at: new Date(measurement.startedAt).toISOString(),
    commit: commitOf(run.headSha),
    ref: context.ref?.slice(0, 300) ?? null,
    run: { ...context.run },
    event: context.event.slice(0, 60),
    policy: context.policy,
    release: context.release,
    verdict: verdict.outcome,
    excluded: excludedBecause(report, measurement, context),
    conditions: compared,
    whole: figuresOf(measurement.whole),
    endpoints: [
      ...measurement.endpoints.map(({ name, figures }) => ({ name, ...figuresOf(figures) })),
      ...(measurement.flows ?? []).map(({ name, figures }) => ({
        name,
        flow: true as const,
        ...figuresOf(figures),
      })),
    ],
    ...(measurement.stages.length > 0 && {
      stages: measurement.stages.map(({ figures }) => figuresOf(figures)),
    }),
    ...serverOf(measurement),
    ...(within && { within }),
  });
}

/** More would leave no room for requests. */
const MOST_SERIES = 100;

function serverOf({ server }: Measurement): Pick<HistoryRecord, 'server'> {
  if (server === null) return {};
  const { series, cpuPerRequest } = server;
  return {
    server: [
      ...series.slice(0, MOST_SERIES).map(({ key, mean }) => ({ series: key, mean })),
      ...(cpuPerRequest ? [{ series: CPU_PER_REQUEST, mean: cpuPerRequest.seconds }] : []),
    ],
  };
}

function figuresOf(figures: Figures): RecordFigures {
  const { requests, latencyMs, throughputPerSecond, errorRate, capacityPerSecond } = figures;
  return {
    requests,
    latencyMs: latencyMs && quantilesOf(latencyMs),
    throughputPerSecond,
    errorRate,
    ...(capacityPerSecond !== undefined && { capacityPerSecond }),
  };
}

function quantilesOf(latencyMs: Latency): RecordFigures['latencyMs'] {
  const known = QUANTILES.map(({ field }) => [field, latencyMs[field]]);
  return Object.fromEntries(known) as RecordFigures['latencyMs'];
}

function excludedBecause(
  { plan, verdict }: Report,
  { ended, measuredSeconds, rounds, conditions }: Measurement,
  { event, policy, durationByHand }: RecordContext,
): string | null {
  if (ended.how === 'cancelled') return 'it was cancelled';
  if (ended.how === 'target-lost') return 'the target went down during the run';
  if (ended.how === 'login-limited') return 'a rate limiter rejected its login during the run';
  if (ended.how === 'login-lost' || ended.how === 'login-broken') return 'its login was lost during the run';
  if (ended.how === 'rate-limited') return 'a rate limiter ended it';
  if (verdict.outcome === 'invalid') return 'its verdict is invalid';
  if (durationByHand) return 'its duration was set by hand';
  // Against a base, a run ends as soon as it is decided, and a search once nothing more is to be learnt.
  const plannedSeconds = totalSeconds(conditions) * Math.ceil(rounds / conditions.stages.length);
  if (plan.base === null && !plan.load.search && measuredSeconds < WHOLE * plannedSeconds) {
    return `it is partial: ${measuredSeconds.toFixed(1)} s were measured of ${plannedSeconds.toFixed(1)} s`;
  }
  const byHand = event === 'workflow_dispatch' || (event === 'terminal' && policy === 'pull-request');
  return byHand ? 'it was started by hand' : null;
}

function commitOf(sha: string | null): string | null {
  const lower = sha?.toLowerCase() ?? '';
  return /^[0-9a-f]{40,64}$/.test(lower) ? lower : null;
}
