/**
 * Autocannon as its documentation says: `requests` holds one turn of the mix, and `setupRequest` writes a new body for
 * those that need one (its other way, `idReplacement`, rebuilds every request and is slower). Order as JSON in the
 * first argument; figures as JSON on standard output.
 */
import autocannon from 'autocannon';
import { Mix } from '../../../lib/engine/mix.js';
import { seededRandom } from '../../../lib/engine/random.js';
import { readMix } from '../mix.mjs';

const order = JSON.parse(process.argv[2]);
const run = Date.now().toString(36);
let count = 0;

const result = await autocannon({
  url: order.origin,
  connections: order.connections,
  duration: order.seconds,
  warmup: { connections: order.connections, duration: order.warmupSeconds },
  ...(order.scenario === 'realistic' ? { requests: oneTurn() } : {}),
});
const answers = result['2xx'] + result.non2xx;
console.log(JSON.stringify({ perSecond: answers / result.duration, errors: result.errors + result.non2xx }));

function oneTurn() {
  const mix = readMix();
  const weights = mix.map(({ weight }) => weight);
  const picks = new Mix(weights, seededRandom('autocannon'));
  const turn = weights.flatMap((weight) => Array.from({ length: weight }, () => mix[picks.pick()]));
  // Autocannon doesn't build the first of a turn ahead of its answers unless it needs no set-up.
  const first = turn.findIndex(({ body }) => body === null);
  return [...turn.slice(first), ...turn.slice(0, first)].map(({ method, path, headers, body }) => {
    const request = { method, path: path.join(''), headers };
    return body === null
      ? request
      : { ...request, setupRequest: (given) => ({ ...given, body: fill(body) }) };
  });
}

function fill(parts) {
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') text += part;
    else if (part.value === 'unique') text += run + (count++).toString(36);
    else if (part.value === 'now') text += new Date().toISOString();
    else text += part.from + Math.floor(Math.random() * (part.to - part.from + 1));
  }
  return text;
}
