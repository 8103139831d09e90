import { refusal, scenarioOf } from './scenarios.ts';

const step = (capture: string) => `flows:
  - name: f
    weight: 1
    steps:
      - { post: /a, capture: { x: ${capture} } }
      - { get: "/b/{{x}}" }
`;

test.each<[string, unknown]>([
  ['/data/0/id', { json: '/data/0/id' }],
  ['{ json: /id }', { json: '/id' }],
  ['{ header: ETag }', { header: 'etag' }],
  ['{ cookie: XSRF-TOKEN }', { cookie: 'XSRF-TOKEN' }],
  [`{ text: { after: 'value="', before: '"' } }`, { after: 'value="', before: '"' }],
])('a value is taken from %s', (capture, from) => {
  expect(scenarioOf(step(capture)).requests[0]?.inspection).toEqual({
    captures: [{ name: 'x', from }],
    checks: [],
  });
});

const AT = 'tailgate.yml:8 scenario.flows[0].steps[0].capture.x';

test.each([
  [
    'token',
    `${AT}: "token" is no JSON Pointer to a value: write /token, or /data/token for one inside another`,
  ],
  [
    '{ json: token }',
    `${AT}.json: "token" is no JSON Pointer to a value: write /token, or /data/token for one inside another`,
  ],
  ['{ header: "a b" }', `${AT}.header: "a b" is not a header name: use letters, digits and -`],
  ['{ cookie: "a=b" }', `${AT}.cookie: "a=b" is no name of a cookie`],
  ['{}', `${AT}: says nowhere to take it from: write a JSON Pointer such as /token, or { header: etag }`],
  [
    '{ header: a, cookie: b }',
    `${AT}.cookie: is a second place besides header: write a separate capture for each`,
  ],
  ['{ text: { after: a } }', `${AT}.text.before: is missing: write the text at that side of it`],
  ['{ regex: a }', `${AT}.regex: unknown key; allowed here: json, header, cookie, text`],
  ['7', `${AT}: 7 does not fit: write a JSON Pointer such as /token, or { header: etag }`],
])('refused: %s', (capture, says) => {
  expect(refusal(step(capture))).toBe(says);
});

const ADMIN = 'logins: { admin: { post: /l, capture: { token: /token } } }\n';

test('a name of a login in whose session nothing else captures it is free', () => {
  const { requests, cleanup } = scenarioOf(`${ADMIN}headers: { authorization: "{{token}}" }
setup: [ { get: /a, capture: { token: /t } } ]
requests: [ { get: /r, as: admin }, { get: /s } ]
cleanup: [ { get: /a, as: admin }, { get: /b } ]
`);
  const sent = [...requests, ...(cleanup ?? [])].map(({ headers }) => headers[0]?.[1]);
  expect(sent).toMatchObject(['admin.token', 'token', 'admin.token', 'token'].map((name) => [{ name }]));
});

describe('a captured value is known where it can be', () => {
  const two = (first: string, second: string, rest = '') =>
    `flows:\n  - name: order\n    weight: 1\n    steps:\n      - ${first}\n      - ${second}\n${rest}`;
  test.each<[string, string, string]>([
    [
      'of a later step',
      two('{ get: "/a/{{x}}" }', '{ post: /b, capture: { x: /x } }'),
      'tailgate.yml:8 scenario.flows[0].steps[0].get: "/a/{{x}}": "{{x}}" is captured by a later step (steps[1]): capture it in an earlier step',
    ],
    [
      'of the step itself',
      two('{ get: /a }', '{ post: "/b/{{x}}", capture: { x: /x } }'),
      'tailgate.yml:9 scenario.flows[0].steps[1].post: "/b/{{x}}": "{{x}}" is captured from the response to this step itself: capture it in an earlier step',
    ],
    [
      'of a flow, in a request',
      two('{ post: /a, capture: { x: /x } }', '{ get: "/{{x}}" }', 'requests:\n  - { get: "/r/{{x}}" }\n'),
      'tailgate.yml:11 scenario.requests[0].get: "/r/{{x}}": "{{x}}" is captured in the flow order (flows[0]), and only later steps of it can use it',
    ],
    [
      'of a flow, in the headers of all',
      two('{ post: /a, capture: { x: /x } }', '{ get: "/{{x}}" }', 'headers: { x-x: "{{x}}" }\n'),
      'tailgate.yml:10 scenario.headers.x-x: "{{x}}" is captured in the flow order (flows[0]), and only later steps of it can use it',
    ],
    [
      'of a later request of the setup',
      'setup:\n  - { get: "/a/{{x}}" }\n  - { get: /b, capture: { x: /x } }\nrequests: [ { get: /r } ]\n',
      'tailgate.yml:5 scenario.setup[0].get: "/a/{{x}}": "{{x}}" is captured by a later request (setup[1]): move that before this one',
    ],
    [
      'of the clean-up, in a request',
      'requests:\n  - { get: "/a/{{x}}" }\ncleanup:\n  - { get: /b, capture: { x: /x } }\n',
      'tailgate.yml:5 scenario.requests[0].get: "/a/{{x}}": "{{x}}" is captured by the clean-up, which runs after the load',
    ],
    [
      'of a login that it is not sent as',
      'logins: { admin: { post: /l, capture: { x: /x } } }\nrequests:\n  - { get: "/a/{{x}}" }\n',
      'tailgate.yml:6 scenario.requests[0].get: "/a/{{x}}": "{{x}}" is captured by the login admin, for as: admin, or as {{admin.x}}',
    ],
    [
      'by two',
      'setup:\n  - { get: /a, capture: { x: /x } }\nlogin: { post: /l, capture: { x: /x } }\nrequests: [ { get: /r } ]\n',
      'tailgate.yml:5 scenario.setup[0].capture.x: is captured by the login too: rename one of them',
    ],
    [
      'by a flow too',
      two(
        '{ post: /a, capture: { x: /x } }',
        '{ get: "/{{x}}" }',
        'setup: [ { get: /s, capture: { x: /x } } ]\n',
      ),
      'tailgate.yml:8 scenario.flows[0].steps[0].capture.x: is captured by the setup too: rename one of them',
    ],
    [
      'by a flow and the login whose session it is in',
      `${ADMIN}flows: [ { name: f, weight: 1, as: admin, steps: [ { get: /a }, { post: /b, capture: { token: /t } } ] } ]\n`,
      'tailgate.yml:5 scenario.flows[0].steps[1].capture.token: is captured by the login admin too: rename one of them',
    ],
    [
      'by the setup and a login in whose session a request of it is',
      `${ADMIN}setup: [ { get: /a, capture: { token: /t } }, { get: /b, as: admin } ]\nrequests: [ { get: /r } ]\n`,
      'tailgate.yml:5 scenario.setup[0].capture.token: is captured by the login admin too: rename one of them',
    ],
    [
      'by the clean-up and a login in whose session it is',
      `${ADMIN}requests: [ { get: /r } ]\ncleanup: [ { get: /a, as: admin, capture: { token: /t } } ]\n`,
      'tailgate.yml:6 scenario.cleanup[0].capture.token: is captured by the login admin too: rename one of them',
    ],
    [
      'and a variable',
      two('{ post: /a, capture: { x: /x } }', '{ get: "/{{x}}" }', 'variables: { x: 1 }\n'),
      'tailgate.yml:8 scenario.flows[0].steps[0].capture.x: has the name of a variable too: rename one of them',
    ],
    [
      'under the name of the tag of a run',
      two('{ post: /a, capture: { run: /x } }', '{ get: "/{{run}}" }'),
      "tailgate.yml:8 scenario.flows[0].steps[0].capture.run: has the name of the run's tag, {{run}}: choose another name",
    ],
  ])('%s', (_, scenario, says) => {
    expect(refusal(scenario)).toBe(says);
  });
});
