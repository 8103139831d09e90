/** The verdict's one sentence of reason, and what would decide or repair it. */
import { metricsOf } from '../../config/metrics.ts';
import type { MetricScope } from '../../config/scope.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { ServerGate } from '../../evidence/result/server.ts';
import type { Verdict } from '../../judgement/verdict.ts';
import { adviceOn, begin, type CauseTelling, describe } from './causes.ts';
import { formatCount, formatSeconds } from './format.ts';
import { continueSentence, dropFullStop, enumerate, nameRow } from './names.ts';
import { describePass } from './pass.ts';
import { nameOfServer } from './server.ts';

/** What it takes to tell a verdict. */
export interface Reasoned extends Pick<Verdict, 'outcome' | 'causes' | 'comparisons' | 'interleaved'> {
  /** Bounds of the server's side; absent or without gates where there are none. */
  readonly server?: { readonly gates?: readonly ServerGate[] | undefined } | undefined;
  /** Who accepted a fail; null or absent for every other verdict. */
  readonly accepted?: { readonly by: string } | null | undefined;
}

/** Longer than any run may be. */
const LONGEST_SECONDS = 7200;

/** The verdict's own sentences, beside those of its causes. */
interface ReasonWords extends Pick<CauseTelling, 'describe' | 'begin' | 'adviceOn'> {
  readonly nameRow: (row: MetricScope) => string;
  readonly nameOfServer: (series: string, stage?: string) => string;
  readonly describePass: typeof describePass;
  readonly accepted: (by: string, fail: string) => string;
  /** Behind the decisive cause: which others fail, each once, at least one. @param failing how many, each time */
  readonly alsoFailing: (names: readonly string[], failing: number) => string;
  readonly besides: (fails: string, late: string) => string;
  /** Behind the first open question. @param more at least 1 */
  readonly moreOpen: (more: number) => string;
  /** Behind the sentences before it. */
  readonly and: (sentences: readonly string[]) => string;
  /** Whole sentences. @param seconds of load in all */
  readonly tooLong: (seconds: number) => string;
  readonly longer: (more: number, seconds: number) => string;
  readonly seeNotes: string;
}

/** The verdict in the words of a language. */
export function tellReasons(words: ReasonWords) {
  const { describe, begin, adviceOn, nameRow, nameOfServer } = words;

  /**
   * One sentence that a reviewer understands, plain text without a full stop; it may hold names from the scenario.
   *
   * @param source of the stored baseline, as written; null without one
   */
  function writeReason(verdict: Reasoned, source: string | null): string {
    const { outcome, causes, accepted } = verdict;
    if (accepted) return words.accepted(accepted.by, dropFullStop(describeFail(causes)));
    switch (outcome) {
      case 'pass':
        return words.describePass(verdict, source);
      case 'fail':
        return describeFail(causes);
      case 'inconclusive':
        return describeOpen(causes);
      case 'invalid':
        return describeInvalid(causes);
    }
  }

  /** Whole sentences; null where there is nothing to do. @param measuredSeconds of the target so far */
  function writeAdvice({ outcome, causes, accepted }: Reasoned, measuredSeconds: number): string | null {
    if (accepted) return null;
    switch (outcome) {
      case 'pass':
      case 'fail':
        return null;
      case 'inconclusive':
        return causes.some(({ code }) => code === 'interim') ? null : adviseOpen(causes, measuredSeconds);
      case 'invalid':
        return causes.flatMap((cause) => adviceOn(cause) ?? []).join(' ') || null;
    }
  }

  /** Each of them, the decisive one first. */
  function describeInvalid([first, ...others]: readonly Cause[]): string {
    if (!first) return '';
    return words.and([
      begin(first),
      ...others.map((cause) => continueSentence(dropFullStop(describe(cause)))),
    ]);
  }

  /** The decisive cause, and which other figures fail beside it. */
  function describeFail(causes: readonly Cause[]): string {
    const [first, ...others] = causes;
    if (!first) return '';
    const sentence = begin(first);
    const failing = others.flatMap(nameFailing);
    // Who turns requests away explains every other figure, and so does a target that fails in block after block.
    const fails =
      first.code === 'turned-away' || failing.length === 0
        ? sentence
        : `${sentence}${words.alsoFailing([...new Set(failing)], failing.length)}`;
    const late = others.find(({ code }) => code === 'generator-late');
    return late ? words.besides(fails, continueSentence(describe(late))) : fails;
  }

  /** What a cause is about: a figure, or a series of the server's side; empty where it is about neither. */
  function nameFailing(cause: Cause): string[] {
    switch (cause.code) {
      case 'server-over-limit':
      case 'server-drifted':
      case 'server-regressed':
        return [nameOfServer(cause.series)];
      default:
        return rowOf(cause).map(nameRow);
    }
  }

  /** The first open question, and how many there are beside it. */
  function describeOpen(questions: readonly Cause[]): string {
    const [first, ...others] = questions;
    if (!first) return '';
    return others.length > 0 ? `${begin(first)}${words.moreOpen(others.length)}` : begin(first);
  }

  /** What would decide an inconclusive run: so many seconds more, or something else where load doesn't help. */
  function adviseOpen(questions: readonly Cause[], seconds: number): string {
    const more = Math.max(0, ...questions.map(secondsMoreOf));
    const longer =
      more + seconds > LONGEST_SECONDS ? words.tooLong(more + seconds) : words.longer(more, more + seconds);
    const advice = questions.flatMap((cause) => adviceOn(cause) ?? []);
    return [...(more > 0 ? [longer] : []), ...new Set(advice)].join(' ') || words.seeNotes;
  }

  return { writeReason, writeAdvice };
}

function rowOf(cause: Cause): MetricScope[] {
  if (cause.code === 'over-limit' || cause.code === 'regressed' || cause.code === 'degraded') return [cause];
  return cause.code === 'not-recovered'
    ? metricsOf('time').map((metric) => ({ metric, endpoint: null }))
    : [];
}

/** Load at this rate that would answer a question; 0 where more load doesn't help. */
function secondsMoreOf(cause: Cause): number {
  if (cause.code === 'nothing-judged') return cause.because === null ? 0 : secondsMoreOf(cause.because);
  return ('secondsMore' in cause && cause.secondsMore) || 0;
}

/** In English. */
export const { writeReason, writeAdvice } = tellReasons({
  describe,
  begin,
  adviceOn,
  nameRow,
  nameOfServer,
  describePass,
  accepted: (by, fail) => `Accepted by ${by}: ${fail}`,
  alsoFailing: (names, failing) => `; ${enumerate(names)} ${failing === 1 ? 'fails' : 'fail'} too`,
  besides: (fails, late) => `${fails}; in addition, ${late}`,
  moreOpen: (more) =>
    `; ${more === 1 ? '1 more question is' : `${formatCount(more)} more questions are`} open`,
  and: (sentences) => sentences.join('; '),
  tooLong: (seconds) =>
    `At this rate it would take ${formatSeconds(seconds)} of load; more connections or a larger weight would decide it sooner.`,
  longer: (more, seconds) =>
    `About ${formatSeconds(more)} of additional load would decide it: ${formatSeconds(seconds)} in all.`,
  seeNotes: 'See the notes of the undecided rows.',
});
