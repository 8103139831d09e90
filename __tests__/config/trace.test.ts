import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { parse } from './example.ts';

function file({ shared = '', own = '' } = {}): string {
  return `scenario:
${shared}
  requests:
    - { name: read, get: /a }
    - name: write
      post: /a
      json: { number: "{{unique}}" }
${own}
gate: { p99: { max: 100 ms } }
`;
}

const tracesOf = (text: string) => {
  const { requests, traceLink } = parse(text).scenario;
  const traced = requests.map(({ headers }) => headers.find(([name]) => name === 'traceparent')?.[1] ?? null);
  return { traced, traceLink };
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

const part = (sample: number) => [{ value: 'traceparent', sample }];
const LINK = 'https://traces.example/trace/{{trace-id}}';

test('no request carries a trace unless that is asked for', () => {
  expect(tracesOf(file())).toEqual({ traced: [null, null], traceLink: undefined });
  expect(tracesOf(file({ shared: '  trace: false' })).traced).toEqual([null, null]);
});

test('all of them or single ones do, and so many are recorded', () => {
  expect(tracesOf(file({ shared: '  trace: true' })).traced).toEqual([part(0.1), part(0.1)]);
  expect(tracesOf(file({ shared: '  trace: true', own: '      trace: false' })).traced).toEqual([
    part(0.1),
    null,
  ]);
  expect(tracesOf(file({ own: '      trace: true' })).traced).toEqual([null, part(0.1)]);
  expect(tracesOf(file({ shared: '  trace: { sample: 100 % }' })).traced).toEqual([part(1), part(1)]);
  const linked = tracesOf(file({ shared: `  trace: { sample: 1 %, link: "${LINK}" }` }));
  expect(linked).toEqual({ traced: [part(0.01), part(0.01)], traceLink: LINK });
});

test('a login and polls carry none', () => {
  const shared =
    '  trace: true\n  login: { post: /in, json: {}, capture: { token: /token } }\n  headers: { a: "{{token}}" }';
  const { scenario, target } = parse(file({ shared }));
  expect(scenario.logins[0]?.headers.map(([name]) => name)).not.toContain('traceparent');
  expect(target.headers).toEqual([]);
});

test.each([
  ['  trace: yes please', 'scenario.trace: "yes please" does not fit: write true, false, or a mapping'],
  [
    '  trace: { sample: 0 % }',
    'scenario.trace.sample: "0 %" is out of range: write more than 0 % and at most 100 %',
  ],
  ['  trace: { sample: 101 % }', 'scenario.trace.sample: "101 %" is out of range'],
  ['  trace: { sample: 0.1 }', 'scenario.trace.sample: 0.1 has no unit'],
  ['  trace: { share: 10 % }', 'scenario.trace.share'],
  ['  trace: { link: "https://traces.example/" }', 'has no {{trace-id}} in it: write a URL such as'],
  ['  trace: { link: "javascript:alert(1)//{{trace-id}}" }', 'is neither https nor http'],
  ['  trace: { link: "/trace/{{trace-id}}" }', 'is not a URL'],
  ['  trace: { link: "https://{{trace-id}}.example/" }', 'needs its host written out'],
  ['  trace: { link: "https://traces.example{{trace-id}}" }', 'needs its host written out'],
  ['  trace: { link: "https://ada:pw@traces.example/{{trace-id}}" }', 'holds a user or a password'],
  ['  trace: { link: "https://traces.example/{{env.TAILGATE_X}}/{{trace-id}}" }', 'and no other template'],
  ['  trace: { link: "https://traces.example/a) b/{{trace-id}}" }', 'have to be percent-encoded'],
  [
    '  trace: true\n  headers: { Traceparent: "00-1" }',
    'remove the header traceparent, or write trace: false',
  ],
])('%s', (shared, message) => {
  expect(mistakeIn(file({ shared }))).toContain(message);
});

test('a mistake is told with its place', () => {
  expect(mistakeIn(file({ own: '      trace: 3' }))).toContain(
    'scenario.requests[1].trace: 3 does not fit: write true or false',
  );
});
