/** Under which conditions, against what, and what to do next; in words and for no medium yet, nothing escaped. */
import {
  arrivalKinds,
  mostConnections,
  offeredPerSecond,
  totalDurationMs,
} from '../../config/load/whole-load.ts';
import type { Interception } from '../../evidence/measurement.ts';
import {
  formatCount,
  formatDuration,
  formatMs,
  formatPerSecond,
  formatSeconds,
  formatShare,
} from '../../judgement/format.ts';
import type { Report } from '../report.ts';
import { dateWithAge } from './age.ts';
import { data, type Fact, plural, words } from './fact.ts';
import { blocksLine, liveFacts } from './live-facts.ts';

/** One line: `realistic profile, 10 connections, 20 s after 5 s of warm-up, 80 % GET, 20 % POST, 6,205 requests`. */
export function conditionsLine(report: Report): string {
  const { plan, measurement, verdict } = report;
  const { load } = plan;
  const { live } = verdict;
  const parts = [
    load.profile === null ? null : `profile ${load.profile}`,
    plural(mostConnections(load), 'connection'),
    offeredLine(report),
    `${length(report)}${load.warmupMs > 0 ? ` after ${duration(load.warmupMs)} of warm-up` : ''}`,
    methodsOf(plan.scenario.requests),
    live !== null
      ? `${plural(live.requests.target + live.requests.base, 'request')} on both sides`
      : measurement && plural(measurement.whole.requests, 'request'),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** `299 /s achieved of 300 /s offered, poisson arrivals, P99 without the wait 12.3 ms`; null in a closed model. */
function offeredLine({ plan, measurement }: Report): string | null {
  const perSecond = offeredPerSecond(plan.load);
  if (perSecond === null) return null;
  const offered = `${formatPerSecond(perSecond)} offered`;
  const kind = `${arrivalKinds(plan.load).join(' and ')} arrivals`;
  if (measurement === null) return `${offered}, ${kind}`;
  const { throughputPerSecond, serviceMs } = measurement.whole;
  const service = serviceMs === null ? '' : `, P99 without the wait ${formatMs(serviceMs.p99)}`;
  return `${formatPerSecond(throughputPerSecond)} achieved of ${offered}, ${kind}${service}`;
}

/** `“Realistic, final”, 2025-10-30 (13 months old)`; null without a baseline. */
export function baselineLine({ baseline, run }: Report): string | null {
  if (baseline === null) return null;
  const date = dateWithAge(baseline.date, run.now) ?? 'date unknown';
  if (baseline.history)
    return baseline.date === null ? baseline.title : `${baseline.title}, the newest of ${date}`;
  return baseline.title === null ? date : `“${baseline.title}”, ${date}`;
}

export function conditionFacts(report: Report): readonly Fact[] {
  const { plan, measurement, run } = report;
  const facts: (Fact | null)[] = [
    words('Load', conditionsLine(report)),
    words(
      'Model',
      measurement &&
        `${measurement.conditions.model}${plan.base ? '' : `, ${plural(measurement.rounds, 'round')}`}`,
    ),
    words('Deadline of a request', duration(plan.load.timeoutMs)),
    data('Target', plan.target.origin || null),
    data('Base', plan.base?.origin ?? null),
    data('Commit', run.headSha),
    data('Configuration', plan.configFile),
    data('Baseline', report.baseline?.source ?? null),
    words('Baseline’s run', baselineLine(report)),
    data('Tool', measurement?.conditions.tool ?? null),
    data('Load came from', measurement?.conditions.machine ?? null),
    words('Started', measurement?.startedAt ?? null),
    ...liveFacts(report),
    words('Sent again', sentAgain(report)),
  ];
  return facts.filter((fact) => fact !== null);
}

/** Requests that met the end of a kept connection, which the server closed without notice; null without one. */
function sentAgain({ measurement, live }: Report): string | null {
  const count = (measurement?.retried ?? 0) + (live?.base.retried ?? 0);
  if (count === 0) return null;
  const were = count === 1 ? '1 request was' : `${formatCount(count)} requests were`;
  return `${were} sent again: the server closed ${count === 1 ? 'its' : 'their'} connection without notice`;
}

/** How long it took; of what never ran, how long it was to take. */
function length({ plan: { base, load, gate }, measurement, verdict: { live } }: Report): string {
  if (live !== null) return blocksLine(live);
  if (measurement !== null) return duration(measurement.measuredSeconds * 1000);
  return base === null
    ? `planned: ${duration(totalDurationMs(load))}`
    : `planned: at most ${duration(gate.live.budgetMs)} in rounds`;
}

/** Figures of an invalid run are shown, for they help to find out why, but nobody should quote them. */
export function caveat({ verdict, measurement }: Report): string | null {
  return verdict.outcome === 'invalid' && measurement !== null
    ? 'What was seen, which can’t be taken for the service’s own figures:'
    : null;
}

/** What somebody on the path did to the requests, each with what it means. */
export function pathSentences({ measurement, live }: Report): readonly string[] {
  return [
    ...sentencesOf(measurement?.intercepted, live === null ? 'all requests' : 'the target’s requests'),
    ...sentencesOf(live?.base.intercepted, 'the base’s requests'),
  ];
}

function sentencesOf(path: Interception | undefined, requests: string): readonly string[] {
  if (path === undefined) return [];
  const { rateLimited, loginRedirects, challenges, retryAfterSeconds } = path;
  const wait = retryAfterSeconds === null ? '' : ` (Retry-After up to ${formatSeconds(retryAfterSeconds)})`;
  return [
    rateLimited > 0
      ? `${formatShare(rateLimited)} of ${requests} were answered 429${wait}: a rate limiter on the path, which says nothing about the service’s speed.`
      : null,
    loginRedirects > 0
      ? `${formatShare(loginRedirects)} of ${requests} were redirected to a login page: the preview is protected, or the session was not accepted.`
      : null,
    challenges > 0
      ? `${formatShare(challenges)} of ${requests} met a bot challenge: a guard in front of the service answered in its place.`
      : null,
  ].filter((sentence) => sentence !== null);
}

/** `80 % GET, 20 % POST`, the most frequent first. */
function methodsOf(requests: Report['plan']['scenario']['requests']): string | null {
  const weights = new Map<string, number>();
  for (const { method, weight } of requests) weights.set(method, (weights.get(method) ?? 0) + weight);
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return null;
  return [...weights]
    .sort((a, b) => b[1] - a[1])
    .map(([method, weight]) => `${Number(((weight / total) * 100).toFixed(1))} % ${method}`)
    .join(', ');
}

/** To a tenth of a second, without trailing zeros: `20 s`, `500 ms`. */
function duration(ms: number): string {
  return formatDuration(Math.round(ms / 100) * 100);
}
