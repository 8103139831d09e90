import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { EXAMPLE, type Given, openFile, parse, smallFile } from './example.ts';

function fail(text: string, given: Given = {}): ConfigurationError {
  try {
    parse(text, given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('parsed, though it should not');
}

/** The example with one piece replaced. */
function edit(from: string, to: string): string {
  expect(EXAMPLE).toContain(from);
  return EXAMPLE.replace(from, to);
}

const gate = (text: string) => EXAMPLE.replace(/gate:.*/s, text);

describe('a mistake in the file names file, line, key, value and the way out', () => {
  test.each<[string, () => string, string[]]>([
    [
      'unknown key',
      () => edit('weight: 30', 'wieght: 30'),
      [
        'tailgate.yml:14 scenario.requests[1].wieght: ',
        'did you mean weight?',
        'allowed here: name, weight, get',
      ],
    ],
    [
      'word of a later version',
      () => edit('load: realistic', 'load: { connections: 5, history: 3, duration: 2m }'),
      ['tailgate.yml:4 load.history: is not supported by this version; allowed here: connections, duration'],
    ],
    [
      'rate without connections',
      () => edit('load: realistic', 'load: { rate: 300/s, duration: 2m }'),
      ['tailgate.yml:4 load.connections: is missing: write a whole number'],
    ],
    ...[
      [
        'connections: 9, duration: 5m, rate: 9/s',
        "can't be combined with rate: at a given rate, more connections send no",
      ],
      ['connections: 1, duration: 5m', 'needs at least 2 connections; remove one of them'],
      ['stages: [{ connections: 9, duration: 5m }]', "can't be combined with stages; remove one of them"],
    ].map(([load, says]): [string, () => string, string[]] => [
      `saturation of ${load}`,
      () => edit('load: realistic', `load: { ${load}, saturation: true }`),
      [`tailgate.yml:4 load.saturation: ${says}`],
    ]),
    [
      'rate without a unit',
      () => openFile('rate: 300'),
      ['tailgate.yml:1 load.rate: 300 has no unit: write one after the number, such as 300/s'],
    ],
    [
      'rate by the minute',
      () => openFile('rate: 300/min'),
      ['tailgate.yml:1 load.rate: "300/min" has a unit that does not fit a rate', '/s, req/s or requests/s'],
    ],
    [
      'rate of nothing',
      () => openFile('rate: 0/s'),
      ['load.rate: "0/s" is out of range: write at least 0.1 /s and at most 100000 /s'],
    ],
    [
      'rate beyond reach',
      () => openFile('rate: 100001/s'),
      ['load.rate: "100001/s" is out of range: write at least 0.1 /s and at most 100000 /s'],
    ],
    [
      'arrivals without a rate',
      () => openFile('arrivals: poisson'),
      ['tailgate.yml:1 load.arrivals: poisson has no effect without rate: write one as well, such as rate'],
    ],
    [
      'arrivals of another kind',
      () => openFile('rate: 300/s, arrivals: even'),
      ['tailgate.yml:1 load.arrivals: "even" does not fit: write one of constant, poisson'],
    ],
    [
      'rate beside a profile',
      () => edit('load: realistic', 'load: { profile: realistic, rate: 300/s }'),
      [
        'tailgate.yml:4 load.profile: unknown key; allowed here: connections, duration, stages, warmup, timeout, rate',
      ],
    ],
    [
      'rate outside the load',
      () => edit('load: realistic', 'load: realistic\nrate: 300/s'),
      ['tailgate.yml:5 rate: unknown key'],
    ],
    [
      'throughput that a rate fixes',
      () => openFile('rate: 300/s', 'throughput: { min: 250 /s, regression: 10 % }'),
      [
        "tailgate.yml:7 gate.throughput.regression: load.rate fixes the throughput at 300 /s, so it can't regress: declare a min",
      ],
    ],
    [
      "a request's throughput that a rate fixes",
      () => openFile('rate: 100/s', 'endpoints: { read: { throughput: { regression: 10 % } } }'),
      ['tailgate.yml:7 gate.endpoints.read.throughput.regression: load.rate fixes the throughput at 29 /s'],
    ],
    [
      'min above the rate',
      () => openFile('rate: 300/s', 'throughput: { min: 301 /s }'),
      [
        'tailgate.yml:7 gate.throughput.min: 301 /s is more than load.rate offers (300 /s): lower min, or raise the rate',
      ],
    ],
    [
      "min above a request's share of the rate",
      () => openFile('rate: 100/s', 'endpoints: { read: { throughput: { min: 30 /s } } }'),
      [
        "tailgate.yml:7 gate.endpoints.read.throughput.min: 30 /s is more than load.rate offers (29 /s, its weight's share of 100 /s): lower min, or raise the rate or its weight",
      ],
    ],
    [
      'a limit of P99 that no request can reach',
      () => edit('max: 100 ms', 'max: 100 s'),
      [
        'tailgate.yml:22 gate.p99.max: 100 s is above the request timeout (load.timeout, 10 s)',
        'could never fail: write at most 10 s, or a longer load.timeout',
      ],
    ],
    [
      "a limit of a request's P99 that it can't reach",
      () => openFile('rate: 100/s, timeout: 900ms', 'endpoints: { read: { p99: { max: 1 s } } }'),
      ['tailgate.yml:7 gate.endpoints.read.p99.max: 1 s is above the request timeout (load.timeout, 900 ms)'],
    ],
    [
      'no profile',
      () => edit('load: realistic', 'load: fast'),
      ['tailgate.yml:4 load: "fast" is no profile: use light, realistic, medium, heavy, spike, soak'],
    ],
    [
      'load of another type',
      () => edit('load: realistic', 'load: 7'),
      ['tailgate.yml:4 load: 7 does not fit: write light,'],
    ],
    [
      'no unit',
      () => edit('max: 100 ms', 'max: 100'),
      ['tailgate.yml:22 gate.p99.max: 100 has no unit', 'such as 100 ms'],
    ],
    [
      'wrong unit',
      () => edit('max: 100 ms', 'max: 100 kg'),
      ['tailgate.yml:22 gate.p99.max: "100 kg" has a unit', 'us, µs, ms or s'],
    ],
    [
      'percent where points are meant',
      () => edit('0.5 pp', '0.5 %'),
      ['tailgate.yml:24 gate.errors.regression: "0.5 %"', 'such as 0.5 pp'],
    ],
    [
      'no value',
      () => edit('spread: 12 %', 'spread:'),
      ['tailgate.yml:28 gate.spread: has no value: write a number and its unit'],
    ],
    [
      'out of range',
      () => edit('load: realistic', 'load: { connections: 10, duration: 3h }'),
      ['tailgate.yml:4 load.duration: "3h" is out of range: write at least 1s and at most 2h'],
    ],
    [
      'tolerance within the noise',
      () => edit('regression: 10 %', 'regression: 3 %'),
      ['tailgate.yml:22 gate.p99.regression: "3 %" can\'t be told from noise: write at least 5 %'],
    ],
    [
      'weight of nothing',
      () => edit('weight: 5', 'weight: 0'),
      ['tailgate.yml:13 scenario.requests[0].weight: 0 does not fit: write a whole number from 1 to 10000'],
    ],
    [
      'weight of a half',
      () => edit('weight: 5', 'weight: 0.5'),
      ['scenario.requests[0].weight: 0.5 does not fit'],
    ],
    [
      'weights too large together',
      () => smallFile('    - { get: /a, weight: 9000 }\n    - { get: /b, weight: 9000 }'),
      ['tailgate.yml:2 scenario.requests: the weights add up to 18000'],
    ],
    [
      'two methods',
      () => smallFile('    - { get: /a, post: /b }'),
      ['tailgate.yml:3 scenario.requests[0].post: is a second method besides get'],
    ],
    [
      'no method',
      () => smallFile('    - { weight: 1 }'),
      ['tailgate.yml:3 scenario.requests[0]: has no method: write one of get, head'],
    ],
    [
      'no request',
      () => smallFile('    []'),
      ['scenario.requests: has no request in it: write at least one'],
    ],
    [
      'one name twice',
      () => smallFile('    - { get: /a }\n    - { get: /a }'),
      ['tailgate.yml:4 scenario.requests[1].name: "GET /a" is the name of requests[0] too'],
    ],
    [
      'control character in a name',
      () => smallFile('    - { name: "a\\tb", get: /a }'),
      ['scenario.requests[0].name: "a\\tb" contains control characters'],
    ],
    [
      'body of a GET',
      () => smallFile('    - { get: /a, json: {} }'),
      ['scenario.requests[0].json: GET takes no body: remove it, or use post'],
    ],
    [
      'two bodies',
      () => smallFile('    - { post: /a, json: {}, body: x }'),
      ['scenario.requests[0].body: json is set, too: keep one'],
    ],
    [
      'JSON as a text',
      () => smallFile('    - post: /a\n      json: |\n        {"a": 1}\n'),
      [
        'scenario.requests[0].json: is JSON written as a string, and would be sent as one quoted string',
        'under body',
      ],
    ],
    [
      'a list as a text, in a login',
      () =>
        edit(
          'json: { email: "{{env.TAILGATE_EMAIL}}", password: "{{env.TAILGATE_PASSWORD}}" }',
          "json: ' [1]'",
        ),
      ['scenario.login.json: is JSON written as a string', 'remove the | or the quotes'],
    ],
    ['empty body', () => smallFile('    - { post: /a, json: }'), ['scenario.requests[0].json: has no value']],
    [
      'path without slash',
      () => smallFile('    - { get: api }'),
      ['scenario.requests[0].get: "api" does not start with a slash'],
    ],
    [
      'URL for a path',
      () => smallFile('    - { get: "https://x.example/a" }'),
      ['"https://x.example/a" is a URL: write the path only'],
    ],
    [
      'path to another host',
      () => smallFile('    - { get: //x.example/a }'),
      ['"//x.example/a" starts with two slashes'],
    ],
    [
      'blank in a path',
      () => smallFile('    - { get: /a b }'),
      ['"/a b" has the character " " in it: percent-encode it as %20'],
    ],
    [
      'line break in a path',
      () => smallFile('    - { get: "/a\\nb" }'),
      ['"/a\\nb" has the character "\\n" in it'],
    ],
    [
      'status that is none',
      () => edit('expect: 201', 'expect: 2010'),
      ['scenario.requests[2].expect: 2010 does not fit: write a whole number from 100 to 599'],
    ],
    [
      'header of the engine',
      () => edit('accept: application/json', 'Content-Length: 3'),
      [
        "tailgate.yml:6 scenario.headers.Content-Length: is the engine's own header (it follows from the body)",
      ],
    ],
    [
      'line break in a header',
      () => edit('accept: application/json', 'accept: "a\\r\\nx: y"'),
      ['tailgate.yml:6 scenario.headers.accept: "a\\r\\nx: y" has a line break in it'],
    ],
    [
      'line break in a picked header',
      () => edit('accept: application/json', 'accept: "{{pick \'a\\nb\'}}"'),
      ['scenario.headers.accept: ', 'has a line break in it'],
    ],
    ['header name', () => edit('accept:', '"a b":'), ['scenario.headers["a b"]: "a b" is not a header name']],
    [
      'header twice',
      () => edit('accept:', 'Authorization: x, accept:'),
      ['scenario.headers.authorization: is given twice, in capital and small letters'],
    ],
    [
      'unknown function',
      () => edit('{{unique}}', '{{uniqe}}'),
      [
        'tailgate.yml:18 scenario.requests[2].json.invoice_number: "INV-{{uniqe}}"',
        'did you mean unique?',
        'functions are unique, uuid, now, int, pick',
        'names here are building, run, token',
      ],
    ],
    [
      'words of a function',
      () => edit('{{unique}}', '{{int 5 1}}'),
      ['int takes two whole numbers, the smaller one first: write {{int 100 999}}'],
    ],
    ['words after unique', () => edit('{{unique}}', '{{unique 3}}'), ['unique takes nothing after it']],
    ['nothing to pick', () => edit('{{unique}}', '{{pick}}'), ['pick takes the words to choose from']],
    ['empty template', () => edit('{{unique}}', '{{ }}'), ['"{{ }}" is empty: write a name in it']],
    ['open template', () => edit('{{unique}}', '{{unique'), ['"INV-{{unique": has {{ without }} after it']],
    [
      'template without quotes',
      () => edit('"{{building}}"', '{{building}}'),
      ['tailgate.yml:18 scenario.requests[2].json.building_id', 'needs quotes around it'],
    ],
    [
      'environment outside the prefix',
      () => edit('env.TAILGATE_EMAIL', 'env.GITHUB_TOKEN'),
      ['tailgate.yml:10 scenario.login.json.email: ', 'only names that start with TAILGATE_ may'],
    ],
    [
      'environment not set',
      () => edit('env.TAILGATE_EMAIL', 'env.TAILGATE_EMIAL'),
      [
        '"{{env.TAILGATE_EMIAL}}" is not set in the environment, did you mean TAILGATE_EMAIL?',
        'export TAILGATE_EMIAL=… first',
      ],
    ],
    [
      'capture in the login',
      () => edit('password: "{{env.TAILGATE_PASSWORD}}"', 'password: "{{token}}"'),
      ['scenario.login.json.password: ', '"{{token}}" is captured from the response to this request itself'],
    ],
    [
      'function in a variable',
      () => edit('building: 22e60793-a82f-495c-9d7f-25f298f94149', 'building: "{{uuid}}"'),
      ['tailgate.yml:7 scenario.variables.building: ', 'a variable has one value for the whole run'],
    ],
    [
      'variable named as a function',
      () => edit('building:', 'now:'),
      ['scenario.variables.now: has the name of a template function'],
    ],
    [
      'variable name',
      () => edit('building:', '"a b":'),
      ['scenario.variables["a b"]: write a name of letters, digits, _ and -'],
    ],
    [
      'capture over a variable',
      () => edit('capture: { token:', 'capture: { building:'),
      ['tailgate.yml:11 scenario.login.capture.building: has the name of a variable too'],
    ],
    [
      'pointer',
      () => edit('/token }', 'token }'),
      ['scenario.login.capture.token: "token" is no JSON Pointer'],
    ],
    [
      'unknown endpoint',
      () => edit('create maintenance expense: {', 'create maintenance expens: {'),
      [
        'tailgate.yml:26 gate.endpoints["create maintenance expens"]: no request has this name, did you mean "create maintenance expense"?',
        'names are: health, list buildings',
      ],
    ],
    [
      'no gate',
      () => gate(''),
      ['gate: is missing: write a mapping with p50, p90, p95, p99, p99.9, throughput, errors'],
    ],
    ['empty gate', () => gate('gate: {}'), ['gate: it declares no bound, so it could only pass: write one']],
    [
      'empty bounds',
      () => gate('gate: { p99: {} }'),
      ['gate.p99: declares no bound: write max or regression under it'],
    ],
    [
      'empty endpoint',
      () => gate('gate: { endpoints: { health: {} } }'),
      ['gate.endpoints.health: declares no bound'],
    ],
    [
      'regressions against nothing',
      () => gate('gate: { p99: { regression: 10 % } }').replace(/baseline:.*/, ''),
      [
        'gate.p99.regression: there is nothing to compare with, and no limit that could fail instead: set baseline to a file or to history, measure a base as well (base-url), or set a limit',
      ],
    ],
    [
      'a regression of one request against nothing',
      () => gate('gate: { endpoints: { health: { p95: { regression: 10 % } } } }').replace(/baseline:.*/, ''),
      ['gate.endpoints.health.p95.regression: there is nothing to compare with'],
    ],
    [
      'baseline outside',
      () => edit('docs/', '../'),
      ['tailgate.yml:20 baseline: "../performance-report.md#realistic-final" is outside the workspace'],
    ],
    [
      'history without the ref',
      () => edit('docs/performance-report.md#realistic-final', 'history@'),
      ['baseline: "history@" is not a history to compare with: write history, or history@REF'],
    ],
    [
      'ready with a template',
      () => edit('ready: /api/v1/health', 'ready: "/{{token}}"'),
      ['tailgate.yml:3 target.ready: "/{{token}}": "{{token}}" is not known', 'names here are building'],
    ],
    [
      'blank name',
      () => edit('name: realistic', 'name: " "'),
      ['tailgate.yml:1 name: " " contains control characters or nothing but spaces'],
    ],
  ])('%s', (_, text, parts) => {
    const error = fail(text());
    expect(error.place.file).toBe('tailgate.yml');
    for (const part of parts) expect(error.message).toContain(part);
  });

  test('in a workflow, a value of the environment is set by the step', () => {
    const env = { GITHUB_ACTIONS: 'true', TAILGATE_PASSWORD: 'secret' };
    expect(fail(EXAMPLE, { env }).message).toContain(
      ': "{{env.TAILGATE_EMAIL}}" is not set in the environment: set TAILGATE_EMAIL in the step\'s env',
    );
    const inside = edit('"{{env.TAILGATE_EMAIL}}"', '"me+{{env.TAILGATE_EMAIL}}"');
    expect(fail(inside, { env }).message).toContain(
      ': "me+{{env.TAILGATE_EMAIL}}": "{{env.TAILGATE_EMAIL}}" is not set',
    );
  });

  test('several mistakes are told at once, each with its place', () => {
    const { message, place } = fail(edit('max: 100 ms', 'max: 100').replace('spread: 12 %', 'spraed: 12 %'));
    const lines = message.split('\n');
    expect(lines[0]).toMatch(/^tailgate\.yml:28 gate\.spraed: unknown key, did you mean spread\?/);
    expect(lines[1]).toMatch(/^tailgate\.yml:22 gate\.p99\.max: 100 has no unit/);
    expect(place).toEqual({ file: 'tailgate.yml', line: 28, key: 'gate.spraed' });
  });

  test('a value of the environment is never shown', () => {
    const text = edit('accept: application/json', 'x-key: "{{env.TAILGATE_KEY}}"');
    const { message } = fail(text, {
      env: { TAILGATE_KEY: 'hidden\nvalue', TAILGATE_EMAIL: 'a', TAILGATE_PASSWORD: 'b' },
    });
    expect(message).toContain(
      'x-key: "{{env.TAILGATE_KEY}}": the value of TAILGATE_KEY in the environment has a line break in it',
    );
    expect(message).not.toContain('hidden');
  });
});

describe('YAML that is refused', () => {
  const bomb = [
    'a: &a [x,x,x,x,x,x,x,x,x]',
    ...['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'].map((key, i) => {
      const before = String.fromCharCode(97 + i);
      return `${key}: &${key} [${Array(9).fill(`*${before}`).join(',')}]`;
    }),
  ].join('\n');

  test.each<[string, string, string]>([
    ['nothing', '', 'tailgate.yml: is empty: start from the file that `tailgate init` writes'],
    ['2 MB', `name: ${'x'.repeat(2_000_000)}`, 'tailgate.yml: is larger than 1 MB'],
    ['1 MB in letters of two bytes', 'é'.repeat(600_000), 'tailgate.yml: is larger than 1 MB'],
    ['an alias bomb', bomb, 'has more than 100 aliases once they are expanded'],
    ['an alias of itself', 'a: &a [*a]', 'is nested more than 50 deep'],
    ['an alias of nothing', 'a: *b', 'tailgate.yml:1 a: the alias *b has no anchor before it'],
    ['nesting without end', `a: ${'['.repeat(900_000)}`, 'tailgate.yml: is nested more than 50 deep'],
    ['nested mappings in one line', '{a: '.repeat(200_000), 'tailgate.yml: is nested more than 50 deep'],
    ['comments without end', '#\n'.repeat(400_000), 'tailgate.yml: is longer than a scenario needs'],
    [
      'a key twice',
      `${EXAMPLE}name: again\n`,
      'tailgate.yml:29 name: is given twice, first in line 1: keep one',
    ],
    ['two documents', `${EXAMPLE}---\nname: b\n`, 'tailgate.yml:29: a second document starts here'],
    ['a tag of its own', 'name: !!js/function x', 'tailgate.yml:1: is no YAML, at "name: !!js/function x"'],
    ['an open quote', 'name: "x', 'tailgate.yml:1: is no YAML, at "name: \\"x"'],
    [
      'a number that loses digits',
      'name: 12345678901234567890',
      'tailgate.yml:1 name: the number "12345678901234567890" would lose digits: put it in quotes',
    ],
    [
      'a number with zeros before it',
      'name: 0123',
      'tailgate.yml:1 name: the number "0123" would lose digits',
    ],
    ['a prototype', 'name: { __proto__: 1 }', 'tailgate.yml:1 name.__proto__: is not allowed as a key'],
    [
      'a list',
      '- a',
      'tailgate.yml:1: ["a"] does not fit: write a mapping with name, language, paths, target',
    ],
  ])('%s', (_, text, message) => {
    expect(fail(text).message).toContain(message);
  });
});

describe('a mistake in an override names the input or the flag', () => {
  test.each<[string, Given['inputs'], string]>([
    ['no target', { targetUrl: '' }, "input target-url: is missing: set it to the preview's URL"],
    ['no target in the terminal', { door: 'terminal', targetUrl: undefined }, '--target-url: is missing'],
    [
      'no scheme',
      { targetUrl: 'preview.example.com' },
      'input target-url: "preview.example.com" has no scheme: write https://preview.example.com',
    ],
    [
      'a port for a scheme',
      { targetUrl: 'localhost:3000' },
      '"localhost:3000" has no scheme: write https://localhost:3000 or http://',
    ],
    ['another scheme', { targetUrl: 'ftp://x.example' }, '"ftp://x.example" is neither http nor https'],
    [
      'a query',
      { targetUrl: 'https://x.example/pr-7/?key=hidden' },
      '"https://x.example/pr-7/…" has a query or # in it: write https://x.example/pr-7, and put queries',
    ],
    [
      'a dashboard',
      { targetUrl: 'https://railway.com/project/1' },
      '"https://railway.com/project/1" is a page of Railway, not the environment itself',
    ],
    [
      'a dashboard as the base',
      { baseUrl: 'https://us-east-1.console.aws.amazon.com/ecs' },
      'input base-url: "https://us-east-1.console.aws.amazon.com/ecs" is a page of AWS',
    ],
    [
      'a template',
      { targetUrl: 'https://x.example/{{env.TAILGATE_PR}}' },
      "has braces in it, and templates don't work here: write the URL out",
    ],
    [
      'two slashes',
      { targetUrl: 'https://x.example/a//b' },
      'has two slashes in a row in its path: write one',
    ],
    ['a fragment', { targetUrl: 'https://x.example#hidden' }, '"https://x.example…" has a query or # in it'],
    [
      'credentials',
      { targetUrl: 'https://u:hidden@x.example' },
      'input target-url: has a user name or password in it',
    ],
    [
      'credentials without a scheme',
      { targetUrl: 'u:hidden@x.example' },
      'input target-url: has a user name or password in it',
    ],
    ['a backslash', { targetUrl: 'https://x.example\\a' }, 'is not a URL: write https://host'],
    ['no host', { targetUrl: 'https://' }, '"https://" is not a URL'],
    [
      'the target as its own base',
      { baseUrl: 'https://preview.example.com:8443' },
      'input base-url: https://preview.example.com:8443 is the same environment as input target-url: give the environment ' +
        "to compare with, such as the base branch's; to measure one environment against itself: tailgate calibrate",
    ],
    [
      'the same in the terminal, by other letters',
      { door: 'terminal', targetUrl: 'http://A.example', baseUrl: 'HTTP://a.example.:80/' },
      '--base-url: http://a.example. is the same environment as --target-url',
    ],
    [
      'the same path, with a slash at its end',
      { targetUrl: 'https://x.example/pr-7', baseUrl: 'https://x.example/pr-7/' },
      'input base-url: https://x.example/pr-7 is the same environment as input target-url',
    ],
    ['baseline', { baseline: '/etc/passwd' }, 'input baseline: "/etc/passwd" is outside the workspace'],
  ])('%s', (_, inputs, message) => {
    const error = fail(EXAMPLE, { inputs: inputs ?? {} });
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('hidden');
  });

  test('a profile of GET alone needs a GET request, and bounds that it leaves', () => {
    expect(fail(smallFile('    - { post: /a }'), { inputs: { profile: 'light' } }).message).toContain(
      'tailgate.yml:2 scenario.requests: has no GET request, and the profile light sends nothing else',
    );
    const text = gate('gate: { endpoints: { create maintenance expense: { p99: { max: 1 s } } } }');
    expect(fail(text, { inputs: { profile: 'light' } }).message).toContain(
      'the profile light only sends GET requests, and none of those has a bound',
    );
  });
});
