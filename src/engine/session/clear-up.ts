/** After a comparison, users still stand where their side's last slice ended: what their flows always send is sent. */
import type { RoundPart } from '../worker/messages.ts';
import type { WorkerPool } from '../worker-pool.ts';

interface Side {
  readonly pool: WorkerPool;
  /** What its last round was, by worker. */
  readonly latest: readonly RoundPart[];
  /** That went to its end. */
  readonly complete: boolean;
}

/** Sends it, counted by nobody. Never throws: the load is over, and whatever fails here is left to the clean-up. */
export async function clearUp({ pool, latest, complete }: Side): Promise<void> {
  if (!complete || !latest.some(({ pauses }) => pauses)) return;
  const rounds = latest.map(({ stages: [stage], share, uniquePrefix, seed }): RoundPart => {
    return {
      share,
      stages: [{ ...stage, durationMs: 0 }],
      warmupMs: 0,
      batches: 1,
      clears: true,
      seed: `${seed}/clear-up`,
      uniquePrefix: `${uniquePrefix}c`,
    };
  });
  const events = { renewLogin: () => Promise.reject(new Error('over')), onMeasuring() {}, onSecond() {} };
  await pool.measure(rounds, events).catch(() => {});
}
