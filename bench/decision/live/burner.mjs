/** Keeps one core busy until the process that started it ends or stops it: what a neighbour on a shared runner does. */
import { isMainThread, Worker } from 'node:worker_threads';

if (isMainThread) {
  // The loop is the worker's, so that this thread hears of the end.
  new Worker(new URL(import.meta.url));
  process.once('disconnect', () => process.exit(0));
} else {
  for (;;) Math.sqrt(performance.now());
}
