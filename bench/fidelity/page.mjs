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
  }. ${seconds} s of load for each tool and row, one after the other, each against a server started for it${repeats > 1 ? `; ${repeats} times in turn, of which the one in the middle by its error of P99 is shown, with the worst account` : ''}.

The server of the bench draws each request's service time from a seeded distribution and logs it from the request read
to the response flushed. That is the truth that every tool is held against: its P99 less the P99 that the server logged
for the same requests. It is a lower bound of what a client sees: accepting a connection, and the way of the bytes
there and back, are not in it.

## Error of P99

${summaryTable(measured, tools)}

The goal: Tailgate's P99 is no further from the truth than the best other tool's, plus 2 % or 0.5 ms, whichever is more;
no request is unaccounted for; and every fault is counted as its kind within 1 %.

${explainMisses(measured)}

## How to read it

- **Warm-up.** Each tool runs as it comes. Tailgate's way of measuring has a warm-up before it, here of 1 s; the others
  begin to count with their first request. Servers are warm for all of them.
- **Closed connections.** Autocannon keeps the start times of a connection that was closed, and takes the responses of the
  next one for responses to them. So its figures grow with the number of closed connections, which is why a service behind
  a proxy with a limit on them looks many times slower than it is.
- **Requests still under way at the end.** autocannon and wrk drop them: up to one for each connection is unaccounted for,
  and with them goes a share of the slowest responses. oha breaks them off and counts them as errors. Tailgate, hey and k6
  wait for them.
- **A server that stands still.** Where each connection waits for its response before it asks again, a stop of a second is
  seen by one request per connection. The truth of that row is what requests arriving at a steady rate would see: one
  that arrives u after the stop waits pause − u × (1 − rate ÷ capacity), with the pause as the server measured it.
- **wrk** adds samples of its own to make up for requests that a slow response held back, at the mean interval of the run.
  They change its percentiles wherever the tail is long, and bring it near the truth of the server that stood still. A
  body that ends with the connection it counts twice, as a response and as a read error: hence the negative number.
- **hey** adds the time to connect to the latency, and its list of responses leaves out what failed: those requests are
  unaccounted for here. A response that breaks off in its body it counts as a good one.
- **k6** tells the time from sending to the last byte, and runs a script around each request: where the service is quick,
  much of its figure is its own. With a rate it leaves out the requests for which no virtual user is free
  (and so does hey, whose workers each keep to their part of the rate): while a server stands still they are not sent, and
  the responses/s of that row fall short of the rate.
- **Never answered.** The truth counts such a request with the time-out, because a user would have waited that long.

## Every figure

In ms where no unit is given. Each \`true\` stands beside the figure it belongs to, since every tool met its own
run of the server. Errors are what the tool itself calls so.

${detailTable(measured)}

## Stages

Each stage of a load against the requests of that stage, in the order in which the server read them: within 2 % or 0.5 ms,
whichever is more.

${stageTable(measured) || 'No row with stages was measured.'}

## Faults

${faultTable(measured) || 'No row with faults was measured.'}
`;
}

function explainMisses(measured) {
  const missed = measured.filter(({ goal }) => goal && !goal.met);
  if (missed.length === 0) return 'Every row that was measured meets it.';
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
