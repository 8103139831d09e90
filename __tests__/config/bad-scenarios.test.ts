import { type Around, refusal } from './scenarios.ts';

const flow = (steps: string, rest = 'weight: 1') =>
  `flows:\n  - name: order\n    ${rest}\n    steps: [ ${steps} ]\n`;
const FLOW = 'tailgate.yml:5 scenario.flows[0]';
const STEPS = 'tailgate.yml:7 scenario.flows[0].steps';

test.each<[string, string, string, Around?]>([
  [
    'nothing to ask',
    'headers: { a: b }\n',
    'tailgate.yml:3 scenario.requests: is missing: write a list of requests, such as - get: /health',
  ],
  [
    'a flow without a weight',
    flow('{ get: /a }', 'as: x'),
    `${FLOW}.weight: is missing: write a whole number from 1 to 10000`,
  ],
  [
    'a flow without a name',
    'flows:\n  - { weight: 1, steps: [ { get: /a } ] }\n',
    `${FLOW}.name: is missing: write a name of at most 100 characters`,
  ],
  [
    'a flow without steps',
    'flows:\n  - { name: a, weight: 1 }\n',
    `${FLOW}.steps: is missing: write a list of steps, such as - post: /carts`,
  ],
  ['a flow of no step', flow(''), `${STEPS}: has no step in it: write at least one, such as - post: /carts`],
  [
    'a flow that only thinks',
    flow('{ think: 1s }'),
    `${STEPS}[0].think: comes before the first request, when no walk has started: write it at the end, which is before the next walk`,
  ],
  [
    'thinking before anything',
    flow('{ think: 1s }, { get: /a }'),
    `${STEPS}[0].think: comes before the first request, when no walk has started: write it at the end, which is before the next walk`,
  ],
  [
    'thinking twice',
    flow('{ get: /a }, { think: 1s }, { think: 1s }'),
    `${STEPS}[2].think: follows another think: write one time for both`,
  ],
  [
    'thinking in a request',
    flow('{ get: /a, think: 1s }'),
    `${STEPS}[0].think: has to be alone in its step: write it as a separate step, before the one with get`,
  ],
  [
    'thinking backwards',
    flow('{ think: 3s..1s }, { get: /a }'),
    `${STEPS}[0].think: "3s..1s" is not a think time: write 2s, or 1s..3s with the shorter one first`,
  ],
  [
    'thinking without a unit',
    flow('{ think: 3 }, { get: /a }'),
    `${STEPS}[0].think: 3 does not fit: write a time such as 2s, or a range such as 1s..3s`,
  ],
  [
    'thinking too long',
    flow('{ think: 11m }, { get: /a }'),
    `${STEPS}[0].think: "11m" is out of range: write at most 10m`,
  ],
  [
    'a step without a method',
    flow('{ name: a }'),
    `${STEPS}[0]: has no method: write one of get, head, post, put, patch, delete with its path, such as get: /health`,
  ],
  ['a step with a weight', flow('{ get: /a, weight: 2 }'), `${STEPS}[0].weight: unknown key`],
  [
    'a login that there is none of',
    flow('{ get: /a }', 'weight: 1\n    as: admin').replace('steps', 'steps'),
    'tailgate.yml:7 scenario.flows[0].as: "admin" is not the name of a lo',
  ],
  [
    'two steps of one name',
    flow('{ get: /a }, { get: /a }'),
    `${STEPS}[1].name: "GET /a" is the name of flows[0].steps[0] too: give each request, step and flow its own name`,
  ],
  [
    'a step of a request’s name',
    `${flow('{ get: /a }')}requests: [ { get: /a } ]\n`,
    `${STEPS}[0].name: "GET /a" is the name of requests[0] too: give each request, step and flow its own name`,
  ],
  [
    'a step of a flow’s name',
    flow('{ name: order, get: /a }'),
    `${STEPS}[0].name: "order" is the name of flows[0] too: give each request, step and flow its own name`,
  ],
  [
    'weights too large together',
    `${flow('{ get: /a }', 'weight: 9000')}requests: [ { get: /b, weight: 2000 } ]\n`,
    'tailgate.yml:8 scenario.requests: the weights add up to 11000: make them smaller, 10000 is the most',
  ],
  [
    'a deadline out of range',
    'requests:\n  - { get: /a, timeout: 1ms }\n',
    'tailgate.yml:5 scenario.requests[0].timeout: "1ms" is out of range: write at least 100ms and at most 10m',
  ],
  [
    'host, as ever',
    'requests:\n  - { get: /a, headers: { host: x } }\n',
    "tailgate.yml:5 scenario.requests[0].headers.host: is the engine's own header (it follows from target-url): remove it",
  ],
  [
    'a capture of a request of the mix',
    'requests:\n  - { get: /a, capture: { x: /x } }\n',
    'tailgate.yml:5 scenario.requests[0].capture: unknown key',
  ],
  [
    'a variable called run',
    'variables: { run: 1 }\nrequests: [ { get: /a } ]\n',
    "tailgate.yml:4 scenario.variables.run: has the name of the run's tag, {{run}}: choose another name",
  ],
  [
    'an empty setup',
    'setup: []\nrequests: [ { get: /a } ]\n',
    'tailgate.yml:4 scenario.setup: has no request in it: write a list of requests, such as - get: /buildings',
  ],
  [
    'a profile that leaves nothing',
    flow('{ post: /a }'),
    'tailgate.yml:4 scenario.flows: has no GET request, and the profile light sends nothing else',
    { inputs: { profile: 'light' } },
  ],
  [
    'data without take',
    'data: { users: { file: users.csv } }\nrequests: [ { get: /a } ]\n',
    'tailgate.yml:4 scenario.data.users.take: is missing: write one of per-user, in-order, random, once',
  ],
  [
    'data under a name of a function',
    'data: { now: { file: users.csv, take: once } }\nrequests: [ { get: /a } ]\n',
    'tailgate.yml:4 scenario.data.now: has the name of a template function: choose another name',
  ],
  [
    'data of a file that is not there',
    'data: { users: { file: gone.csv, take: once } }\nrequests: [ { get: /a } ]\n',
    'tailgate.yml:4 scenario.data.users.file: there is no file "gone.csv" in the workspace: paths are relative to its root',
  ],
  [
    'data of an empty file',
    'data: { e: { file: e.csv, take: once } }\nrequests: [ { get: /a } ]\n',
    'e.csv: is empty: write column names, and a row',
    { files: { 'e.csv': '' } },
  ],
  [
    'data as a whole',
    'data: { users: { file: users.csv, take: once } }\nrequests:\n  - { get: "/{{users}}" }\n',
    'tailgate.yml:6 scenario.requests[0].get: "/{{users}}": "{{users}}" is a data table: write one of its columns, users.email, password',
  ],
  [
    'another column',
    'data: { users: { file: users.csv, take: once } }\nrequests:\n  - { get: "/{{users.emial}}" }\n',
    'tailgate.yml:6 scenario.requests[0].get: "/{{users.emial}}": "{{users.emial}}" is not a column of users, did you mean users.email?; its columns are email, password',
  ],
  [
    'a row that no header can hold',
    'data: { d: { file: d.csv, take: random } }\nrequests:\n  - { get: /a, headers: { x: "{{d.v}}" } }\n',
    'tailgate.yml:6 scenario.requests[0].headers.x: "{{d.v}}": its value in row 2 of d has a letter outside ASCII in it, which a header can\'t hold: remove it',
    { files: { 'd.csv': 'v\na\naéa\n' } },
  ],
  [
    'too few connections for those who think',
    flow('{ get: /a }, { think: 1s..3s }, { get: /b }'),
    'tailgate.yml:1 load.connections: 20 are too few: at 10 /s, with 2 s of think time per arrival on average, 20 users are thinking at any time, and each holds a connection: write more than 20, or shorten the think time',
    { load: '{ connections: 20, duration: 10s, rate: 10/s }' },
  ],
])('%s', (_, scenario, says, around = {}) => {
  const message = refusal(scenario, around);
  // The list of known keys would be the schema's own.
  expect(message.slice(0, says.length)).toBe(says);
});

test('enough connections for those who think', () => {
  const scenario = `${flow('{ get: /a }, { think: 2s }, { get: /b }')}requests: [ { get: /r } ]\n`;
  const load = (connections: number) => `{ connections: ${connections}, duration: 10s, rate: 10/s }`;
  expect(() => refusal(scenario, { load: load(11) })).toThrow('parsed, though it should not');
  expect(refusal(scenario, { load: load(10) })).toMatch(/with 1 s of think time per arrival/);
});
