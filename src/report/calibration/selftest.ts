/** A selftest for a terminal and for a file. */
import { type Metric, TAIL } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import { findScope, WHOLE } from '../../config/scope.ts';
import { urlOf } from '../../config/target/location.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { Selftest, SelftestSession, SelftestSides } from '../../judgement/selftest.ts';
import type { Verdict } from '../../judgement/verdict.ts';
import { changeTexts } from '../change-texts.ts';
import { clean } from '../escape.ts';
import { type Cell, paint, type TerminalColumn, terminalTable, wrap } from '../terminal/columns.ts';
import { name, type TerminalOptions } from '../terminal/tables.ts';
import { OUTCOMES } from '../view/badges.ts';
import {
  formatChange,
  formatChangeSize,
  formatCount,
  formatInterval,
  formatMs,
  formatSeconds,
} from '../words/format.ts';
import { MARK_WORDS } from '../words/marks.ts';
import { dropFullStop } from '../words/names.ts';
import { writeReason } from '../words/reason.ts';
import { describeSelftest } from './selftest-words.ts';

/** What one way to the target saw, as the proxy counted it. */
interface Way {
  readonly responses: number;
  /** Mean time of a response up to the proxy, and mean delay added there, in ms; null without a response. */
  readonly serviceMs: number | null;
  readonly addedMs: number | null;
}

export interface SelftestReport {
  readonly plan: Plan;
  readonly sessions: readonly (SelftestSession & {
    /** Share of a response's own time that was added. */
    readonly slowdown: number;
    readonly target: Way;
    readonly base: Way;
  })[];
  readonly selftest: Selftest;
  /** What it was judged by; of a target that was never ready there is a verdict, though there was no session. */
  readonly verdicts: SelftestSides<Verdict>;
}

/** The verdict with the proxies' addresses, which mean nothing to a reader, replaced by what they stand for. */
export function nameWays(
  verdict: Verdict,
  ways: {
    readonly plan: Plan;
    readonly target: string;
    readonly base: string;
    readonly trouble: string | null;
  },
): Verdict {
  const { origin } = ways.plan.target;
  const told = (text: string) => text.replaceAll(ways.target, origin).replaceAll(ways.base, origin);
  const causes = changeTexts(verdict.causes, told);
  return {
    ...verdict,
    causes: ways.trouble === null ? causes : causes.map((cause) => withTrouble(cause, ways.trouble ?? '')),
    warnings: changeTexts(verdict.warnings, told),
  };
}

/** What kept it from being measured happened behind the proxy. */
function withTrouble(cause: Cause, trouble: string): Cause {
  if (!('detail' in cause) || cause.detail === null) return cause;
  return { ...cause, detail: `${dropFullStop(cause.detail)}; behind the proxy, ${trouble}` };
}

/** Many lines, without a final newline. */
export function renderSelftest(
  { plan, sessions, selftest, verdicts }: SelftestReport,
  options: TerminalOptions,
): string {
  const { sign, tone } = OUTCOMES[selftest.outcome];
  const word = MARK_WORDS.outcomes[selftest.outcome];
  const title = `${paint(`${sign} SELFTEST: ${word.toUpperCase()}`, tone, options.colour)}  ${name(plan.name)}`;
  const { reason, advice } = describeSelftest(selftest, verdicts);
  const said = [reason, advice ?? ''].filter((sentence) => sentence !== '');
  const lines = said.flatMap((text) => wrap(clean(text), Math.max(20, options.width - 2)));
  return [
    [title, ...lines.map((line) => `  ${line}`)],
    ...(sessions.length > 0 ? [sessionLines(sessions, options)] : []),
  ]
    .map((section) => section.join('\n'))
    .join('\n\n');
}

function sessionLines(sessions: SelftestReport['sessions'], options: TerminalOptions): string[] {
  const columns: TerminalColumn[] = [
    { title: 'session', align: 'left' },
    { title: 'must', align: 'left' },
    { title: 'did', align: 'left' },
    { title: 'P99 (sequential interval)', align: 'right' },
    { title: 'throughput', align: 'right' },
    { title: 'blocks', align: 'right' },
    { title: 'measured', align: 'right' },
    { title: 'added on average', align: 'right' },
  ];
  const rows = sessions.map(({ verdict, slowdown, target }): Cell[] => {
    const { tone } = OUTCOMES[verdict.outcome];
    const word = MARK_WORDS.outcomes[verdict.outcome];
    const must = slowdown > 0 ? 'fail' : 'pass';
    return [
      { text: slowdown > 0 ? `${formatChangeSize(TAIL, slowdown)} added` : 'nothing added' },
      { text: must },
      { text: word.toLowerCase(), style: verdict.outcome === must ? 'good' : tone },
      { text: changeOf(verdict, TAIL, true) },
      { text: changeOf(verdict, 'throughput') },
      { text: verdict.interleaved ? formatCount(verdict.interleaved.blocks) : '–' },
      { text: verdict.interleaved ? formatSeconds(verdict.interleaved.measuredSeconds) : '–' },
      {
        text:
          target.addedMs === null || target.serviceMs === null || slowdown === 0
            ? '–'
            : `${formatMs(target.addedMs)} to ${formatMs(target.serviceMs)}`,
      },
    ];
  });
  return terminalTable(columns, rows, options);
}

function changeOf({ comparisons }: Verdict, metric: Metric, withInterval = false): string {
  const row = findScope(comparisons, metric, WHOLE);
  if (!row || row.change === null || row.against !== 'base') return '–';
  const interval = withInterval && row.interval ? ` (${formatInterval(metric, row.interval)})` : '';
  return `${formatChange(metric, row.change)}${interval}`;
}

/** For `--json`: the cause as data and in words, with the figures of each session as its verdict has them. */
export function toSelftestFile({
  plan,
  sessions,
  selftest,
  verdicts,
}: SelftestReport): Record<string, unknown> {
  return {
    format: 'tailgate-selftest/1',
    outcome: selftest.outcome,
    ...describeSelftest(selftest, verdicts),
    cause: selftest.cause,
    target: urlOf(plan.target),
    sessions: sessions.map(({ verdict, busyShare, slowdown, target, base }) => ({
      slowdown,
      verdict: verdict.outcome,
      reason: writeReason(verdict, null),
      causes: verdict.causes,
      blocks: verdict.interleaved?.blocks ?? 0,
      measuredSeconds: verdict.interleaved?.measuredSeconds ?? 0,
      seed: verdict.interleaved?.seed ?? null,
      changes: verdict.comparisons
        .filter(({ endpoint, against }) => endpoint === null && against === 'base')
        .map(({ metric, change, interval, finding }) => ({ metric, change, interval, finding })),
      proxies: { busyShare, target, base },
    })),
  };
}
