import type { ResourceLimits } from 'node:worker_threads';
import type { WorkerOrder } from './worker/messages.ts';

/** What a worker makes lives for one request: a small nursery is collected often and quickly, and stays small. */
const NURSERY_MB = 8;
/**
 * Walks of many users outlive the nursery, and lie around until the rest is collected: below 2 GiB V8 lets that grow to
 * twice what lives, else to four times. Collecting more often takes a fiftieth of the processor, so that nobody else is
 * bounded.
 */
const BOUND_MB = 2000;
const MANY_USERS = 200;

/** Limits of the heap of a worker's thread. */
export function workerHeap({
  flows = [],
  mostConnections,
}: Pick<WorkerOrder, 'flows' | 'mostConnections'>): ResourceLimits {
  const isBounded = flows.length > 0 && mostConnections >= MANY_USERS;
  return {
    maxYoungGenerationSizeMb: NURSERY_MB,
    ...(isBounded && { maxOldGenerationSizeMb: BOUND_MB }),
  };
}
