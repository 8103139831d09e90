/** Autocannon as it comes, by its own API. Order as JSON in the first argument; figures as JSON on standard output. */
import autocannon from 'autocannon';

const order = JSON.parse(process.argv[2]);
const result = await autocannon({
  url: order.origin,
  connections: order.connections,
  duration: order.seconds,
  timeout: order.timeoutMs / 1000,
  headers: order.headers,
  ...(order.perSecond ? { overallRate: order.perSecond } : {}),
});
const answers = result['2xx'] + result.non2xx;
console.log(
  JSON.stringify({
    p50Ms: answers > 0 ? result.latency.p50 : null,
    p99Ms: answers > 0 ? result.latency.p99 : null,
    p99_9Ms: answers > 0 ? result.latency.p99_9 : null,
    responsesPerSecond: answers / result.duration,
    errors: result.errors + result.non2xx,
    counted: answers + result.errors,
  }),
);
