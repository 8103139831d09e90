/** One thread of the simulation: a job comes in, its counts go out. */
import { parentPort } from 'node:worker_threads';
import { simulateOrder } from './growing.mjs';
import { simulatePasses } from './passes.mjs';
import { simulateShards } from './shards.mjs';
import { simulate } from './simulate.mjs';
import { simulateSlices } from './slices.mjs';

parentPort.on('message', (job) => {
  if ('passes' in job) parentPort.postMessage(simulatePasses(job));
  else if ('blocks' in job) parentPort.postMessage(simulateShards(job));
  else if ('sliced' in job) parentPort.postMessage(simulateSlices(job));
  else parentPort.postMessage('order' in job ? simulateOrder(job) : simulate(job));
});
