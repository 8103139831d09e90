/**
 * A server that waits and does nothing else, for as long as its query says: `/?kind=stable`. Its times are exponential
 * about 15 ms with a floor of 5 ms, and differ a little from one stretch of ten seconds to the next, as a machine's do.
 * `creeping` ones grow by a quarter over `over` seconds from the first request on.
 */
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';

const FLOOR_MS = 5;
const MEAN_MS = 15;
const STRETCH_MS = 10_000;
const WAVERS = 0.03;
const GROWS = 0.25;

const { creeping, over } = parseArgs({
  options: { creeping: { type: 'boolean', default: false }, over: { type: 'string', default: '300' } },
}).values;

let startMs = null;
let stretch = { until: 0, factor: 1 };

function factorAt(nowMs) {
  if (nowMs >= stretch.until)
    stretch = { until: nowMs + STRETCH_MS, factor: Math.exp(WAVERS * (2 * Math.random() - 1)) };
  const share = creeping ? Math.min(1, (nowMs - startMs) / (1000 * Number(over))) : 0;
  return stretch.factor * (1 + GROWS * share);
}

const server = createServer((_, response) => {
  const nowMs = performance.now();
  startMs ??= nowMs;
  const ms = factorAt(nowMs) * (FLOOR_MS - MEAN_MS * Math.log(1 - Math.random()));
  setTimeout(() => response.end('{}'), ms);
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: server.address().port }));
process.on('disconnect', () => process.exit(0));
