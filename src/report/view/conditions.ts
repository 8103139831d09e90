/** Under which conditions, against what, and what to do next; in words and for no medium yet, nothing escaped. */

import { meanOffered, peakConnections, totalSeconds } from '../../evidence/result/conditions.ts';
import type { Interception } from '../../evidence/result/figures.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { dateWithAge } from './age.ts';
import { environmentFacts } from './environment.ts';
import { data, type Fact, words } from './fact.ts';
import { blocksLine, interleavedFacts } from './interleaved-facts.ts';
import { attemptsFact } from './retries.ts';
import { capacityFact } from './trends.ts';

type Result = Publication['result'];

/** One line: `profile realistic · 10 connections · 20 s after 5 s of warm-up · 80 % GET · 620 requests sent`. */
export function conditionsLine(report: Publication): string {
  const { result } = report;
  const words = wordsFor(report);
  const { setting } = words;
  const { conditions } = result;
  const { profile, warmupSeconds } = conditions;
  const took = length(result, words);
  const parts = [
    profile === null ? null : setting.profile(profile),
    conditions.search ? searchedLine(conditions, words) : connectionsOf(conditions, words),
    result.shards ? setting.shards(result.shards.of) : null,
    conditions.search ? null : offeredLine(result, words),
    warmupSeconds > 0 ? setting.afterWarmup(took, warmupSeconds) : took,
    methodsOf(result, words),
    sentLine(result, words),
    writesLine(result, words),
  ];
  return parts.filter((part) => part !== null).join(' · ');
}

/** `search from 1 to 400 connections`, `search from 50 /s to 2,000 /s on 200 connections, constant arrivals`. */
function searchedLine({ search, stages }: Result['conditions'], { setting }: Words): string | null {
  const [stage] = stages;
  if (search === undefined || stage === undefined) return null;
  const { of, from, to } = search;
  if (of === 'connections') return setting.searchedByConnections(from, to);
  return setting.searchedByRate(from, to, stage.connections, stage.arrivals ?? 'constant');
}

/** `10 connections`, `5 stages of up to 200 connections`; null where nobody tells. */
function connectionsOf(conditions: Result['conditions'], { setting }: Words): string | null {
  if (conditions.untold?.includes('connections')) return null;
  const most = peakConnections(conditions);
  const { length: stages } = conditions.stages;
  return stages === 1 ? setting.connections(most) : setting.stages(stages, most);
}

/**
 * `20,512 requests sent, 19,870 of them measured`, with a base `… sent to both sides, …`: what a host counts or bills.
 */
function sentLine({ sent, metrics, interleaved }: Result, { setting }: Words): string {
  const all = sent.target + (sent.base ?? 0);
  const measured =
    interleaved === null ? (metrics?.requests ?? 0) : interleaved.requests.target + interleaved.requests.base;
  if (all === 0) return setting.nothingSent;
  const again = (metrics?.retries?.repeated ?? 0) + (interleaved?.metrics.retries?.repeated ?? 0);
  return setting.sent(all, sent.base !== null, measured >= all ? null : measured, again);
}

/** `4,812 writing requests sent`, `4,812 writing requests sent to the target, 4,790 to the base`; null where none. */
function writesLine({ writes: { target, base } }: Result, { setting }: Words): string | null {
  return target + (base ?? 0) === 0 ? null : setting.writes(target, base);
}

/** `299 /s achieved of 300 /s offered, poisson arrivals, P99 without the wait 12.3 ms`; null in a closed model. */
function offeredLine({ conditions, metrics }: Result, { setting, formatMs }: Words): string | null {
  const { model, stages } = conditions;
  if (model === 'closed') return null;
  const kinds = [...new Set(stages.flatMap(({ arrivals }) => arrivals ?? []))];
  const offered = setting.offered(metrics?.throughputPerSecond ?? null, meanOffered(conditions), kinds);
  const service = metrics?.serviceMs ?? null;
  return service?.p99 === undefined ? offered : `${offered}, ${setting.withoutWait(formatMs(service.p99))}`;
}

/** `“Realistic, final”, 2025-10-30 (13 months old)`; null without a baseline. */
export function baselineLine(report: Publication): string | null {
  const { result, run } = report;
  const words = wordsFor(report);
  const { setting } = words;
  const { baseline } = result;
  if (baseline === null) return null;
  const date = dateWithAge(baseline.date, run.now, words) ?? setting.dateUnknown;
  if (baseline.of === 'history') {
    // Files of before tell it in words only.
    const { history } = baseline;
    const title = history ? setting.comparableRuns(history.runs, history.since) : baseline.title;
    return baseline.date === null || title === null ? title : setting.newestOf(title, date);
  }
  return baseline.title === null ? date : setting.titled(baseline.title, date);
}

export function conditionFacts(publication: Publication): readonly Fact[] {
  const { result } = publication;
  const say = wordsFor(publication);
  const { labels, setting, formatTenths } = say;
  const { conditions, measured, metrics } = result;
  const model = setting.models[conditions.model];
  const told = (what: 'model' | 'timeout' | 'machine') => !conditions.untold?.includes(what) || null;
  const facts: (Fact | null)[] = [
    words(labels.load, conditionsLine(publication)),
    words(
      labels.model,
      measured && told('model') && `${model}${result.base ? '' : `, ${roundsOf(result, say)}`}`,
    ),
    words(labels.capacity, capacityFact(result, say)),
    words(labels.deadline, told('timeout') && formatTenths(conditions.timeoutSeconds)),
    data(labels.target, result.target || null),
    data(labels.base, result.base),
    data(labels.commit, result.commit),
    data(labels.configuration, result.configFile),
    data(labels.baseline, result.baseline?.source ?? null),
    words(labels.baselinesRun, baselineLine(publication)),
    data(labels.tool, metrics && conditions.tool),
    data(labels.machine, metrics && told('machine') && conditions.machine),
    words(labels.started, result.startedAt),
    ...environmentFacts(publication),
    ...interleavedFacts(result.interleaved, say),
    words(labels.attempts, attemptsFact(result, say)),
    words(labels.resent, resent(result, say)),
  ];
  return facts.filter((fact) => fact !== null);
}

/** `2 rounds`; of a load of several stages, `1 pass`. */
function roundsOf({ conditions, measured }: Result, { setting }: Words): string {
  const { length: stages } = conditions.stages;
  const rounds = measured?.rounds ?? 0;
  return stages === 1 ? setting.rounds(rounds) : setting.passes(Math.ceil(rounds / stages));
}

/** Requests that met the end of a kept connection, which the server closed without notice; null without one. */
function resent({ resent: ofTarget, interleaved }: Result, { setting }: Words): string | null {
  const count = ofTarget + (interleaved?.resent ?? 0);
  return count === 0 ? null : setting.resent(count);
}

/** How long it took; of what never ran, how long it was to take. */
function length({ conditions, measured, interleaved, budgetSeconds }: Result, words: Words): string {
  const { setting, formatTenths } = words;
  if (interleaved !== null) return blocksLine(interleaved, words);
  if (measured !== null) return formatTenths(measured.seconds);
  return budgetSeconds === null
    ? setting.planned(formatTenths(totalSeconds(conditions)))
    : setting.plannedRounds(formatTenths(budgetSeconds));
}

/** Figures of an invalid run are shown, for they help to find out why, but nobody should quote them. */
export function caveat(report: Publication): string | null {
  const { verdict, metrics } = report.result;
  return verdict === 'invalid' && metrics !== null ? wordsFor(report).setting.caveat : null;
}

/** What somebody on the path did to the requests, each with what it means. */
export function interceptionSentences(report: Publication): readonly string[] {
  const { intercepted, interleaved } = report.result;
  const words = wordsFor(report);
  return [
    ...sentencesOf(intercepted, interleaved === null ? 'all' : 'target', words),
    ...sentencesOf(interleaved?.intercepted ?? null, 'base', words),
  ];
}

function sentencesOf(
  intercepted: Interception | null,
  whose: 'all' | 'target' | 'base',
  { setting, formatShare }: Words,
): readonly string[] {
  if (intercepted === null) return [];
  const { rateLimited, loginRedirects, challenges, retryAfterSeconds } = intercepted;
  return [
    rateLimited > 0 ? setting.rateLimited(formatShare(rateLimited), whose, retryAfterSeconds) : null,
    loginRedirects > 0 ? setting.loginRedirects(formatShare(loginRedirects), whose) : null,
    challenges > 0 ? setting.challenges(formatShare(challenges), whose) : null,
  ].filter((sentence) => sentence !== null);
}

/** `80 % GET, 20 % POST`, the most frequent first. */
function methodsOf({ conditions: { mix } }: Result, { formatPercent }: Words): string | null {
  const shares = new Map<string, number>();
  for (const { method, share } of mix) shares.set(method, (shares.get(method) ?? 0) + share);
  if (shares.size === 0) return null;
  return [...shares]
    .sort((a, b) => b[1] - a[1])
    .map(([method, share]) => `${formatPercent(share)} ${method}`)
    .join(', ');
}
