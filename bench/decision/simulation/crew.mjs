import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/** Sessions of a job: the seeds belong to the job, so that the number of threads changes no figure. */
export const CHUNK = 250;

/** Threads that share out jobs. @returns `run(jobs)` → their counts added up, and `close` */
export function startCrew(threads = Math.min(8, availableParallelism())) {
  const workers = Array.from({ length: threads }, () => new Worker(new URL('./worker.mjs', import.meta.url)));
  const work = (worker, job) =>
    new Promise((resolve, reject) => {
      const end = (settle) => (value) => {
        worker.off('message', answered).off('error', failed);
        settle(value);
      };
      const answered = end(resolve);
      const failed = end(reject);
      worker.once('message', answered).once('error', failed);
      worker.postMessage(job);
    });
  return {
    async run(jobs) {
      const left = [...jobs];
      const results = [];
      await Promise.all(
        workers.map(async (worker) => {
          for (let job = left.shift(); job; job = left.shift()) results.push(await work(worker, job));
        }),
      );
      return results.reduce(add, {});
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}

/** @returns {{ chunk: number, sessions: number }[]} parts of so many sessions */
export function cut(sessions) {
  return Array.from({ length: Math.ceil(sessions / CHUNK) }, (_, chunk) => ({
    chunk,
    sessions: Math.min(CHUNK, sessions - chunk * CHUNK),
  }));
}

/** Numbers add up, key by key, however deep. */
function add(sum, part) {
  for (const [key, value] of Object.entries(part)) {
    sum[key] = typeof value === 'number' ? (sum[key] ?? 0) + value : add(sum[key] ?? {}, value);
  }
  return sum;
}
