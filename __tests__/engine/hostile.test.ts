/** Responses that mean harm, against flows as they are configured: what is captured of them breaks out of nothing. */
import { parseConfig } from '../../src/config/parse-config.ts';
import type { FlowPortion } from '../../src/engine/worker/messages.ts';
import { drawn } from '../part.ts';
import { orderFor, runLoad } from './run-load.ts';
import { answerEach, type Heard, type Listening, OK, serve } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;
afterEach(() => server.close());

const json = (value: unknown, ...lines: readonly string[]) => {
  const body = JSON.stringify(value);
  return ['HTTP/1.1 200 OK', `content-length: ${Buffer.byteLength(body)}`, ...lines, '', body].join('\r\n');
};

async function walk(steps: string, answer: (heard: Heard) => string, cookies = false) {
  const heads: Heard[] = [];
  server = await serve(
    answerEach((socket, heard) => {
      heads.push(heard);
      socket.write(answer(heard));
    }),
  );
  const file = `load: { connections: 2, duration: 10s }
gate: { p99: { max: 1 s } }
scenario:
${cookies ? '  cookies: true\n' : ''}  flows:
    - name: order
      weight: 1
      steps:
${steps}
`;
  const { scenario } = parseConfig(file, 'tailgate.yml', {
    inputs: { door: 'terminal', targetUrl: server.origin },
    env: {},
  });
  const { requests, flows = [] } = scenario;
  const order = orderFor(server.origin, {
    requests,
    flows,
    measureMs: drawn(300, 120),
    ...(cookies && { sharedJars: [[]] }),
  });
  const { result, lost, tookMs } = await runLoad(order);
  expect(lost).toBeNull();
  return { heads, result, tookMs, flow: result.flows[0] as FlowPortion };
}

const READ = `        - { name: create, post: /carts, capture: { id: /id } }
        - { name: read, get: "/carts/{{id}}", headers: { x-cart: "{{id}}" } }`;

test.each([
  ['a line break', 'a\r\nx-evil: 1'],
  ['a line feed', 'a\nx-evil: 1'],
  ['a carriage return', 'a\rx-evil: 1'],
  ['the end of the head', 'a\r\n\r\nGET /evil HTTP/1.1\r\nhost: x\r\n\r\n'],
  ['a zero', 'a\0b'],
])('%s in what goes into a header is a failed check, and nothing of it is sent', async (_, id) => {
  const { heads, result, flow } = await walk(READ, ({ method }) => (method === 'POST' ? json({ id }) : OK));
  expect(flow.outcomes.check).toBe(flow.sent);
  expect(flow.sent).toBeGreaterThan(1);
  expect(result.requests[1]?.sent).toBe(0);
  expect(heads.every(({ method, path }) => method === 'POST' && path === '/carts')).toBe(true);
  expect(heads.some(({ head }) => /evil/.test(head))).toBe(false);
  const [sample] = result.requests[0]?.samples ?? [];
  expect(sample?.text).toBe(
    'expected a value to capture as id at /id, found control characters, but it is used in a header',
  );
});

test('letters whose last byte would be a line break go out as the bytes that they are', async () => {
  const id = 'a\u010d\u010ax-evil: 1';
  const { heads, flow } = await walk(READ, ({ method }) => (method === 'POST' ? json({ id }) : OK));
  expect(flow.outcomes.success).toBeGreaterThan(1);
  const reads = heads.filter(({ method }) => method === 'GET');
  expect(reads.length).toBeGreaterThan(1);
  for (const { head, path } of reads) {
    expect(path).toBe(`/carts/${encodeURIComponent(id)}`);
    expect(head.split('\r\n')).toContain(`x-cart: ${Buffer.from(id).toString('latin1')}`);
    expect(head).not.toMatch(/^x-evil/im);
  }
});

test('in a path and in a body whatever is captured stays in its place', async () => {
  const id = '../a?b#c d\r\nx-evil: 1","admin":true,"x":"';
  const steps = `        - { name: create, post: /carts, capture: { id: /id } }
        - { name: put, put: "/carts/{{id}}", json: { id: "{{id}}" } }`;
  const { heads, flow } = await walk(steps, ({ method }) => (method === 'POST' ? json({ id }) : OK));
  expect(flow.outcomes.success).toBeGreaterThan(1);
  const puts = heads.filter(({ method }) => method === 'PUT');
  expect(puts.length).toBeGreaterThan(1);
  for (const { path, head, body } of puts) {
    expect(path).toBe(`/carts/${encodeURIComponent(id)}`);
    expect(head).not.toMatch(/^x-evil/im);
    expect(JSON.parse(body)).toEqual({ id });
  }
});

test('more cookies than anybody has, and those of other hosts, leave a user with fifty of its own', async () => {
  const lines = Array.from({ length: 1500 }, (_, i) => `set-cookie: c${i}=${i}; Path=/`);
  const foreign = [
    'set-cookie: evil=1; Domain=example.com; Path=/',
    'set-cookie: evil=2; Domain=com; Path=/',
  ];
  const steps = `        - { name: in, get: /in }
        - { name: own, get: /own }`;
  const { heads, flow } = await walk(
    steps,
    ({ path }) => (path === '/in' ? json({}, ...lines, ...foreign) : OK),
    true,
  );
  expect(flow.outcomes.success).toBeGreaterThan(1);
  expect(flow.outcomes.success).toBe(flow.sent);
  const sent = heads
    .filter(({ path }) => path === '/own')
    .map(({ head }) => /^cookie: (.*)$/im.exec(head)?.[1] ?? '');
  expect(sent.length).toBeGreaterThan(1);
  for (const cookie of sent) {
    expect(cookie).not.toContain('evil');
    expect(cookie.split('; ')).toHaveLength(48);
    expect(cookie).toContain('c1499=1499');
  }
});

test('error pages that set more cookies than anybody has cost little time, and show none of them', async () => {
  const value = (i: number) => `a-secret-of-its-own-${(i * 7919).toString(36)}`;
  const lines = Array.from({ length: 1000 }, (_, i) => `set-cookie: c${i}=${value(i)}; Path=/`);
  const steps = '        - { name: in, get: /in }';
  const page = json({ first: value(0), last: value(999) }, ...lines).replace('200 OK', '500 Oh');
  const { result, tookMs } = await walk(steps, () => page, true);
  const { samples = [], outcomes } = result.requests[0] ?? {};
  expect(outcomes?.status).toBeGreaterThan(1);
  expect(samples.map(({ text }) => text)).toContain('{"first":"***","last":"***"}');
  expect(tookMs).toBeLessThan(3000);
});
