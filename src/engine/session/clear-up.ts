/** After a comparison, users still stand where their side's last slice ended: what their flows always send is sent. */
import type { Plan } from '../../config/plan.ts';
import type { Shard } from '../../config/shard.ts';
import { shareCap } from '../share-cap.ts';
import type { RoundPart } from '../worker/messages.ts';
import type { WorkerPool } from '../worker-pool.ts';
import type { Session } from './session.ts';

interface Side {
  readonly plan: Pick<Plan, 'load' | 'scenario'>;
  readonly session: Pick<Session, 'logIn'>;
  readonly pool: Pick<WorkerPool, 'measure'>;
  /** What its last round was, by worker. */
  readonly latest: readonly RoundPart[];
  /** The most that any of its rounds had: who stands on those that the last one did not need clears up, too. */
  readonly mostConnections: number;
  /** That went to its end. */
  readonly complete: boolean;
}

interface ClearUpOptions {
  /** Requests of the load so far, and how many sides share what the cap leaves. */
  readonly sent: number;
  readonly sides: number;
  readonly shard: Shard | undefined;
  readonly signal: AbortSignal;
}

/** How many timeouts a login may take that has expired meanwhile. */
const TIMEOUTS = 2;

/** Sends it, counted by nobody. Never throws: the load is over, and whatever fails here is left to the clean-up. */
export async function clearUp(side: Side, { sent, sides, shard, signal }: ClearUpOptions): Promise<void> {
  const { plan, session, pool, latest, mostConnections: connections, complete } = side;
  if (!complete || !latest.some(({ pauses }) => pauses)) return;
  const stage = { name: null, connections, durationMs: 0, arrivals: null };
  // By what each had in any time at all: that of this round is none.
  const parts = latest.map(({ share }) => ({ share, stages: [{ ...stage, durationMs: 1 }] as const }));
  const caps = shareCap(plan, { stages: [stage], warmupMs: 0 }, sent, parts, shard);
  const rounds = latest.map(({ share, uniquePrefix, seed }, worker): RoundPart => {
    const { mostRequests } = caps[worker] ?? {};
    return {
      share,
      stages: [{ connections, durationMs: 0, arrivals: null }],
      warmupMs: 0,
      batches: 1,
      clears: true,
      ...(mostRequests !== undefined && { mostRequests: Math.floor(mostRequests / sides) }),
      seed: `${seed}/clear-up`,
      uniquePrefix: `${uniquePrefix}c`,
    };
  });
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, TIMEOUTS * plan.load.timeoutMs);
  signal.addEventListener('abort', end);
  const events = { renewLogin: () => session.logIn(over.signal), onMeasuring() {}, onSecond() {} };
  await pool.measure(rounds, events).catch(() => {});
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
}
