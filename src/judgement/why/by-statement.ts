import type { DatabaseSeen, StatementSeen } from '../../engine/probes/readings.ts';
import type { Sides } from '../../evidence/result/parts.ts';
import type { Explanation } from '../../evidence/result/why.ts';
import type { CountedDatabase } from '../../evidence/server/server-figures.ts';
import { normalQuantile, SHOWN } from '../statistics/quantiles.ts';
import type { Asked } from './asked.ts';
import type { ComparedServer } from './compared-server.ts';
import { LEAST_SHARE, MOST_NAMED } from './standing-out.ts';
import { weighCalls, weighWork } from './weigh.ts';

type StatementMoved = Extract<Explanation, { kind: 'statement' }>;

/** On the target, for its mean to say anything. */
const FEWEST_CALLS = 20;
const LONGEST_TEXT = 500;

/** Statements of PostgreSQL that take longer, or are asked more often, in what was counted of both sides. */
export function explainByStatement({ server }: Pick<Asked, 'server'>): StatementMoved[] {
  if (server === null) return [];
  return server.databases
    .flatMap((pair) => explainDatabase(pair, server))
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_NAMED);
}

/** One text on one side, whatever user or plan it belongs to. */
interface Asking {
  readonly calls: number;
  readonly perRequest: number;
  readonly meanMs: number;
  /** Of all its time, for each request of the side. */
  readonly msPerRequest: number;
  /** Variance of the mean, in ms², and of the calls for each request. */
  readonly meanVariance: number;
  readonly callsVariance: number;
}

const NEVER: Asking = {
  calls: 0,
  perRequest: 0,
  meanMs: 0,
  msPerRequest: 0,
  meanVariance: 0,
  callsVariance: 0,
};

function explainDatabase({ base, target }: Sides<CountedDatabase>, server: ComparedServer): StatementMoved[] {
  if (base.statements === null || target.statements === null) return [];
  if (base.requests === 0 || target.requests === 0) return [];
  const [before, now] = [askingsOf(base), askingsOf(target)];
  const all = { before: totalOf(before), now: totalOf(now) };
  // What one statement takes in another's place has not been added, whatever the text was changed to.
  const added = { ms: all.now.ms - all.before.ms, calls: all.now.calls - all.before.calls };
  const addsMs = server.exceedsSpread(all.before.ms, all.now.ms);
  const addsCalls = server.exceeds(all.before.calls, all.now.calls);
  return [...now].flatMap(([text, own]): StatementMoved[] => {
    const other = before.get(text) ?? NEVER;
    if (own.calls < FEWEST_CALLS) return [];
    const isSlower =
      other !== NEVER &&
      server.exceedsSpread(other.meanMs, own.meanMs) &&
      isMore(other.meanMs, own.meanMs, other.meanVariance + own.meanVariance);
    const isOftener =
      server.exceeds(other.perRequest, own.perRequest) &&
      isMore(other.perRequest, own.perRequest, other.callsVariance + own.callsVariance);
    if (!isSlower && !isOftener) return [];
    if (other === NEVER && !addsMs && !addsCalls) return [];
    const ms = Math.min(own.msPerRequest - other.msPerRequest, added.ms);
    const calls = Math.min(own.perRequest - other.perRequest, added.calls);
    const share = Math.max(
      weighWork(ms, ms / all.before.ms, server.slowing),
      isOftener ? weighCalls(calls / all.before.calls, server.slowing) : 0,
    );
    if (!(share >= LEAST_SHARE)) return [];
    return [
      {
        kind: 'statement',
        key: target.key,
        text: text.slice(0, LONGEST_TEXT),
        share,
        beforeMs: other.meanMs,
        afterMs: own.meanMs,
        callsBefore: other.perRequest,
        callsAfter: own.perRequest,
        isSlower,
        isOftener,
      },
    ];
  });
}

function askingsOf({ statements, requests }: DatabaseSeen): ReadonlyMap<string, Asking> {
  const texts = new Map<string, StatementSeen[]>();
  for (const one of statements ?? []) texts.set(one.text, [...(texts.get(one.text) ?? []), one]);
  return new Map([...texts].map(([text, all]) => [text, askingOf(all, requests)]));
}

function askingOf(all: readonly StatementSeen[], requests: number): Asking {
  const sum = (of: (one: StatementSeen) => number) => all.reduce((total, one) => total + of(one), 0);
  const [calls, totalMs] = [sum((one) => one.calls), sum((one) => one.totalMs)];
  const meanMs = totalMs / calls;
  const variance = Math.max(0, sum((one) => one.squaresMs) / calls - meanMs ** 2);
  return {
    calls,
    perRequest: calls / requests,
    meanMs,
    msPerRequest: totalMs / requests,
    meanVariance: variance / calls,
    callsVariance: calls / requests ** 2,
  };
}

function totalOf(askings: ReadonlyMap<string, Asking>) {
  let [ms, calls] = [0, 0];
  for (const { msPerRequest, perRequest } of askings.values()) {
    ms += msPerRequest;
    calls += perRequest;
  }
  return { ms, calls };
}

/** By more than so few calls leave to chance. */
function isMore(before: number, now: number, variance: number): boolean {
  return now - before > normalQuantile(SHOWN) * Math.sqrt(variance);
}
