/** The flow as a k6 user writes it: each step after the one before, with what it captured, and checked. */
import { check } from 'k6';
import http from 'k6/http';

const order = JSON.parse(__ENV.ORDER);

export const options = {
  vus: order.connections,
  duration: `${order.seconds}s`,
  summaryTrendStats: ['p(99)'],
  thresholds: {},
};

const params = {
  headers: {
    accept: 'application/json',
    'content-type': 'application/json',
    authorization: 'Bearer bench',
  },
};

export default function () {
  const reference = `${__VU}-${__ITER}`;
  const created = http.post(`${order.origin}/carts`, JSON.stringify({ reference }), params);
  check(created, { created: ({ status }) => status === 201 });
  const { id } = created.json();
  const added = http.post(
    `${order.origin}/carts/${id}/items`,
    JSON.stringify({ sku: 'A', reference }),
    params,
  );
  check(added, { counted: (response) => response.status === 201 && response.json('total') >= 1 });
  const read = http.get(`${order.origin}/carts/${id}`, params);
  check(read, { same: (response) => response.status === 200 && response.json('id') === id });
  const removed = http.del(`${order.origin}/carts/${id}`, null, params);
  check(removed, { removed: ({ status }) => status === 204 });
}

export function handleSummary({ metrics }) {
  return { stdout: JSON.stringify({ metrics }) };
}
