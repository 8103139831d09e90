import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { parse } from './example.ts';

/** One request that reads and one that writes; `own` are more lines of the one that writes. */
function file({ shared = '', own = '', gate = 'p99: { max: 100 ms }' } = {}): string {
  return `scenario:
${shared}
  requests:
    - { name: read, get: /a }
    - name: write
      post: /a
      json: { number: "{{unique}}" }
${own}
gate: { ${gate} }
`;
}

const requestsOf = (text: string) => {
  const [read, write] = parse(text).scenario.requests;
  if (!read || !write) throw new Error('the file has two requests');
  return { read, write };
};

const mistakeIn = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('parsed, though it should not');
};

const POLICY = { statuses: [429, 503], ends: ['timeout'], times: 2, backoffMs: 50 };

describe('retry', () => {
  test("a request's own wins over the scenario's, and false is none", () => {
    const shared = '  retry: { on: [429, 503, timeout], times: 2, backoff: 50 ms }';
    expect(requestsOf(file({ shared })).read.retry).toEqual(POLICY);
    expect(requestsOf(file({ shared })).write.retry).toEqual(POLICY);
    const { read, write } = requestsOf(file({ shared, own: '      retry: { on: [socket, unanswered] }' }));
    expect(read.retry).toEqual(POLICY);
    expect(write.retry).toEqual({ statuses: [], ends: ['socket', 'unanswered'], times: 3, backoffMs: 100 });
    expect(requestsOf(file({ shared, own: '      retry: false' })).write).not.toHaveProperty('retry');
    expect(requestsOf(file()).write).not.toHaveProperty('retry');
  });

  test.each([
    ['{ on: [] }', 'retry.on: is empty'],
    [
      '{ on: [200] }',
      'retry.on[0]: 200 does not fit: write a status from 400 to 599, or one of timeout, socket',
    ],
    ['{ on: [timeouts] }', 'retry.on[0]: "timeouts" does not fit'],
    ['{ on: 503 }', 'retry.on: 503 does not fit: write a list'],
    ['{ times: 3 }', 'retry.on: is missing: write a list'],
    [
      '{ on: [503, 401] }',
      'retry.on[1]: 401 means an expired session, which is renewed automatically: remove it',
    ],
    ['{ on: [503, 503] }', 'retry.on[1]: 503 is there twice'],
    ['{ on: [503], times: 0 }', 'retry.times: 0 does not fit: write a whole number from 1 to 10'],
    [
      '{ on: [503], backoff: 0 ms }',
      'retry.backoff: "0 ms" is out of range: write at least 1ms and at most 30s',
    ],
    ['{ on: [503], backoff: 100 }', 'retry.backoff: 100 has no unit'],
    ['{ on: [503], tries: 3 }', 'retry.tries: unknown key; allowed here: on, times, backoff'],
    ['true', 'retry: true does not fit: write a mapping such as { on: [503, timeout]'],
    ['often', 'retry: "often" does not fit: write a mapping'],
  ])('%s is refused with its place', (written, message) => {
    expect(mistakeIn(file({ own: `      retry: ${written}` }))).toContain(`scenario.requests[1].${message}`);
    expect(mistakeIn(file({ shared: `  retry: ${written}` }))).toContain(`scenario.${message}`);
  });

  test('a success is not sent again: what expect names is refused where the request says both', () => {
    const own = '      expect: [201, 409]\n      retry: { on: [503, 409] }';
    expect(mistakeIn(file({ own }))).toContain(
      'scenario.requests[1].retry.on[1]: 409 is a success by expect: remove it from one of the two',
    );
    const shared = '  retry: { on: [503, 409] }';
    expect(requestsOf(file({ shared, own: '      expect: [201, 409]' })).write.retry?.statuses).toEqual([
      503, 409,
    ]);
  });
});

describe('idempotency-key', () => {
  const headersOf = (text: string) => Object.fromEntries(requestsOf(text).write.headers);
  const KEY = ['"', { value: 'uuid' }, '"'];

  test('true adds the header, a UUID in quotes', () => {
    expect(headersOf(file({ own: '      idempotency-key: true' }))['idempotency-key']).toEqual(KEY);
    expect(headersOf(file())).not.toHaveProperty('idempotency-key');
  });

  test('of the scenario it is for what is not idempotent by its method, and a request may say otherwise', () => {
    const shared = '  idempotency-key: true';
    const { read, write } = requestsOf(file({ shared }));
    expect(Object.fromEntries(write.headers)['idempotency-key']).toEqual(KEY);
    expect(read.headers).toEqual([]);
    expect(headersOf(file({ shared, own: '      idempotency-key: false' }))).not.toHaveProperty(
      'idempotency-key',
    );
  });

  test('beside a header of that name it is refused', () => {
    const own = '      headers: { Idempotency-Key: "{{uuid}}" }\n      idempotency-key: true';
    expect(mistakeIn(file({ own }))).toContain(
      'scenario.requests[1].idempotency-key: the headers have one too',
    );
    const bare = headersOf(file({ own: '      headers: { Idempotency-Key: "{{uuid}}" }' }));
    expect(bare['idempotency-key']).toEqual([{ value: 'uuid' }]);
  });

  test('a word is no answer', () => {
    expect(mistakeIn(file({ own: '      idempotency-key: always' }))).toContain(
      'scenario.requests[1].idempotency-key: "always" does not fit: write true or false',
    );
  });
});

describe('a request that may do twice what it does is told', () => {
  const noticesOf = (text: string) => parse(text).notices.filter((notice) => notice.includes('idempotency'));

  test('where it is sent again after it may have been done, and has no key', () => {
    const [notice, ...others] = noticesOf(file({ shared: '  retry: { on: [429, 503, 504, timeout] }' }));
    expect(notice).toBe(
      'write is retried on 504, timeout without an idempotency key: a write whose response was lost may be done twice; idempotency-key: true lets the service detect that.',
    );
    expect(others).toEqual([]);
  });

  test.each([
    ['it was rejected before', { shared: '  retry: { on: [409, 429, 503] }' }],
    ['it has a key', { shared: '  retry: { on: [timeout] }\n  idempotency-key: true' }],
    [
      'the key is a header',
      { own: '      headers: { idempotency-key: "{{uuid}}" }\n      retry: { on: [timeout] }' },
    ],
    ['nothing is sent again', {}],
  ])('and not where %s', (_, parts) => {
    expect(noticesOf(file(parts))).toEqual([]);
  });
});

test('a request that is sent again may take longer than the deadline of an attempt', () => {
  const gate = 'p99: { max: 15 s }, endpoints: { read: { p99: { max: 15 s } } }';
  expect(mistakeIn(file({ gate }))).toContain('gate.p99.max: 15 s is above the request timeout');
  const own = '      retry: { on: [timeout] }';
  expect(mistakeIn(file({ own, gate }))).toContain(
    'gate.endpoints.read.p99.max: 15 s is above the request timeout',
  );
  const shared = '  retry: { on: [timeout] }';
  expect(parse(file({ shared, gate })).gate.whole.p99?.limit).toBe(15_000);
});

describe('a limit of attempts', () => {
  const retry = '      retry: { on: [503] }';

  test('is a plain number, of the whole or of a request', () => {
    const { gate } = parse(file({ own: retry, gate: 'attempts: { max: 1.2 }' }));
    expect(gate.whole.attempts).toEqual({ limit: 1.2, regression: null });
    const single = parse(file({ own: retry, gate: 'endpoints: { write: { attempts: { max: 2 } } }' }));
    expect(single.gate.endpoints.write?.attempts).toEqual({ limit: 2, regression: null });
  });

  test.each([
    [
      'attempts: { max: 0.9 }',
      'gate.attempts.max: 0.9 does not fit: write a number from 1 to 11, such as 1.2',
    ],
    ['attempts: { max: 20 % }', 'gate.attempts.max: "20 %" does not fit: write a number from 1 to 11'],
    ['attempts: { max: 1.2, regression: 10 % }', 'gate.attempts.regression: unknown key'],
    ['attempts: {}', 'gate.attempts: declares no bound: write max under it'],
  ])('%s is refused', (gate, message) => {
    expect(mistakeIn(file({ own: retry, gate }))).toContain(message);
  });

  test('is left out where the profile asks nothing that is sent again', () => {
    const gate = 'p99: { max: 100 ms }, attempts: { max: 1.2 }';
    const plan = parse(file({ own: retry, gate }), { inputs: { profile: 'light' } });
    expect(plan.gate.whole).not.toHaveProperty('attempts');
    expect(plan.notices).toContain(
      'The bounds of attempts are not judged: the profile light only sends GET requests.',
    );
  });

  test('holds nothing where nothing is sent again', () => {
    expect(mistakeIn(file({ gate: 'attempts: { max: 1.2 }' }))).toContain(
      'gate.attempts.max: nothing is retried, so it is always 1: write retry: { on: [503, timeout] }',
    );
    expect(
      mistakeIn(file({ own: retry, gate: 'endpoints: { read: { attempts: { max: 1.2 } } }' })),
    ).toContain('gate.endpoints.read.attempts.max: nothing is retried');
  });
});
