/** What a selftest came to, in sentences. */
import { METRICS, TAIL } from '../../config/metrics.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import type {
  Selftest,
  SelftestCause,
  SelftestRule,
  SelftestSide,
  SelftestSides,
} from '../../judgement/selftest.ts';
import type { Verdict } from '../../judgement/verdict.ts';
import { fromTo } from '../words/failures.ts';
import { formatChange, formatChangeSize, formatCount } from '../words/format.ts';
import { dropFullStop, nameRow } from '../words/names.ts';
import { writeAdvice, writeReason } from '../words/reason.ts';
import { writeWarning } from '../words/remarks.ts';

interface SelftestWords {
  /** A sentence without a full stop. */
  readonly reason: string;
  readonly advice: string | null;
}

type Found<Code extends SelftestCause['code']> = Extract<SelftestCause, { code: Code }> & SelftestRule;

const CALIBRATE =
  'Run tailgate calibrate: it measures the noise, and recommends a tolerance and rounds that work.';

/** @param verdicts of its sessions, whose own reasons and figures are quoted */
export function describeSelftest({ cause }: Selftest, verdicts: SelftestSides<Verdict>): SelftestWords {
  const added = formatChangeSize(TAIL, cause.slowdown);
  const verdict = 'session' in cause ? verdicts[cause.session] : null;
  const seen = verdict ? describeSeen(verdict) : '';
  const own = verdict ? dropFullStop(writeReason(verdict, null)) : '';
  const advice = verdict ? writeAdvice(verdict, (verdict.interleaved?.measuredSeconds ?? 0) / 2) : null;
  switch (cause.code) {
    case 'gate-works':
      return describeWorking(cause, verdicts);
    case 'gate-blind':
      return {
        reason: `The gate is blind here: ${added} was added to every response, and a gate of ${formatChangeSize(TAIL, cause.tolerance)} passed${seen}`,
        advice:
          queueing(verdict) ??
          'Something other than the service determines how long a response takes, such as a rate limit or a queue in front of it; check the P99 of single requests, and whether the load reaches the service at all.',
      };
    case 'fails-unchanged':
      return {
        reason: `Nothing was added, and the gate still failed: ${own}`,
        advice: `In one or two of 100 sessions that is chance: run it again. If it persists, one round affects the next (caches, growing data): lengthen gate.rounds.discard. ${CALIBRATE}`,
      };
    case 'too-noisy': {
      const which = cause.session === 'slowed' ? `with ${added} added to every response` : WITHOUT;
      return {
        reason: `The environment is too noisy for a gate of ${formatChangeSize(TAIL, cause.tolerance)}: ${which}, it was undecided when the budget was used up`,
        advice: queueing(verdict) ?? [CALIBRATE, advice].filter(Boolean).join(' '),
      };
    }
    case 'fails-otherwise':
      return {
        reason: `The session ${nameSession(cause.session, added)} failed for another reason: ${own}`,
        advice: 'Fix that first: a selftest needs a target that works.',
      };
    case 'base-silent': {
      const silent = verdict?.warnings.find(({ code }) => code === 'base-silent');
      return {
        reason: `${beginInvalid(cause.session, added)}: the target stopped responding while it stood in for the base${silent?.code === 'base-silent' ? `, ${fromTo(silent)} of its load` : ''}`,
        advice: 'Fix that first: a selftest needs a target that works.',
      };
    }
    case 'not-believed':
      return {
        reason: `${beginInvalid(cause.session, added)}: ${own}`,
        advice,
      };
    case 'proxies-busy':
      return {
        reason: `${beginInvalid(cause.session, added)}: the selftest’s proxies used ${formatCount(100 * cause.busyShare)} % of a core, so responses waited for them`,
        advice:
          'Use less load in the selftest: --profile light, or a separate scenario with fewer connections.',
      };
  }
}

const WITHOUT = 'without any delay';

/** That requests queue for the service, and with which load they would not. */
function queueing(verdict: Verdict | null): string | null {
  const saturated = verdict?.warnings.find(({ code }) => code === 'saturated');
  return saturated ? writeWarning(saturated) : null;
}

function beginInvalid(session: SelftestSide, added: string): string {
  return `The session ${nameSession(session, added)} can't be trusted`;
}

function nameSession(session: SelftestSide, added: string): string {
  return session === 'slowed' ? `with ${added} added` : WITHOUT;
}

function describeWorking(
  { slowdown, unprovedP99 }: Found<'gate-works'>,
  { slowed, same }: SelftestSides<Verdict>,
): SelftestWords {
  const added = formatChangeSize(TAIL, slowdown);
  const unproved =
    unprovedP99 === null
      ? ''
      : `; it was throughput that failed, while P99 was ${unprovedP99 === 'undecided' ? 'undecided' : 'not shown to be worse'}`;
  return {
    reason: `The gate works here: it failed with ${added} added to every response${describeSeen(slowed)}, and passed without${same ? describeSeen(same) : ''}${unproved}`,
    advice:
      queueing(slowed) ??
      (unprovedP99 === null ? null : `Throughput alone proves nothing about a gate on P99. ${CALIBRATE}`),
  };
}

/** ` (P99 +20.4 %, throughput −16.1 %, after 9 blocks)`. */
function describeSeen({ comparisons, interleaved }: Verdict): string {
  const whole = comparisons.filter(
    ({ endpoint, change, metric }) => endpoint === null && change !== null && METRICS[metric].scale === 'log',
  );
  const changes = whole.map(
    (row: Comparison) => `${nameRow(row)} ${formatChange(row.metric, row.change ?? 0)}`,
  );
  const blocks = interleaved ? [`after ${formatCount(interleaved.blocks)} blocks`] : [];
  const parts = [...changes, ...blocks];
  return parts.length > 0 ? ` (${parts.join(', ')})` : '';
}
