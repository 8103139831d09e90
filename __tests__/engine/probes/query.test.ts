/** A Prometheus that is asked by queries: one that answers as its API says, with all that may be wrong. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { planProbe, sample, troublesOf } from './reading.ts';

let server: Server;
let origin: string;
let answers: Readonly<Record<string, object>>;
let asked: URL[];
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://p');
    asked.push(url);
    const query = url.searchParams.get('query') ?? '';
    const data = answers[query];
    const isWrong = data === undefined;
    response.writeHead(isWrong ? 400 : 200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(
        isWrong
          ? { status: 'error', errorType: 'bad_data', error: 'parse error: unexpected end of input' }
          : { status: 'success', data },
      ),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  asked = [];
});
afterAll(() => server.close());

const vector = (...values: (readonly [labels: object, value: string, at?: number])[]) => ({
  resultType: 'vector',
  result: values.map(([metric, value, at = 1700000000]) => ({ metric, value: [at, value] })),
});
const probe = (series: string) => planProbe(`prometheus: { query-api: "{{target}}/", series: ${series} }`);

test('each series is a query, asked for now', async () => {
  answers = {
    node_load1: vector([{ __name__: 'node_load1' }, '2.5']),
    'scalar(1)': { resultType: 'scalar', result: [1, '1'] },
  };
  const { taken, troubles } = await sample(probe('{ load: node_load1, one: scalar(1) }'), origin);
  expect([taken[0]?.values, troubles]).toEqual([[2.5, 1], []]);
  expect(asked.map(({ pathname, searchParams }) => [pathname, [...searchParams.keys()]])).toEqual([
    ['/api/v1/query', ['query']],
    ['/api/v1/query', ['query']],
  ]);
});

test('a clock that is an hour ahead, or two behind, changes nothing', async () => {
  for (const at of [Date.now() / 1000 + 3600, Date.now() / 1000 - 7200]) {
    answers = { up: vector([{}, '1', at]) };
    const { taken } = await sample(probe('{ up: up }'), origin);
    expect(taken[0]?.values).toEqual([1]);
    expect(Math.abs((taken[0]?.nowMs ?? 0) - performance.now())).toBeLessThan(60_000);
  }
});

test('several results are none, and are named', async () => {
  answers = { up: vector([{ __name__: 'up', job: 'a' }, '1'], [{ __name__: 'up', job: 'b' }, '0']) };
  const { taken, troubles } = await sample(probe('{ up: up }'), origin);
  expect(taken[0]?.values).toEqual([null]);
  expect(troubles).toMatchObject([
    { code: 'many-series', detail: 'up gives 2', candidates: ['up{job="a"}', 'up{job="b"}'] },
  ]);
});

test.each([
  [vector(), 'no-series x 1'],
  [vector([{}, 'NaN']), 'no-number x 1'],
  [vector([{}, '+Inf']), 'no-number x 1'],
  [vector([{}, '']), 'no-number x 1'],
  [{ resultType: 'matrix', result: [{ metric: {}, values: [[1, '2']] }] }, 'refused x 1'],
  [{ resultType: 'string', result: [1, 'words'] }, 'refused x 1'],
  [{ resultType: 'vector', result: [null] }, 'no-number x 1'],
  [{ resultType: 'vector', result: [{ value: 7 }] }, 'no-number x 1'],
  [{ resultType: 'vector', result: [null, 7] }, 'many-series x 1'],
  [{ resultType: 'vector' }, 'not-metrics 1'],
  [{ resultType: 'constructor', result: [] }, 'not-metrics 1'],
])('%j: %s', async (data, trouble) => {
  answers = { x: data };
  expect(troublesOf(await sample(probe('{ x: x }'), origin))).toEqual([trouble]);
});

test('a query that is wrong is said, and the others are asked', async () => {
  answers = { up: vector([{}, '1']) };
  const { taken, troubles } = await sample(probe('{ up: up, wrong: "rate(" }'), origin);
  expect(taken[0]?.values).toEqual([1, null]);
  expect(troubles).toMatchObject([
    { code: 'refused', series: 'wrong', detail: expect.stringContaining('parse error') },
  ]);
});
