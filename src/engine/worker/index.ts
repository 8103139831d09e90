/** Entry of the worker thread: one part of the load, round after round, ordered by `workerData`, told by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import type { ToWorker, WorkerOrder } from './messages.ts';
import { WorkerLoad } from './worker-load.ts';

const port = parentPort;
if (port === null) throw new Error('this file is started by Tailgate as a worker thread');
const load = new WorkerLoad(workerData as WorkerOrder, (message) => port.postMessage(message));
port.on('message', (message: ToWorker) => load.receive(message));
