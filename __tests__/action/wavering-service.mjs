/**
 * A service in a process of its own, as a preview is: service times from a log-normal distribution, dealt by a seeded
 * generator, so that a session's only chance is the machine's. Prints its port.
 *
 * usage: node wavering-service.mjs MEDIAN_MS SEED STALLED_SHARE [SIGMA]
 *   STALLED_SHARE  share of the seconds in which everything takes four times as long
 *   SIGMA          of the logarithm of the times, 0.35 by default: the more, the heavier the tail
 */
import { createServer } from 'node:http';

const [medianMs, seed, stalledShare, sigma = 0.35] = process.argv.slice(2).map(Number);
const STALL = 4;

/** Mulberry32: 32 bits of state are enough to deal times. */
function unitsFrom(start) {
  let state = start >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const unit = unitsFrom(seed);
const stalls = unitsFrom(seed + 1);
let stalled = false;
setInterval(() => {
  stalled = stalls() < stalledShare;
}, 1000);

/** Box and Muller's way to a normal value. */
function serviceMs() {
  const normal = Math.sqrt(-2 * Math.log(1 - unit())) * Math.cos(2 * Math.PI * unit());
  return medianMs * Math.exp(sigma * normal) * (stalled ? STALL : 1);
}

const server = createServer((request, response) => {
  request.resume();
  // A timer takes whole milliseconds: the fraction decides by chance between the two beside it.
  setTimeout(() => response.end('{"ok":true}'), Math.floor(serviceMs() + unit()));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('disconnect', () => process.exit());
