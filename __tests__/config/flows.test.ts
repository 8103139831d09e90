import { parseScenario, requestOf, SHOP, scenarioOf } from './scenarios.ts';

describe('a scenario of sessions', () => {
  const plan = parseScenario(SHOP);
  const { scenario } = plan;

  test('the mix comes first, then the steps, with the weight of their flow', () => {
    expect(scenario.requests.map(({ name, weight, flow = null }) => [name, weight, flow])).toEqual([
      ['list buildings', 30, null],
      ['create unit', 2, null],
      ['create cart', 10, 0],
      ['add item', 10, 0],
      ['upload', 10, 0],
      ['read back', 10, 0],
      ['clean up', 10, 0],
    ]);
    expect(scenario.flows).toEqual([
      {
        name: 'order',
        weight: 10,
        steps: [
          { request: 2 },
          { request: 3, think: { fromMs: 1000, toMs: 3000 } },
          { request: 4 },
          { request: 5 },
          { request: 6, always: true },
        ],
      },
    ]);
    expect(plan.notices).toEqual([]);
  });

  test('logins: the short form first, for each user since it takes a column of its row', () => {
    expect(scenario.logins.map(({ name, perUser = false }) => [name, perUser])).toEqual([
      ['', true],
      ['admin', false],
    ]);
    const [own, admin] = scenario.logins;
    expect(own?.inspection?.captures).toEqual([{ name: 'token', from: { json: '/token' }, inHeader: true }]);
    expect(admin?.inspection?.captures).toEqual([
      { name: 'admin.token', from: { json: '/token' }, inHeader: true },
    ]);
    expect(own?.body).toEqual([
      '{"email":"',
      { value: 'row', table: 0, column: 0, encoding: 'json' },
      '","password":"',
      { value: 'row', table: 0, column: 1, encoding: 'json' },
      '"}',
    ]);
    expect(own?.headers.map(([name]) => name)).toEqual(['content-type']);
  });

  test('as: says whose token a request carries', () => {
    const bearerOf = (name: string) =>
      requestOf(scenario, name).headers.find(([key]) => key === 'authorization')?.[1];
    expect(bearerOf('list buildings')).toEqual([
      'Bearer ',
      { value: 'capture', name: 'token', encoding: 'none' },
    ]);
    expect(bearerOf('create unit')).toEqual([
      'Bearer ',
      { value: 'capture', name: 'admin.token', encoding: 'none' },
    ]);
    expect(requestOf(scenario, 'list buildings').login).toBe(0);
    expect(requestOf(scenario, 'create unit').login).toBe(1);
    expect(requestOf(scenario, 'add item').login).toBe(0);
  });

  test('the setup is asked before users log in, and the clean-up in a shared session', () => {
    expect(scenario.setup).toEqual([
      {
        name: 'GET /api/v1/buildings',
        method: 'GET',
        path: ['/api/v1/buildings'],
        headers: [],
        body: null,
        expect: null,
        inspection: { captures: [{ name: 'building', from: { json: '/data/0/id' } }], checks: [] },
      },
    ]);
    expect(scenario.cleanup).toMatchObject([
      { path: ['/carts?tag=', { value: 'capture', name: 'run', encoding: 'url' }], login: 1 },
    ]);
  });

  test('what a step captures, checks and waits for', () => {
    expect(requestOf(scenario, 'create cart').inspection).toEqual({
      captures: [
        { name: 'cart', from: { json: '/id' } },
        { name: 'etag', from: { header: 'etag' }, inHeader: true },
      ],
      checks: [],
    });
    expect(requestOf(scenario, 'add item')).toMatchObject({
      path: ['/carts/', { value: 'capture', name: 'cart', encoding: 'url' }, '/items'],
      inspection: { captures: [], checks: [{ of: { json: '/total' }, holds: { atLeast: 1 } }] },
    });
    expect(requestOf(scenario, 'read back').timeoutMs).toBe(2000);
  });

  test('plain data that crosses into a worker thread', () => {
    expect(structuredClone(plan)).toEqual(plan);
  });
});

describe('flows', () => {
  test('alone, without requests', () => {
    const { requests, flows } = scenarioOf(
      'flows: [ { name: a, weight: 3, steps: [ { get: /a }, { get: /b } ] } ]',
    );
    expect(requests.map(({ name, weight }) => [name, weight])).toEqual([
      ['GET /a', 3],
      ['GET /b', 3],
    ]);
    expect(flows?.[0]?.steps).toEqual([{ request: 0 }, { request: 1 }]);
  });

  test('thinking of one length, after the last step too', () => {
    const { flows } = scenarioOf('flows: [ { name: a, weight: 1, steps: [ { get: /a }, { think: 2s } ] } ]');
    expect(flows?.[0]).toMatchObject({ steps: [{ request: 0 }], thinkAfter: { fromMs: 2000, toMs: 2000 } });
  });

  test('a flow with a step that the profile does not ask is left out as a whole, and that is said', () => {
    const text = `requests: [ { get: /r }, { post: /r } ]
flows:
  - { name: writes, weight: 1, steps: [ { get: /a }, { post: /b } ] }
  - { name: reads, weight: 1, steps: [ { get: /c } ] }
`;
    const plan = parseScenario(text, {
      inputs: { profile: 'light' },
      gate: 'errors: { max: 1 % }, flows: { writes: { p99: { max: 1 s } }, reads: { p99: { max: 1 s } } }',
    });
    expect(plan.scenario.requests.map(({ name, flow }) => [name, flow])).toEqual([
      ['GET /r', undefined],
      ['GET /c', 0],
    ]);
    expect(plan.scenario.flows).toEqual([{ name: 'reads', weight: 1, steps: [{ request: 1 }] }]);
    expect(plan.gate.flows).toEqual({ reads: { p99: { limit: 1000, regression: null } } });
    expect(plan.notices).toEqual([
      'The flow writes is left out: it has steps other than GET requests, and the profile light only sends those.',
      'The bounds of writes are not judged: the profile light only sends GET requests.',
    ]);
  });

  test('two flows may call what they capture alike, and one step may capture anew', () => {
    const steps =
      '[ { post: /NAME, capture: { id: /id } }, { put: "/NAME/{{id}}", capture: { id: /id } }, { get: "/NAME/{{id}}" } ]';
    const flow = (name: string) =>
      `  - { name: ${name}, weight: 1, steps: ${steps.replaceAll('NAME', name)} }\n`;
    const scenario = scenarioOf(`flows:\n${flow('a')}${flow('b')}`);
    const keyOf = (name: string) => requestOf(scenario, name).inspection?.captures[0]?.name;
    expect([keyOf('POST /a'), keyOf('PUT /a/{{id}}'), keyOf('POST /b')]).toEqual(['id', 'id', 'b/id']);
    expect(requestOf(scenario, 'GET /b/{{id}}').path).toEqual([
      '/b/',
      { value: 'capture', name: 'b/id', encoding: 'url' },
    ]);
  });

  test('a step may be sent again, and a graphql scenario looks for errors in all', () => {
    const { requests } = scenarioOf(`graphql: true
requests: [ { post: /graphql, json: { query: x } }, { get: /health, graphql: false } ]
flows: [ { name: a, weight: 1, steps: [ { get: /a, retry: { on: [503] } } ] } ]
`);
    expect(requests.map(({ inspection = null }) => inspection)).toEqual([
      { captures: [], checks: [], graphql: true },
      null,
      { captures: [], checks: [], graphql: true },
    ]);
    expect(requests[2]?.retry?.statuses).toEqual([503]);
  });
});

test('a step has as much time as it is given, also before one that is always sent', () => {
  const steps = '[ { post: /a, timeout: 60s }, { delete: /a, always: true } ]';
  const plan = parseScenario(`flows: [ { name: a, weight: 1, steps: ${steps} } ]\n`, {
    load: '{ connections: 2, duration: 10s, timeout: 5s }',
  });
  expect(plan.scenario.requests[0]?.timeoutMs).toBe(60_000);
});

test('a graphql scenario looks for errors in what is asked once only where that says so', () => {
  const { logins, setup, cleanup } = scenarioOf(`graphql: true
login: { before: [ { get: /login } ], post: /login, form: { a: b }, capture: { token: /token } }
setup: [ { get: /buildings, capture: { building: /0/id } }, { post: /graphql, json: { query: x }, graphql: true } ]
requests: [ { post: /graphql, json: { query: "{{building}}" } } ]
cleanup: [ { delete: /all } ]
`);
  const [login] = logins;
  const once = [login?.before?.[0], login, ...(setup ?? []), ...(cleanup ?? [])];
  expect(once.map((one) => one?.inspection?.graphql ?? false)).toEqual([false, false, false, true, false]);
});

describe('gate.flows', () => {
  const text = `requests: [ { get: /r, weight: 10 } ]
flows: [ { name: order, weight: 30, steps: [ { get: /a, timeout: 2s }, { get: /b } ] } ]
`;
  const gate = (bounds: string, load = '{ connections: 9, duration: 10s, rate: 40/s, timeout: 5s }') =>
    parseScenario(text, { load, gate: bounds }).gate;

  test('holds a flow to the same bounds as a request', () => {
    expect(
      gate('flows: { order: { p99: { max: 7 s }, errors: { max: 1 % }, throughput: { min: 30 /s } } }').flows,
    ).toEqual({
      order: {
        p99: { limit: 7000, regression: null },
        errors: { limit: 0.01, regression: null },
        throughput: { limit: 30, regression: null },
      },
    });
    expect(gate('errors: { max: 1 % }')).not.toHaveProperty('flows');
  });

  test.each([
    [
      'flows: { order: { p99: { max: 8 s } } }',
      'tailgate.yml:2 gate.flows.order.p99.max: 8 s is above the timeouts of its steps together (7 s), which end them, so it could never fail: write at most 7 s, or longer timeouts',
    ],
    [
      'endpoints: { GET /a: { p99: { max: 3 s } } }',
      'tailgate.yml:2 gate.endpoints["GET /a"].p99.max: 3 s is above the request\'s own timeout (2 s), which ends it, so it could never fail: write at most 2 s, or a longer timeout',
    ],
    [
      'flows: { order: { throughput: { min: 31 /s } } }',
      "tailgate.yml:2 gate.flows.order.throughput.min: 31 /s is more than load.rate offers (30 /s, its weight's share of 40 /s): lower min, or raise the rate or its weight",
    ],
    [
      'throughput: { min: 71 /s }',
      'tailgate.yml:2 gate.throughput.min: 71 /s is more than load.rate offers (70 /s): lower min, or raise the rate',
    ],
    [
      'flows: { ordre: { p99: { max: 1 s } } }',
      'tailgate.yml:2 gate.flows.ordre: no flow has this name, did you mean "order"?; names are: order',
    ],
    [
      'flows: { GET /a: { p99: { max: 1 s } } }',
      'tailgate.yml:2 gate.flows["GET /a"]: is a request or a step: write it under gate.endpoints',
    ],
    [
      'endpoints: { order: { p99: { max: 1 s } } }',
      'tailgate.yml:2 gate.endpoints.order: is a flow: write it under gate.flows',
    ],
    ['flows: { order: { attempts: { max: 2 } } }', 'tailgate.yml:2 gate.flows.order.attempts: unknown key'],
  ])('%s', (bounds, says) => {
    expect(() => gate(bounds)).toThrow(says);
  });

  test('a rate of flows comes to as many requests as they have steps', () => {
    expect(gate('throughput: { min: 70 /s }').whole.throughput?.limit).toBe(70);
    const load = '{ connections: 9, duration: 10s, rate: 40/s, warmup: 0s }';
    const capped = (maxRequests: number) => () => parseScenario(text, { load, inputs: { maxRequests } });
    expect(capped(700)).not.toThrow();
    expect(capped(699)).toThrow('40 /s for 10 s are 700 requests');
  });

  test('with other deadlines, the whole is held to the longest of them', () => {
    const own = (timeout: string) =>
      parseScenario(`requests: [ { get: /a, timeout: ${timeout} } ]`, { gate: 'p99: { max: 11 s }' });
    expect(() => own('9s')).toThrow(
      'gate.p99.max: 11 s is above the longest timeout of a request (9 s), which ends it',
    );
    expect(own('12s').gate.whole.p99?.limit).toBe(11_000);
  });
});
