/** The worker threads of one round: started together, told together, ended together. */
import { Worker } from 'node:worker_threads';
import type { Captures } from './render.ts';
import type { RoundEnd, SecondTally } from './round.ts';
import type { FromWorker, Share, ShareOrder, ToWorker } from './worker/share-messages.ts';

export interface CrewOrder {
  readonly workerFile: string;
  readonly shares: readonly ShareOrder[];
  readonly signal: AbortSignal;
  /** One new login for all: resolves to the new captures. */
  renewLogin(): Promise<Captures>;
  onMeasuring(): void;
  /** One second of all workers together. */
  onSecond(seconds: readonly SecondTally[], sent: number): void;
}

export interface CrewResult {
  readonly startedAt: string;
  readonly shares: readonly Share[];
  /** For each worker, second by second. */
  readonly seconds: readonly (readonly SecondTally[])[];
  readonly ended: RoundEnd;
}

export async function runCrew(order: CrewOrder): Promise<CrewResult> {
  const workers = order.shares.map((share) => new Worker(order.workerFile, { workerData: share }));
  const seconds = workers.map((): SecondTally[] => []);
  const sent = workers.map(() => 0);
  let startedAt = new Date().toISOString();
  let ended: RoundEnd = { how: 'complete' };
  let renewed = false;

  const tell = (message: ToWorker) => {
    for (const worker of workers) worker.postMessage(message);
  };
  const end = (how: RoundEnd) => {
    if (ended.how !== 'complete') return;
    ended = how;
    tell({ say: 'stop' });
  };
  /** Once for each round: whoever notices first, all get the new captures. */
  const renew = () => {
    if (renewed) return;
    renewed = true;
    order.renewLogin().then(
      (captures) => tell({ say: 'captures', captures }),
      (error: Error) => end({ how: 'login-lost', afterMs: elapsed(), why: error.message }),
    );
  };
  let measuringMs: number | null = null;
  const elapsed = () => (measuringMs === null ? 0 : performance.now() - measuringMs);

  const hear = (index: number, message: FromWorker) => {
    if (message.say === 'measuring' && measuringMs === null) {
      measuringMs = performance.now();
      startedAt = message.startedAt;
      order.onMeasuring();
    } else if (message.say === 'second') {
      const own = seconds[index] as SecondTally[];
      own.push(message.second);
      sent[index] = message.sent;
      if (seconds.every((list) => list.length >= own.length)) {
        const latest = seconds.map((list) => list[own.length - 1] as SecondTally);
        order.onSecond(
          latest,
          sent.reduce((total, count) => total + count, 0),
        );
      }
    } else if (message.say === 'unauthorised') {
      renew();
    } else if (message.say === 'lost') {
      const { afterMs, why } = message;
      end({ how: message.what === 'target' ? 'target-lost' : 'login-lost', afterMs, why });
    }
  };
  const cancel = () => end({ how: 'cancelled' });
  order.signal.addEventListener('abort', cancel);
  if (order.signal.aborted) cancel();
  try {
    const shares = await Promise.all(
      workers.map((worker, index) => shareOf(worker, (message) => hear(index, message))),
    );
    return { startedAt, shares, seconds, ended };
  } finally {
    order.signal.removeEventListener('abort', cancel);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function shareOf(worker: Worker, hear: (message: FromWorker) => void): Promise<Share> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: FromWorker) => {
      if (message.say === 'done') resolve(message.share);
      else hear(message);
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a worker thread ended early with code ${code}`)));
  });
}
