/**
 * What Server-Timing costs the load: reading a response with and without the header, and taking the header apart.
 *
 *   npm run build && node bench/server-timing.mjs
 *
 * A request takes some tens of µs of the generator's time in all (docs/speed.md).
 */
import { ResponseParser } from '../lib/engine/worker/response-parser.js';
import { TimingCounter } from '../lib/engine/worker/timing-counter.js';

const ROUNDS = 7;
const TIMES = 200_000;
const HEADERS = [
  'HTTP/1.1 200 OK',
  'date: Mon, 30 Nov 2026 12:00:00 GMT',
  'content-type: application/json; charset=utf-8',
  'cache-control: no-store',
  'x-request-id: 5f0c1a9e-3b7d-4c52-9a46-8e2d7b1c6f30',
  'strict-transport-security: max-age=31536000',
  'content-length: 2',
];
const TIMING = 'db;desc="PostgreSQL";dur=16.24, app;dur=2.13, cache;desc="hit";dur=0.4';
const plain = Buffer.from(`${HEADERS.join('\r\n')}\r\n\r\nok`);
const told = Buffer.from(`${HEADERS.join('\r\n')}\r\nserver-timing: ${TIMING}\r\n\r\nok`);

const rows = [
  ['a response of 7 headers', reading(plain)],
  ['the same with Server-Timing', reading(told)],
  ['taking the header apart and adding it up: 3 durations', adding(TIMING)],
  [
    'the same: 64 durations, at most',
    adding(Array.from({ length: 64 }, (_, i) => `n${i % 16};dur=${i}`).join(', ')),
  ],
];
for (const [what, once] of rows) console.log(`${what.padEnd(56)} ${fastest(once).toFixed(2)} µs`);

function reading(bytes) {
  const parser = new ResponseParser(() => -1);
  parser.reset();
  return () => {
    parser.expect(false);
    parser.execute(bytes);
  };
}

function adding(header) {
  const counter = new TimingCounter();
  let latencyMs = 0;
  return () => {
    latencyMs = (latencyMs + 0.37) % 100;
    counter.record(latencyMs, header);
  };
}

/** In µs; the fastest of several rounds, which a busy machine disturbs least. */
function fastest(once) {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round++) {
    const startMs = performance.now();
    for (let i = 0; i < TIMES; i++) once();
    best = Math.min(best, ((performance.now() - startMs) * 1000) / TIMES);
  }
  return best;
}
