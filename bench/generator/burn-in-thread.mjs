// Loaded with --import: makes each worker thread of the process busy for 30 ms of every 60.
import { isMainThread } from 'node:worker_threads';

if (!isMainThread) {
  setInterval(() => {
    const endMs = performance.now() + 30;
    while (performance.now() < endMs);
  }, 60).unref();
}
