// Run by k6, which brings its own modules and its own globals.
import http from 'k6/http';

const order = JSON.parse(__ENV.ORDER);
const duration = `${order.seconds}s`;
const closed = { executor: 'constant-vus', vus: order.connections, duration };
const open = {
  executor: 'constant-arrival-rate',
  rate: order.perSecond,
  duration,
  preAllocatedVUs: order.connections,
  maxVUs: order.connections,
};

export const options = {
  scenarios: { load: order.perSecond ? open : closed },
  summaryTrendStats: ['p(50)', 'p(99)', 'p(99.9)'],
  insecureSkipTLSVerify: true,
};

export default function ask() {
  http.get(order.origin, { headers: order.headers, timeout: order.timeoutMs });
}

export function handleSummary(data) {
  return { stdout: JSON.stringify(data) };
}
