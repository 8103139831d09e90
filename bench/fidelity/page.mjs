import { cpus, totalmem } from 'node:os';
import { detailTable, faultTable, stageTable, summaryTable } from './tables.mjs';

/** docs/fidelity.md: the tables, how they came about, and why a row misses its goal where one does. */
export function writePage(measured, { tools, missing, command, seconds, repeats, nginx, date }) {
  return `# Are the numbers true?

Written by \`${command}\` on ${date}; do not edit it by hand.

Machine: ${machine()}. Tools: ${tools
    .map(({ name, version }) => `${name} ${version}`)
    .join(', ')}${nginx === null ? '' : `; nginx ${nginx.version} as the proxy`}${
    missing.length > 0 ? `; not on this machine: ${missing.join(', ')}` : ''
  }. ${seconds} s of load for each tool and row, one after the other, each against a server started for it${repeats > 1 ? `; ${repeats} alternating repeats; the median by error of P99 is shown, with the worst accounting` : ''}.

The benchmark's server draws each request's service time from a seeded distribution and logs it, from reading the request
to flushing the response. Every tool is compared with this log: the error is the tool's P99 minus the P99 that the server
logged for the same requests. The log is a lower bound of what a client sees: it doesn't include accepting a connection, nor
the time the bytes take there and back.

## Error of P99

${summaryTable(measured, tools)}

The goal: Tailgate's P99 is no further from the truth than that of the best other tool, plus 2 % or 0.5 ms, whichever is more;
no request is unaccounted for; and every fault is counted under its kind, within 1 %.

${explainMisses(measured)}

## How to read it

- **Warm-up.** Each tool runs with its defaults. Tailgate always has a warm-up first, here of 1 s; the others
  start counting with their first request. The servers are warm for all of them.
- **Closed connections.** autocannon keeps the start times of a connection that was closed, and matches them with the responses of
  the next one. So its figures grow with the number of closed connections, which is why a service behind
  a proxy that limits requests per connection looks many times slower than it is.
- **Requests in flight at the end.** autocannon and wrk drop them: up to one per connection is unaccounted for,
  including a share of the slowest responses. oha aborts them and counts them as errors. Tailgate, hey and k6
  wait for them.
- **A server that stops.** If each connection waits for its response before it sends the next request, only one request per
  connection sees a stop of a second. The truth for that row is what requests arriving at a steady rate would see: one
  that arrives u after the stop waits pause − u × (1 − rate ÷ capacity), with the pause as the server measured it.
- **wrk** adds samples of its own to compensate for requests that a slow response held back, at the mean interval of the run.
  They change its percentiles whenever the tail is long, and bring it close to the truth for the server that stopped. It counts a
  body that ends with the connection twice, as a response and as a read error: hence the negative number.
- **hey** adds the time to connect to the latency, and its list of responses omits those that failed: these requests are
  unaccounted for here. It counts a response that breaks off in its body as a success.
- **k6** reports the time from sending to the last byte, and runs a script for each request: if the service is fast,
  much of the figure is k6's own. With a rate it skips requests for which no virtual user is free
  (and so does hey, whose workers each keep to their part of the rate): while a server is stopped they are not sent, and
  the responses/s of that row are below the rate.
- **Never answered.** The truth counts such a request with the timeout, because a user would have waited that long.

## Every figure

In ms unless a unit is given. Each \`true\` is next to the figure it belongs to, since every tool had its own
run of the server. Errors are whatever the tool itself calls errors.

${detailTable(measured)}

## Stages

Each stage of a load, compared with the requests of that stage, in the order in which the server read them: within 2 % or 0.5 ms,
whichever is more.

${stageTable(measured) || 'No row with stages was measured.'}

## Faults

${faultTable(measured) || 'No row with faults was measured.'}
`;
}

function explainMisses(measured) {
  const missed = measured.filter(({ goal }) => goal && !goal.met);
  if (missed.length === 0) return 'Every measured row meets it.';
  const lines = missed.map(
    ({ row, goal }) => `- ${row.title}: ${goal.misses.join('; ')}.${row.caveat ? ` ${row.caveat}` : ''}`,
  );
  return ['Rows that miss it:', '', ...lines].join('\n');
}

function machine() {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${memory} GiB, ${process.platform} ${process.arch}, Node ${process.version}`;
}
