/** Entry of the worker thread: one share of the load, round after round, ordered by `workerData`, told by messages. */
import { parentPort, workerData } from 'node:worker_threads';
import { Share } from './share.ts';
import type { ShareOrder, ToWorker } from './share-messages.ts';

const port = parentPort;
if (port === null) throw new Error('this file is started by Tailgate as a worker thread');
const share = new Share(workerData as ShareOrder, (message) => port.postMessage(message));
port.on('message', (message: ToWorker) => share.receive(message));
share.start();
