/** The way of one machine of several: it measures its part and judges nothing. What all saw goes on in pipeline.ts. */
import type { Plan } from './config/plan.ts';
import { redactor } from './config/secrets/redact.ts';
import type { Shard } from './config/shard.ts';
import { urlOf } from './config/target/location.ts';
import type { Engine } from './engine/engine.ts';
import type { ClockOffset, Meet, Start } from './engine/meeting.ts';
import type { Round } from './engine/round.ts';
import { placeRounds } from './engine/shard-clock.ts';
import { Unmeasurable } from './engine/unmeasurable.ts';
import { watchClock } from './engine/watch-clock.ts';
import { measureNext } from './measure-next.ts';
import { hashPlan, seedOf } from './shards/hash-plan.ts';
import { packRounds } from './shards/pack-rounds.ts';
import { redactRounds } from './shards/redact-rounds.ts';
import { SHARD_FORMAT, type ShardFile } from './shards/shard-file.ts';
import { VERSION } from './version.ts';

interface ShardSetting {
  readonly shard: Shard;
  readonly engine: Engine;
  readonly signal: AbortSignal;
  readonly meet: Meet;
  /** All of them are there. */
  met(start: Start): void;
}

const NO_CLOCK: ClockOffset = { offsetMs: 0, uncertaintyMs: 0, source: 'own' };
/** A day: no load has more to lose. */
const MOST_SET_MS = 86_400_000;

/** @returns what is written; where nothing could be measured, why. Throws ConfigurationError */
export async function measureShard(
  plan: Plan,
  { shard, engine, signal, meet, met }: ShardSetting,
): Promise<ShardFile> {
  const hash = hashPlan(plan);
  const rounds: Round[] = [];
  let start: Start | null = null;
  let trouble: Unmeasurable | null = null;
  /** By which its clock was set between the meeting and the load's end: by as much its moments may be wrong. */
  let setByMs = 0;
  try {
    await engine.prepare(plan);
    const setSince = watchClock();
    start = await meet(shard, signal);
    met(start);
    const place = placeRounds(plan, start.atMs);
    await measureNext(plan, rounds, {
      seed: seedOf(start.run, hash),
      measure: (_, order) => engine.measure(plan, place(order)),
    });
    if (shard.of > 1) setByMs = Math.min(MOST_SET_MS, setSince());
    await engine.confirm();
  } catch (error) {
    if (!(error instanceof Unmeasurable)) throw error;
    trouble = error;
  } finally {
    await engine.close();
  }
  const clock = start?.clock ?? NO_CLOCK;
  const redact = redactor([...plan.secrets, ...engine.secrets()]);
  return {
    format: SHARD_FORMAT,
    version: VERSION,
    shard: { ...shard },
    plan: hash,
    run: start?.run ?? null,
    seed: start === null ? '' : seedOf(start.run, hash),
    target: urlOf(plan.target),
    base: plan.base && urlOf(plan.base),
    clock: { ...clock, uncertaintyMs: clock.uncertaintyMs + setByMs },
    machine: { ...engine.machine },
    commits: { target: engine.servedCommit('target'), base: engine.servedCommit('base') },
    cleanup: engine.cleanup().map((one) => ({ ...one })),
    trouble: trouble && { code: trouble.code, detail: redact(trouble.message).slice(0, 4000) },
    rounds: packRounds(redactRounds(rounds, redact)),
  };
}
