/** Under which conditions, against what, and what to do next; in words and for no medium yet, nothing escaped. */

import { meanOffered, peakConnections, totalSeconds } from '../../evidence/result/conditions.ts';
import type { Interception } from '../../evidence/result/figures.ts';
import type { Publication } from '../report.ts';
import {
  formatCount,
  formatMs,
  formatPerSecond,
  formatSeconds,
  formatShare,
  formatTenths,
  plural,
} from '../words/format.ts';
import { dateWithAge } from './age.ts';
import { environmentFacts } from './environment.ts';
import { data, type Fact, words } from './fact.ts';
import { blocksLine, interleavedFacts } from './interleaved-facts.ts';
import { attemptsFact } from './retries.ts';
import { capacityFact } from './trends.ts';

type Result = Publication['result'];

/** One line: `profile realistic · 10 connections · 20 s after 5 s of warm-up · 80 % GET · 620 requests sent`. */
export function conditionsLine({ result }: Publication): string {
  const { conditions } = result;
  const { profile, warmupSeconds } = conditions;
  const parts = [
    profile === null ? null : `profile ${profile}`,
    conditions.search ? searchedLine(conditions) : connectionsOf(conditions),
    conditions.search ? null : offeredLine(result),
    `${length(result)}${warmupSeconds > 0 ? ` after ${formatTenths(warmupSeconds)} of warm-up` : ''}`,
    methodsOf(result),
    sentLine(result),
    writesLine(result),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** `search from 1 to 400 connections`, `search from 50 /s to 2,000 /s on 200 connections, constant arrivals`. */
function searchedLine({ search, stages }: Result['conditions']): string | null {
  const [stage] = stages;
  if (search === undefined || stage === undefined) return null;
  const { of, from, to } = search;
  if (of === 'connections') return `search from ${formatCount(from)} to ${plural(to, 'connection')}`;
  const ends = `${formatPerSecond(from)} to ${formatPerSecond(to)}`;
  return `search from ${ends} on ${plural(stage.connections, 'connection')}, ${stage.arrivals ?? 'constant'} arrivals`;
}

/** `10 connections`, `5 stages of up to 200 connections`. */
function connectionsOf(conditions: Result['conditions']): string {
  const most = plural(peakConnections(conditions), 'connection');
  const { length: stages } = conditions.stages;
  return stages === 1 ? most : `${plural(stages, 'stage')} of up to ${most}`;
}

/**
 * `20,512 requests sent, 19,870 of them measured`, with a base `… sent to both sides, …`: what a host counts or bills.
 */
function sentLine({ sent, metrics, interleaved }: Result): string {
  const all = sent.target + (sent.base ?? 0);
  const measured =
    interleaved === null ? (metrics?.requests ?? 0) : interleaved.requests.target + interleaved.requests.base;
  if (all === 0) return 'no request sent';
  const where = sent.base === null ? '' : ' to both sides';
  const repeated = (metrics?.retries?.repeated ?? 0) + (interleaved?.metrics.retries?.repeated ?? 0);
  const again = repeated === 0 ? '' : ` and ${formatCount(repeated)} sent again`;
  const rest = measured >= all ? '' : `, ${formatCount(measured)} of them measured${again}`;
  return `${plural(all, 'request')} sent${where}${rest}`;
}

/** `4,812 writing requests sent`, `4,812 writing requests sent to the target, 4,790 to the base`; null where none. */
function writesLine({ writes: { target, base } }: Result): string | null {
  if (target + (base ?? 0) === 0) return null;
  const sent = `${plural(target, 'writing request')} sent`;
  return base === null ? sent : `${sent} to the target, ${formatCount(base)} to the base`;
}

/** `299 /s achieved of 300 /s offered, poisson arrivals, P99 without the wait 12.3 ms`; null in a closed model. */
function offeredLine({ conditions, metrics }: Result): string | null {
  const { model, stages } = conditions;
  if (model === 'closed') return null;
  const offered = `${formatPerSecond(meanOffered(conditions))} offered`;
  const kinds = [...new Set(stages.flatMap(({ arrivals }) => arrivals ?? []))];
  const kind = `${kinds.join(' and ')} arrivals`;
  if (metrics === null) return `${offered}, ${kind}`;
  const service =
    metrics.serviceMs === null ? '' : `, P99 without the wait ${formatMs(metrics.serviceMs.p99)}`;
  return `${formatPerSecond(metrics.throughputPerSecond)} achieved of ${offered}, ${kind}${service}`;
}

/** `“Realistic, final”, 2025-10-30 (13 months old)`; null without a baseline. */
export function baselineLine({ result: { baseline }, run }: Publication): string | null {
  if (baseline === null) return null;
  const date = dateWithAge(baseline.date, run.now) ?? 'date unknown';
  if (baseline.of === 'history')
    return baseline.date === null ? baseline.title : `${baseline.title}, the newest of ${date}`;
  return baseline.title === null ? date : `“${baseline.title}”, ${date}`;
}

export function conditionFacts(publication: Publication): readonly Fact[] {
  const { result } = publication;
  const { conditions, measured, metrics } = result;
  const facts: (Fact | null)[] = [
    words('Load', conditionsLine(publication)),
    words('Model', measured && `${conditions.model}${result.base ? '' : `, ${roundsOf(result)}`}`),
    words('Capacity', capacityFact(result)),
    words('Deadline of a request', formatTenths(conditions.timeoutSeconds)),
    data('Target', result.target || null),
    data('Base', result.base),
    data('Commit', result.commit),
    data('Configuration', result.configFile),
    data('Baseline', result.baseline?.source ?? null),
    words('Baseline’s run', baselineLine(publication)),
    data('Tool', metrics && conditions.tool),
    data('Load came from', metrics && conditions.machine),
    words('Started', result.startedAt),
    ...environmentFacts(publication),
    ...interleavedFacts(result.interleaved),
    words('Attempts', attemptsFact(result)),
    words('Resent', resent(result)),
  ];
  return facts.filter((fact) => fact !== null);
}

/** `2 rounds`; of a load of several stages, `1 pass`. */
function roundsOf({ conditions, measured }: Result): string {
  const { length: stages } = conditions.stages;
  const rounds = measured?.rounds ?? 0;
  return stages === 1 ? plural(rounds, 'round') : plural(Math.ceil(rounds / stages), 'pass');
}

/** Requests that met the end of a kept connection, which the server closed without notice; null without one. */
function resent({ resent: ofTarget, interleaved }: Result): string | null {
  const count = ofTarget + (interleaved?.resent ?? 0);
  if (count === 0) return null;
  const were = count === 1 ? '1 request was' : `${formatCount(count)} requests were`;
  return `${were} sent again: the server closed ${count === 1 ? 'its' : 'their'} connection without notice`;
}

/** How long it took; of what never ran, how long it was to take. */
function length({ conditions, measured, interleaved, budgetSeconds }: Result): string {
  if (interleaved !== null) return blocksLine(interleaved);
  if (measured !== null) return formatTenths(measured.seconds);
  return budgetSeconds === null
    ? `planned: ${formatTenths(totalSeconds(conditions))}`
    : `planned: at most ${formatTenths(budgetSeconds)} in rounds`;
}

/** Figures of an invalid run are shown, for they help to find out why, but nobody should quote them. */
export function caveat({ result: { verdict, metrics } }: Publication): string | null {
  return verdict === 'invalid' && metrics !== null
    ? 'What was seen, which can’t be taken for the service’s own figures:'
    : null;
}

/** What somebody on the path did to the requests, each with what it means. */
export function interceptionSentences({
  result: { intercepted, interleaved },
}: Publication): readonly string[] {
  return [
    ...sentencesOf(intercepted, interleaved === null ? 'all requests' : 'the target’s requests'),
    ...sentencesOf(interleaved?.intercepted ?? null, 'the base’s requests'),
  ];
}

function sentencesOf(intercepted: Interception | null, requests: string): readonly string[] {
  if (intercepted === null) return [];
  const { rateLimited, loginRedirects, challenges, retryAfterSeconds } = intercepted;
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
function methodsOf({ conditions: { mix } }: Result): string | null {
  const shares = new Map<string, number>();
  for (const { method, share } of mix) shares.set(method, (shares.get(method) ?? 0) + share);
  if (shares.size === 0) return null;
  return [...shares]
    .sort((a, b) => b[1] - a[1])
    .map(([method, share]) => `${Number((share * 100).toFixed(1))} % ${method}`)
    .join(', ');
}
