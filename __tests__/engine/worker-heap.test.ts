import { Worker } from 'node:worker_threads';
import { workerHeap } from '../../src/engine/worker-heap.ts';

const flows = [{ name: 'cart', weight: 1, steps: [] }];

test('a heap is bounded where many users walk, and nowhere else', () => {
  expect(workerHeap({ flows, mostConnections: 1000 })).toHaveProperty('maxOldGenerationSizeMb');
  expect(workerHeap({ flows, mostConnections: 50 })).not.toHaveProperty('maxOldGenerationSizeMb');
  expect(workerHeap({ flows: [], mostConnections: 1000 })).not.toHaveProperty('maxOldGenerationSizeMb');
  expect(workerHeap({ mostConnections: 1000 })).not.toHaveProperty('maxOldGenerationSizeMb');
});

test('bounded, it grows to twice what lives, with room for the nursery', async () => {
  // Some megabytes live; the rest is held for long enough to outlive the nursery, and then left.
  const code = `
    const { parentPort } = require('node:worker_threads');
    const { getHeapStatistics } = require('node:v8');
    const used = () => getHeapStatistics().used_heap_size / 1e6;
    const long = Array.from({ length: 100_000 }, (_, i) => ({ i, text: 'x' + i }));
    const ring = Array.from({ length: 20_000 }, (_, i) => ({ i, a: [i], b: { i } }));
    const lives = used();
    let most = 0;
    for (let i = 0; i < 3_000_000; i++) {
      ring[i % ring.length] = { i, a: [i], b: { i } };
      if (i % 10_000 === 0) most = Math.max(most, used());
    }
    parentPort.postMessage({ most, lives, held: long.length });
  `;
  const [most, lives] = await new Promise<[number, number]>((resolve, reject) => {
    const resourceLimits = workerHeap({ flows, mostConnections: 1000 });
    const worker = new Worker(code, { eval: true, resourceLimits });
    worker.once('message', (told) => resolve([told.most, told.lives]));
    worker.once('error', reject);
  });
  expect(most).toBeLessThan(2 * lives + 32);
});
