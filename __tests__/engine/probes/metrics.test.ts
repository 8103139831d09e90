/** Metrics of a service over a real socket: what is read, and everything that may come in their place. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { freePort } from '../servers.ts';
import { planProbe, sample, troublesOf } from './reading.ts';

let server: Server;
let origin: string;
let answer: (response: ServerResponse, url: string, headers: NodeJS.Dict<string | string[]>) => void;
beforeAll(async () => {
  server = createServer((request, response) => answer(response, request.url ?? '', request.headers));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const SERIES = '{ cpu: process_cpu_seconds_total, memory: process_resident_memory_bytes }';
const metrics = (series = SERIES, more = '') =>
  planProbe(`prometheus: { url: "{{target}}/metrics", series: ${series}${more} }`, {
    TAILGATE_METRICS: 'hunter2',
  });
const says = (
  text: string,
  status = 200,
  headers: Record<string, string> = { 'content-type': 'text/plain' },
) => {
  answer = (response) => response.writeHead(status, headers).end(text);
};
const PAGE = 'process_cpu_seconds_total 12.5\nprocess_resident_memory_bytes 1000000\n';

test('are read in the order of the file, below the target’s own URL', async () => {
  const asked: string[] = [];
  answer = (response, url) => {
    asked.push(url);
    response.end(PAGE);
  };
  const { taken, troubles } = await sample(metrics(), origin);
  expect([asked, taken[0]?.values, troubles]).toEqual([['/metrics'], [12.5, 1000000], []]);
});

test('packed ones are read, and headers of the file are sent', async () => {
  let sent: unknown;
  answer = (response, _, headers) => {
    sent = headers.authorization;
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(PAGE));
  };
  const probe = metrics(SERIES, ', headers: { authorization: "Bearer {{env.TAILGATE_METRICS}}" }');
  expect((await sample(probe, origin)).taken[0]?.values).toEqual([12.5, 1000000]);
  expect(sent).toBe('Bearer hunter2');
});

test('nobody there is said once, with how often', async () => {
  const probe = metrics();
  const sampled = await sample(probe, `http://127.0.0.1:${await freePort()}`, 3);
  expect([sampled.taken, troublesOf(sampled)]).toEqual([[], ['unreachable 3']]);
});

test('a slow one ends with its time, and the next reading is taken', async () => {
  answer = () => {};
  const probe = metrics(SERIES, ', every: 1s');
  expect(troublesOf(await sample(probe, origin))).toEqual(['timed-out 1']);
}, 10_000);

test.each([
  [401, 'unauthorised 1'],
  [403, 'unauthorised 1'],
  [404, 'refused 1'],
  [500, 'refused 1'],
])('status %s: %s', async (status, trouble) => {
  says('no', status);
  expect(troublesOf(await sample(metrics(), origin))).toEqual([trouble]);
});

test('a redirect is not followed', async () => {
  let asked = 0;
  answer = (response) => {
    asked++;
    response.writeHead(302, { location: `${origin}/login` }).end();
  };
  const sampled = await sample(metrics(), origin);
  expect([asked, troublesOf(sampled)]).toEqual([1, ['refused 1']]);
});

test('what an error quotes is told without secrets', async () => {
  says('the token hunter2 is wrong', 500);
  const { troubles } = await sample(metrics(), origin);
  expect(troubles[0]?.detail).toBe('500: the token *** is wrong');
});

test.each([
  ['a page of HTML', '<html>Log in</html>', { 'content-type': 'text/html; charset=utf-8' }],
  ['HTML that says it is text', '<!doctype html>', { 'content-type': 'text/plain' }],
  ['nothing', '', { 'content-type': 'text/plain' }],
  ['JSON', '{"up":1}', { 'content-type': 'application/json' }],
])('%s is no metrics', async (_, text, headers) => {
  says(text, 200, headers);
  expect(troublesOf(await sample(metrics(), origin))).toEqual(['not-metrics 1']);
});

test('10 MB of metrics are too many, and 3 MB are read', async () => {
  const line = `some_metric{label="${'x'.repeat(80)}"} 1\n`;
  says(line.repeat(100_000));
  expect(troublesOf(await sample(metrics(), origin))).toEqual(['too-large 1']);
  says(line.repeat(30_000) + PAGE);
  expect((await sample(metrics(), origin)).taken[0]?.values).toEqual([12.5, 1000000]);
});

test('a series that is not there names those that are, and the others are read', async () => {
  says('process_cpu_seconds_total 12.5\nprocess_resident_memory_byte 1\n');
  const sampled = await sample(metrics(), origin);
  expect(sampled.taken[0]?.values).toEqual([12.5, null]);
  expect(sampled.troubles).toMatchObject([
    { code: 'no-series', series: 'memory', candidates: ['process_resident_memory_byte'] },
  ]);
});

test('a name with other labels is told from one that is not there', async () => {
  says('pool{state="idle"} 3\n');
  const { troubles } = await sample(metrics(`{ pool: 'pool{state="active"}' }`), origin);
  expect(troubles).toMatchObject([
    { code: 'no-series', detail: 'pool has other labels than pool{state="active"}' },
  ]);
});

test('several that fit are none, unless they are to be added up', async () => {
  says('pool{state="idle"} 3\npool{state="active"} 4\n');
  const several = await sample(metrics('{ pool: pool }'), origin);
  expect(several.taken[0]?.values).toEqual([null]);
  expect(several.troubles).toMatchObject([
    { code: 'many-series', candidates: ['pool{state="idle"}', 'pool{state="active"}'] },
  ]);
  expect((await sample(metrics('{ pool: sum(pool) }'), origin)).taken[0]?.values).toEqual([7]);
});

test.each(['NaN', '+Inf', '-Inf'])('%s is no value', async (value) => {
  says(`x ${value}\n`);
  const { taken, troubles } = await sample(metrics('{ x: x }'), origin);
  expect([taken[0]?.values, troubles]).toEqual([
    [null],
    [{ code: 'no-number', series: 'x', detail: value, count: 1 }],
  ]);
});

test('a name that tells of a counter, and is none, is said', async () => {
  says('# TYPE handles_total gauge\nhandles_total 5\n');
  expect(troublesOf(await sample(metrics('{ handles: handles_total }'), origin))).toEqual([
    'other-type handles 1',
  ]);
  const own = metrics('{ handles: { query: handles_total, counter: false } }');
  expect((await sample(own, origin)).taken[0]?.values).toEqual([5]);
  says('# TYPE served counter\nserved 5\n');
  expect(troublesOf(await sample(metrics('{ served: served }'), origin))).toEqual(['other-type served 1']);
});

test('times that lines give of themselves are those of another clock, and don’t count', async () => {
  says('x 5 1000000000000\n');
  const { taken } = await sample(metrics('{ x: x }'), origin);
  expect(Math.abs((taken[0]?.nowMs ?? 0) - performance.now())).toBeLessThan(60_000);
});
