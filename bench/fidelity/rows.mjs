/**
 * The table's rows: how the server behaves, and the load. Service times are lognormal {medianMs, sigma}, so that the
 * median and the tail differ; the load is closed with 10 connections unless the row says otherwise.
 */
const ORDINARY = { medianMs: 5, sigma: 0.25 };
/** Twice as many requests on each connection: its limits come round within the row's seconds. */
const QUICK = { medianMs: 2, sigma: 0.25 };

/** Why a row may miss its goal: what the server's log can't see. */
const NEW_CONNECTIONS =
  'Each request has a connection of its own, and the log begins when the server has accepted it and read the request: the time until then is in the figures of every tool.';
const SHARED_CORES =
  'Server and tool share the cores of the machine, and a wait for one of them is longer than the difference in question.';
const TAKEN_OVER =
  'A response counts as flushed when the system has taken it over, before the client has read the last of it.';

/** A fault's kind at the server → the outcome that it has to be counted as. */
export const OUTCOMES = { reset: 'socket', truncated: 'body', never: 'timeout', status: 'status' };

export const ROWS = [
  row('keep-alive', 'keeps connections open', {}),
  row('connections-50', '50 connections', { service: { medianMs: 20, sigma: 0.25 } }, { connections: 50 }),
  row('connections-200', '200 connections', { service: { medianMs: 40, sigma: 0.25 } }, { connections: 200 }),
  // Four, because ten would fill a core of the server's and measure its queue.
  row(
    'sub-ms',
    'service below a millisecond',
    { service: { medianMs: 0.3, sigma: 0.3 }, fine: true },
    { connections: 4 },
    SHARED_CORES,
  ),
  row('close-1', 'closes after each request', { closeAfter: 1 }, {}, NEW_CONNECTIONS),
  row('close-100', 'closes after 100 requests', { closeAfter: 100 }),
  row('close-1000', 'closes after 1,000 requests', { closeAfter: 1000, service: QUICK }),
  row('http-1.0', 'HTTP/1.0, body ends with the connection', { framing: 'until-close' }, {}, NEW_CONNECTIONS),
  row('nginx', 'nginx in front, its default keepalive_requests', { service: QUICK }, { nginx: true }),
  row('tls', 'TLS', {}, { tls: true }),
  row('chunked', 'chunked, in three pieces', { framing: 'chunked' }),
  row('gzip', 'gzip', { gzip: true, bodyBytes: 16_384 }, { headers: { 'accept-encoding': 'gzip' } }),
  row(
    'large',
    '1 MiB bodies',
    { bodyBytes: 2 ** 20, service: { medianMs: 20, sigma: 0.25 } },
    { connections: 4 },
    TAKEN_OVER,
  ),
  // One in a hundred would put P99 on the very edge between 8 ms and 300, where a single request decides.
  row('stalls', 'one response in 80 stalled by 300 ms', { stall: { every: 80, ms: 300 } }),
  row('lognormal', 'lognormal with a heavy tail', { service: { medianMs: 5, sigma: 1 } }),
  row('slow-head', 'header bytes come slowly', { slowHead: true, service: { medianMs: 10, sigma: 0.25 } }),
  row('ipv6', 'IPv6', { host: '::1' }),
  row('resets', '1 % reset mid-body', { faults: { reset: 0.01 } }),
  row('truncated', '1 % truncated', { faults: { truncated: 0.01 } }),
  row('unanswered', '0.5 % never answered', { faults: { never: 0.005 } }, { timeoutMs: 1000 }),
  row('status-503', '5 % 503', { faults: { status: 0.05 } }),
  // Three stages without a pause, the second one a ramp: each is held against its own requests in the log.
  row('ramp', 'ramp from 5 to 25 connections', {}, { stages: [part(5), part(25, 5), part(25)] }),
  row(
    'ramp-rate',
    'ramp from 50 to 350 requests/s (open model)',
    {},
    { connections: 20, stages: [part(20, 20, 50), part(20, 20, 350, 50), part(20, 20, 350)] },
  ),
  row('stopped', 'stopped for 1 s, 300 requests/s (open model)', {}, { perSecond: 300, pauseMs: 1000 }),
];

/** A stage: its connections and its rate at the end and at the beginning. */
function part(connections, fromConnections = connections, perSecond = null, fromPerSecond = perSecond) {
  return { connections, fromConnections, perSecond, fromPerSecond };
}

function row(key, title, behaviour, load = {}, caveat = null) {
  return {
    key,
    title,
    behaviour: { service: ORDINARY, ...behaviour },
    load: { connections: 10, timeoutMs: 10_000, headers: {}, ...load },
    caveat,
  };
}
