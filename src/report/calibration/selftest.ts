/** A selftest for a terminal and for a file. */
import { findScope, type Metric, TAIL } from '../../config/metrics.ts';
import type { Plan } from '../../config/plan.ts';
import {
  formatChange,
  formatChangeSize,
  formatCount,
  formatInterval,
  formatMs,
  formatSeconds,
} from '../../judgement/format.ts';
import type { Selftest, SelftestSession } from '../../judgement/selftest.ts';
import type { Verdict } from '../../judgement/verdict.ts';
import { clean } from '../escape.ts';
import { OUTCOMES } from '../facts/signs.ts';
import { type Cell, paint, type TerminalColumn, table, wrap } from '../terminal/columns.ts';
import { name, type TerminalOptions } from '../terminal/tables.ts';

/** What one way to the target saw, as the proxy counted it. */
export interface Way {
  readonly answers: number;
  /** Mean time of an answer up to the proxy, and mean delay added there, in ms; null without an answer. */
  readonly serviceMs: number | null;
  readonly addedMs: number | null;
}

export interface SelftestReport {
  readonly plan: Plan;
  readonly sessions: readonly (SelftestSession & {
    /** Share of an answer's own time that was added. */
    readonly slowdown: number;
    readonly target: Way;
    readonly base: Way;
  })[];
  readonly selftest: Selftest;
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
  const why =
    verdict.outcome === 'invalid' && ways.trouble !== null ? `; behind the proxy, ${ways.trouble}` : '';
  return {
    ...verdict,
    reason: `${told(verdict.reason)}${why}`,
    advice: verdict.advice && told(verdict.advice),
    warnings: verdict.warnings.map(told),
  };
}

/** Many lines, without a final newline. */
export function renderSelftest(
  { plan, sessions, selftest }: SelftestReport,
  options: TerminalOptions,
): string {
  const { word, sign, tone } = OUTCOMES[selftest.outcome];
  const title = `${paint(`${sign} SELFTEST: ${word.toUpperCase()}`, tone, options.colour)}  ${name(plan.name)}`;
  const said = [selftest.reason, selftest.advice].filter((sentence) => sentence !== null && sentence !== '');
  const lines = said.flatMap((text) => wrap(clean(text ?? ''), Math.max(20, options.width - 2)));
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
    const { word, tone } = OUTCOMES[verdict.outcome];
    const must = slowdown > 0 ? 'fail' : 'pass';
    return [
      { text: slowdown > 0 ? `${formatChangeSize(TAIL, slowdown)} added` : 'nothing added' },
      { text: must },
      { text: word.toLowerCase(), style: verdict.outcome === must ? 'good' : tone },
      { text: changeOf(verdict, TAIL, true) },
      { text: changeOf(verdict, 'throughput') },
      { text: verdict.live ? formatCount(verdict.live.blocks) : '–' },
      { text: verdict.live ? formatSeconds(verdict.live.measuredSeconds) : '–' },
      {
        text:
          target.addedMs === null || target.serviceMs === null || slowdown === 0
            ? '–'
            : `${formatMs(target.addedMs)} to ${formatMs(target.serviceMs)}`,
      },
    ];
  });
  return table(columns, rows, options);
}

function changeOf({ comparisons }: Verdict, metric: Metric, withInterval = false): string {
  const row = findScope(comparisons, metric, null);
  if (!row || row.change === null || row.against !== 'base') return '–';
  const interval =
    withInterval && row.interval ? ` (${formatInterval(metric, row.interval).replace(/ %/, '')})` : '';
  return `${formatChange(metric, row.change)}${interval}`;
}

/** For `--json`: plain data, with the figures of each session as its verdict has them. */
export function toSelftestFile({ plan, sessions, selftest }: SelftestReport): Record<string, unknown> {
  return {
    format: 'tailgate-selftest/1',
    ...selftest,
    target: plan.target.origin,
    sessions: sessions.map(({ verdict, busyShare, slowdown, target, base }) => ({
      slowdown,
      verdict: verdict.outcome,
      reason: verdict.reason,
      blocks: verdict.live?.blocks ?? 0,
      measuredSeconds: verdict.live?.measuredSeconds ?? 0,
      seed: verdict.live?.seed ?? null,
      changes: verdict.comparisons
        .filter(({ endpoint, against }) => endpoint === null && against === 'base')
        .map(({ metric, change, interval, finding }) => ({ metric, change, interval, finding })),
      proxies: { busyShare, target, base },
    })),
  };
}
