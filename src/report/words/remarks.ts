/** Notes on rows and warnings about a run, in words. */
import { TAIL } from '../../config/metrics.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { Remark, RemarkCode, RemarkOf } from '../../evidence/result/remarks.ts';
import { ACCEPT_LABEL } from '../../judgement/acceptance.ts';
import { begin, CAUSES_IN_WORDS, type CauseTelling, describe, noteOn } from './causes.ts';
import { describeDifference } from './conditions.ts';
import { lateness, onShard } from './doubts.ts';
import { fromTo } from './failures.ts';
import {
  formatChange,
  formatChangeSize,
  formatCount,
  formatMs,
  formatPerSecond,
  formatSeconds,
  formatShare,
  plural,
} from './format.ts';
import { guardSays } from './guards.ts';
import { beginSentence, enumerate, nameRow } from './names.ts';
import { warnOfProbe } from './probe-troubles.ts';
import { noteAdvising, runs } from './runs.ts';
import { warnOfLeast, warnOfLoss, warnOfNoRecovery } from './search.ts';
import { warnOfPeak } from './server.ts';
import { warnOfTrend } from './trends.ts';

type OwnCode = Exclude<RemarkCode, Cause['code']>;
type RowMetric = Parameters<typeof formatChangeSize>[0];

/** Sentences of what is a remark and no cause. @param metric of the row that it is on */
export type RemarkWords = {
  readonly [Code in OwnCode]: (remark: RemarkOf<Code>, metric: RowMetric) => string;
};

/** What is said of remarks, in the words of a language. */
export function tellRemarks(own: RemarkWords, { begin, noteOn }: Pick<CauseTelling, 'begin' | 'noteOn'>) {
  /** On a row: in small letters, without a full stop. @param metric of the row */
  const writeNote = (remark: Remark, metric: RowMetric): string =>
    isCause(remark) ? noteOn(remark) : write(remark, metric);

  /** About the run: a whole sentence. */
  const writeWarning = (remark: Remark): string =>
    isCause(remark) ? `${begin(remark)}.` : write(remark, TAIL);

  /** Each sentence once. */
  const writeWarnings = (remarks: readonly Remark[]): string[] => [...new Set(remarks.map(writeWarning))];

  /** A row's notes as one, or null. */
  const writeNotes = ({
    metric,
    notes,
  }: {
    readonly metric: RowMetric;
    readonly notes: readonly Remark[];
  }): string | null => [...new Set(notes.map((note) => writeNote(note, metric)))].join('; ') || null;

  // The table's type ties each row to its own remark; looked up by a code, that tie is gone.
  const write = (remark: Exclude<Remark, Cause>, metric: RowMetric): string =>
    (own[remark.code] as (remark: Remark, metric: RowMetric) => string)(remark, metric);

  return { writeWarning, writeWarnings, writeNotes };
}

function isCause(remark: Remark): remark is Cause {
  return CAUSES_IN_WORDS.has(remark.code);
}

const OWN: RemarkWords = {
  'no-baseline': () => 'no regression judged: no baseline is configured',
  'floor-reached': () => 'an error rate this high fails regardless of the limits',
  'none-shown': ({ detectable, runs: count, passes }, metric) => {
    if (detectable === null) return 'no regression shown; too few requests to show any';
    const size = formatChangeSize(metric, detectable);
    if (passes !== undefined)
      return `no regression shown; ${plural(passes, 'pass')} per side can only show ≥ ${size}`;
    return count === null
      ? `no regression shown; against a single number, only ≥ ${size} would show`
      : `no regression shown; against ${count} runs of history this run can only show ≥ ${size}`;
  },
  'history-advises': (note, metric) => {
    const advising = noteAdvising(note);
    return note.detectable === null
      ? advising
      : `${advising}; a change of ${formatChangeSize(metric, note.detectable)} would have shown`;
  },
  'improvement-doubted': ({ errorRate, against }) =>
    `not reported as improved: ${formatShare(errorRate)} of the requests failed, and the ${against} does not say how many failed then`,
  'open-after': ({ blocks, detectable }, metric) => {
    const after = `undecided after ${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
    return detectable === null
      ? after
      : `${after}; a change of ${formatChangeSize(metric, detectable)} would probably have shown`;
  },
  'open-beyond': ({ blocks, blocksMore }) => {
    const more = blocksMore === null ? 'more blocks' : `about ${plural(blocksMore, 'more block')}`;
    return `beyond the tolerance at 95 % after ${plural(blocks, 'block')}, but a fail needs 99 % or more: ${more} would show it`;
  },
  'worse-within': ({ tolerance }, metric) =>
    `real, but below the tolerance of ${formatChangeSize(metric, tolerance)}`,
  'later-blocks-worse': ({ blocks }) =>
    `within the tolerance after ${blocks} blocks; the later ones contradict it`,
  'nothing-compared': ({ scopes }) =>
    `Regressions are declared for ${enumerate(scopes.map(nameRow), 4)}, but there is nothing to compare with, so only limits decide: set baseline to a file or to history, or measure a base as well (base-url).`,
  'not-removed': ({ side, requests, of, name, status, detail }) => {
    const answer = status === null ? 'was not answered' : `was answered ${status}`;
    const how = detail === null ? answer : `failed (${detail})`;
    const which =
      of === 1
        ? `${name} ${how}`
        : `${formatCount(requests)} of ${plural(of, 'request')} failed; ${name} ${how}`;
    return `${beginSentence(`${on(side)}the clean-up after the load failed`)}, and what the run created may still be there: ${which}.`;
  },
  'condition-differs': ({ difference }) => describeDifference(difference),
  'baseline-unclear': ({ detail }) => `The baseline ${detail}.`,
  'runs-left-out': ({ runs: count }) =>
    `${runs(count)} of the history ${count === 1 ? 'was' : 'were'} measured under other conditions and left out.`,
  'other-machines': ({ machine, runs: count, others }) =>
    `The history was measured on several machines. This run is compared with the ${runs(count)} on its own (${machine}); ${formatCount(others)} on others ${others === 1 ? 'is' : 'are'} left out.`,
  'runs-unsettled': ({ runs: count, settledFrom, ...row }) => {
    const [newest, differ, are] =
      count === 1
        ? ['The newest run', 'differs', 'is']
        : [`The newest ${formatCount(count)} runs`, 'differ', 'are'];
    return `${newest} of the history ${differ} in ${nameRow(row)} from those before, and ${are} left out until ${settledFrom} confirm the change.`;
  },
  'record-skipped': ({ detail }) => detail,
  'regressed-warns': ({ history, ...row }) => {
    const name = beginSentence(nameRow(row));
    return history === null
      ? `${name} has regressed; it only warns, because the gate says "stored: warn".`
      : `${name} has regressed; the history ${noteAdvising(history)}.`;
  },
  degrading: warnOfTrend,
  'probe-failed': warnOfProbe,
  'server-peak': warnOfPeak,
  capped: ({ by, table, sent, maxRequests, waiting, wantedMore }) =>
    [
      table !== undefined
        ? `The load ended after ${plural(sent, 'request')}, because each of the ${plural(table.rows, 'row')} of ${table.name} is used once (take: once): the verdict covers what was measured until then.`
        : by === 'max-requests' && maxRequests !== null
          ? `The load ended after ${plural(sent, 'request')}, because max-requests allows ${formatCount(maxRequests)}: the verdict covers what was measured until then.`
          : `The load ended at ${by}, after ${plural(sent, 'request')}: the verdict covers what was measured until then.`,
      wantedMore ? 'There was no room for another round, which could have decided what is open.' : '',
      waiting > 0
        ? `${plural(waiting, 'request')} ${waiting === 1 ? 'was' : 'were'} still unanswered, and ${waiting === 1 ? 'is' : 'are'} not counted.`
        : '',
      `${table === undefined ? `Raise ${by}` : `Give ${table.name} more rows`} to measure ${wantedMore ? 'more' : 'as long as was planned'}.`,
    ]
      .filter(Boolean)
      .join(' '),
  'capacity-at-least': warnOfLeast,
  'search-not-recovered': warnOfNoRecovery,
  'lost-in-search': warnOfLoss,
  'few-intercepted': ({ side, guard }) => `${on(side)}${guardSays(guard)}.`,
  resent: ({ side, requests, share }) =>
    `${on(side)}${formatShare(share)} of the requests (${formatCount(requests)}) were sent once more, because the service had just closed their connection. That is not an error, but a service that drops requests without a response looks the same, so find out why it closes connections that are in use.`,
  'base-silent': ({ stretches, silentSeconds, ...stretch }) => {
    const others =
      stretches > 1 ? `, and for ${formatSeconds(silentSeconds)} in all (${stretches} stretches)` : '';
    return `No request succeeded on the base ${fromTo(stretch)} of its load${others}: an outage of the base. The blocks it affected are compared like the others.`;
  },
  'login-renewed': ({ side, logins, pausedSeconds }) =>
    `${beginSentence(`${on(side)}the session`)} expired under load, and the login was renewed ${logins === 1 ? 'once' : `${formatCount(logins)} times`}. Nothing was sent for ${formatMs(1000 * pausedSeconds)}; P99 and throughput include neither that time nor the requests that would have arrived in it.`,
  'errors-on-both': ({ errorRate, targetErrorRate }) =>
    `${formatShare(errorRate)} of the base's requests failed (target ${formatShare(targetErrorRate)}): the pass only means that the target is no worse.`,
  'last-stage-slower': ({ firstP99Ms, p99Ms }) =>
    `The last stage is slower than the first, which has the same load: P99 ${formatMs(p99Ms)} instead of ${formatMs(firstP99Ms)}${firstP99Ms > 0 ? ` (${formatChange(TAIL, p99Ms / firstP99Ms - 1)})` : ''}.`,
  stalls: ({ target, base, blocks }) =>
    `In ${formatCount(target)} of ${formatCount(blocks)} blocks the target's P99 was more than 1.5 times the base's, and the other way round in ${base === 0 ? 'none' : formatCount(base)}: it may stall now and then, which a comparison of typical rounds doesn't show.`,
  saturated: ({ connections, first, throughputPerSecond }) =>
    `Requests queue for the service: the first requests of a round, which find no queue, take at most ${formatShare(Math.max(first.target, first.base))} of the usual time. So the latency depends on the ${connections} connections, and a delay smaller than the queue would hardly show in it. Measure with ${connections > 2 ? '1 or 2 connections' : '1 connection'}, or at a rate below ${formatPerSecond(0.7 * Math.min(throughputPerSecond.target, throughputPerSecond.base))}, to see the service's own time.`,
  'hosts-differ': ({ allowance }) =>
    `Target and base are not known to share a host, and a difference between their hosts can't be told from one in the code: ${formatChange(TAIL, allowance)} is allowed for it.`,
  'stored-beside': ({ source, changes }) => {
    const seen = changes.map(
      ({ metric, change }) => `${nameRow({ metric, endpoint: null })} ${formatChange(metric, change)}`,
    );
    return `Against ${source}: ${seen.join(', ') || 'nothing to compare'}; not gated, because there is an interleaved base.`;
  },
  'stored-not-compared': ({ because }) => `The stored baseline was not compared: ${describe(because)}.`,
  accepted: ({ by, at }) =>
    `${by} accepted this for the tested commit only, with the label “${ACCEPT_LABEL}”, on ${readable(at)}. Any other commit is judged again.`,
  'open-when-accepted': ({ scopes }) =>
    `Still undecided when the run failed: ${enumerate(scopes.map(nameRow))}.`,
  'not-acceptable': (remark) =>
    `${remark.by} set the label “${ACCEPT_LABEL}”, which only accepts regressions: ${obstacle(remark)}.`,
  'acceptance-void': ({ detail }) => detail,
  unconfirmed: ({ detail }) => detail,
  'changes-unread': ({ detail }) => detail,
  'generator-lagged': (late) =>
    `The load generator${onShard(late)} was late, but nothing that was decided depends on it: ${enumerate(lateness(late))}.`,
  'shard-elsewhere': ({ shard, p50Ms, othersMs }) =>
    `Shard ${shard} may reach the target by a different route: half of its responses took ${formatMs(p50Ms)} or less, half of the others’ ${formatMs(othersMs)}.`,
  'same-commit': () => 'Base and target report the same commit.',
};

function on(side: 'target' | 'base' | null): string {
  return side === 'base' ? 'On the base, ' : '';
}

function obstacle({ obstacle: cause, scopes }: RemarkOf<'not-acceptable'>): string {
  switch (cause?.code) {
    case undefined:
      return 'this run failed for another reason';
    case 'target-lost':
      return 'this run broke off';
    case 'silence':
      return 'here the service did not respond for a while';
    case 'turned-away':
      return 'here requests were rejected';
    case 'over-limit':
      return `here ${enumerate(scopes.map(nameRow))} missed the limit`;
    case 'error-floor':
    case 'error-surge':
    case 'few-errors':
    case 'errors-in-one-round':
      return 'here too many requests failed';
    default:
      return describe(cause as Cause);
  }
}

/** `2026-11-22, 10:03 UTC` */
function readable(at: string): string {
  return `${at.slice(0, 10)}, ${at.slice(11, 16)} UTC`;
}

/** In English. */
export const { writeWarning, writeWarnings, writeNotes } = tellRemarks(OWN, { begin, noteOn });
