/** One thread of the simulation: a job comes in, its counts go out. */
import { parentPort } from 'node:worker_threads';
import { simulateOrder } from './growing.mjs';
import { simulate } from './simulate.mjs';

parentPort.on('message', (job) => {
  parentPort.postMessage('order' in job ? simulateOrder(job) : simulate(job));
});
