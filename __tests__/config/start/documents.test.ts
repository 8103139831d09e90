import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { ConfigurationError } from '../../../src/config/configuration-error.ts';
import { parseConfig } from '../../../src/config/parse-config.ts';
import { buildDraft } from '../../../src/config/start/build-draft.ts';
import { readDocument } from '../../../src/config/start/read-document.ts';
import { writeDraft } from '../../../src/config/start/write-draft.ts';

const env = Object.fromEntries(
  ['EMAIL', 'USER', 'PASSWORD', 'TOKEN', 'BASIC', 'API_KEY', 'X_API_KEY', 'OWNER', 'COOKIE'].map((name) => [
    `TAILGATE_${name}`,
    `value-of-${name}`,
  ]),
);

/** What is written for a document, and that it is a tailgate.yml without a mistake. */
function from(document: unknown, writes = false) {
  const text = typeof document === 'string' ? document : JSON.stringify(document);
  const draft = buildDraft(readDocument(text, 'source'), { writes });
  const written = writeDraft('shop', draft);
  const inputs = { door: 'terminal', targetUrl: 'http://127.0.0.1:8080' } as const;
  const plan = parseConfig(written, 'tailgate.yml', { inputs, env, purpose: 'check' });
  return { draft, written, plan, scenario: parse(written).scenario };
}

function api(paths: unknown, more: object = {}) {
  return { openapi: '3.0.3', info: { title: 'x', version: '1' }, paths, ...more };
}

const ok = { 200: { description: 'fine' } };
const listOf = (items: object, key?: string) => {
  const list = { type: 'array', items };
  const schema = key === undefined ? list : { type: 'object', properties: { [key]: list } };
  return { 200: { description: 'fine', content: { 'application/json': { schema } } } };
};

describe('OpenAPI', () => {
  test('a parameter takes what a list gives, else its example, else it is to be filled in', () => {
    const { draft, scenario } = from(
      api({
        '/orders': { get: { responses: listOf({ properties: { id: { type: 'integer' } } }, 'data') } },
        '/orders/{orderId}': { get: { responses: ok } },
        '/users/{id}': { get: { parameters: [{ name: 'id', in: 'path', example: 'ada' }], responses: ok } },
        '/things/{id}': { get: { responses: ok } },
      }),
    );
    expect(scenario.setup).toEqual([{ get: '/orders', capture: { order_id: '/data/0/id' } }]);
    expect(scenario.variables).toEqual({ user_id: 'ada' });
    expect(scenario.requests.map(({ get }: { get: string }) => get)).toEqual([
      '/orders',
      '/orders/{{order_id}}',
      '/users/{{user_id}}',
    ]);
    expect(draft.unfinished.map(({ path, comment }) => [path, comment])).toEqual([
      [
        '/things/{{thing_id}}',
        expect.stringMatching(/^Set the values for its path under scenario.variables: /),
      ],
    ]);
  });

  test('a body is the least that is valid, made of examples where there are any', () => {
    const schema = {
      type: 'object',
      required: ['name', 'email', 'at', 'kind', 'count', 'price', 'tags', 'nested', 'choice'],
      properties: {
        name: { type: 'string', minLength: 6 },
        email: { type: 'string', format: 'email' },
        at: { type: 'string', format: 'date-time' },
        kind: { enum: ['big', 'small'] },
        count: { type: 'integer', minimum: 3 },
        price: { type: 'number', exclusiveMinimum: 0, maximum: 0.5 },
        tags: { type: 'array', items: { type: 'string', example: 'red' }, minItems: 2 },
        nested: { allOf: [{ type: 'object', required: ['a'], properties: { a: { type: 'boolean' } } }] },
        choice: { oneOf: [{ type: 'null' }, { type: 'string', default: 'first' }] },
        optional: { type: 'string' },
        created: { type: 'string', readOnly: true },
      },
    };
    const body = { content: { 'application/json': { schema } } };
    const { scenario } = from(
      api({ '/things': { post: { requestBody: body, responses: { 201: { description: '' } } } } }),
      true,
    );
    expect(scenario.requests[0]).toMatchObject({
      post: '/things',
      expect: 201,
      json: {
        name: 'textxx',
        email: 'user-{{unique}}@example.com',
        at: '{{now}}',
        kind: 'big',
        count: 3,
        price: 0.25,
        tags: ['red', 'red'],
        nested: { a: true },
        choice: 'first',
      },
    });
    expect(Object.keys(scenario.requests[0].json)).toHaveLength(9);
  });

  test('schemas that hold themselves come to an end', () => {
    const schemas = {
      Node: {
        type: 'object',
        required: ['next', 'all'],
        properties: {
          next: { $ref: '#/components/schemas/Node' },
          all: { type: 'array', minItems: 1, items: { $ref: '#/components/schemas/Node' } },
        },
      },
      Loop: { $ref: '#/components/schemas/Loop' },
      Both: { allOf: [{ $ref: '#/components/schemas/Both' }, { type: 'object', properties: {} }] },
    };
    const of = (name: string) => ({
      post: {
        requestBody: {
          content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
        },
        responses: ok,
      },
    });
    const { scenario } = from(
      api({ '/a': of('Node'), '/b': of('Loop'), '/c': of('Both') }, { components: { schemas } }),
      true,
    );
    expect(scenario.requests).toHaveLength(3);
    expect(scenario.requests[0].json).toEqual({ next: null, all: [null] });
  });

  test.each([
    [
      'another file',
      api({ '/a': { get: { $ref: 'other.yaml#/a' } } }),
      /refers to "other\.yaml#\/a", and other files are not read/,
    ],
    [
      'a URL',
      api({ '/a': { get: { parameters: [{ $ref: 'https://example.com/p.json' }], responses: ok } } }),
      /other files are not read/,
    ],
    ['no paths', api({}), /describes no operation/],
    ['no operation', api({ '/a': { parameters: [] } }), /describes no operation/],
    ['JSON that ends too early', '{"openapi":"3.0.0"', /is no JSON/],
    ['YAML that is none', 'openapi: 3.0.0\npaths: [', /is no YAML/],
    ['an OpenAPI of another time', { openapi: '4.0.0', paths: {} }, /is not in a known format/],
    ['a letter', 'Dear Ada,\nhow are you?', /Known formats: an OpenAPI 3 or Swagger 2 document/],
    ['a list', '[1,2]', /is not in a known format/],
    [
      'aliases without measure',
      `openapi: 3.0.0\na: &a [x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((c, i) => `${c}: &${c} [${Array(8).fill(`*${'abcdefgh'[i]}`).join(',')}]`)
        .join('\n')}\n`,
      /expand without limit|no operation/,
    ],
  ])('refused: %s', (_, document, why) => {
    expect(() => from(document)).toThrow(why);
    expect(() => from(document)).toThrow(ConfigurationError);
  });

  test('hostile names and paths become a file that says nothing else', () => {
    const evil = [
      'a\nb: c',
      '# x',
      '- y',
      '{{env.TAILGATE_EVIL}}',
      '"',
      "'",
      '\u0000',
      '\u202e',
      'a'.repeat(500),
      '!!js/function',
      '*a',
      '&a',
      '<<',
    ];
    const paths = Object.fromEntries(
      evil.map((name, i) => [`/${i}/${name}`, { get: { operationId: name, summary: name, responses: ok } }]),
    );
    const { scenario, plan } = from(api(paths, { servers: [{ url: '/a{{b}}\n# c' }] }));
    expect(Object.keys(scenario)).toEqual(['headers', 'requests']);
    expect(plan.scenario.requests).toHaveLength(evil.length);
    // What looks like a template of ours is sent as it stands.
    expect(plan.secrets).toEqual([]);
  });

  test('how to be let in: by a key, by a name and password, by a login of OAuth', () => {
    const secured = (scheme: object, more: object = {}) =>
      from(
        api(
          { '/a': { get: { responses: ok } }, ...more },
          { security: [{ s: [] }], components: { securitySchemes: { s: scheme } } },
        ),
      ).scenario;
    expect(secured({ type: 'apiKey', in: 'header', name: 'X-Api-Key' }).headers['x-api-key']).toBe(
      '{{env.TAILGATE_X_API_KEY}}',
    );
    expect(secured({ type: 'apiKey', in: 'query', name: 'api_key' }).requests[0].get).toBe(
      '/a?api_key={{env.TAILGATE_API_KEY}}',
    );
    expect(secured({ type: 'http', scheme: 'basic' }).headers.authorization).toBe(
      'Basic {{env.TAILGATE_BASIC}}',
    );
    expect(secured({ type: 'http', scheme: 'bearer' }).headers.authorization).toBe(
      'Bearer {{env.TAILGATE_TOKEN}}',
    );
    const form = {
      schema: {
        type: 'object',
        required: ['username', 'password'],
        properties: { username: { type: 'string' }, password: { type: 'string' } },
      },
    };
    const token = {
      200: {
        description: '',
        content: { 'application/json': { schema: { properties: { access_token: { type: 'string' } } } } },
      },
    };
    const login = {
      '/token': {
        post: {
          security: [],
          requestBody: { content: { 'application/x-www-form-urlencoded': form } },
          responses: token,
        },
      },
    };
    expect(secured({ type: 'oauth2', flows: {} }, login)).toMatchObject({
      headers: { authorization: 'Bearer {{token}}' },
      login: {
        post: '/token',
        form: { username: '{{env.TAILGATE_USER}}', password: '{{env.TAILGATE_PASSWORD}}' },
        capture: { token: '/access_token' },
      },
    });
  });

  test('Swagger 2: its base path, its bodies and forms', () => {
    const { scenario } = from(
      {
        swagger: '2.0',
        host: 'example.com',
        basePath: '/v2',
        paths: {
          '/pets': {
            get: {
              responses: {
                200: {
                  description: '',
                  schema: { type: 'array', items: { properties: { id: { type: 'integer' } } } },
                },
              },
            },
            post: {
              parameters: [
                {
                  in: 'body',
                  name: 'body',
                  schema: { required: ['name'], properties: { name: { type: 'string', example: 'Rex' } } },
                },
              ],
              responses: ok,
            },
          },
          '/pets/{petId}': {
            get: {
              parameters: [{ in: 'path', name: 'petId', type: 'integer', required: true }],
              responses: ok,
            },
          },
          '/forms': {
            post: {
              parameters: [{ in: 'formData', name: 'city', type: 'string', default: 'Brussels' }],
              responses: ok,
            },
          },
        },
      },
      true,
    );
    expect(scenario.setup).toEqual([{ get: '/v2/pets', capture: { pet_id: '/0/id' } }]);
    expect(scenario.requests.map((one: Record<string, unknown>) => one.json ?? one.form ?? one.get)).toEqual([
      '/v2/pets',
      { name: 'Rex' },
      '/v2/pets/{{pet_id}}',
      { city: 'Brussels' },
    ]);
  });

  test('YAML as people write it: comments, anchors, dates', () => {
    const { scenario } = from(
      '# ours\nopenapi: 3.1.0\ninfo: { version: 2026-01-01 }\nx: &ok { "200": { description: ok } }\npaths:\n  /a: { get: { responses: *ok } }\n',
    );
    expect(scenario.requests).toEqual([{ name: 'GET /a', weight: 1, get: '/a' }]);
  });

  test('the file of the preview', () => {
    const { plan } = from(readFileSync('examples/preview/openapi.yaml', 'utf8'), true);
    expect(plan.scenario.requests.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['list expenses', 'create expense', 'order']),
    );
  });
});

describe('HAR', () => {
  const entry = (method: string, url: string, received?: unknown, status = 200, postData?: object) => ({
    request: {
      method,
      url,
      headers: [{ name: 'Accept', value: 'application/json' }],
      ...(postData && { postData }),
    },
    response: {
      status,
      headers: [],
      content: received === undefined ? {} : { text: JSON.stringify(received) },
    },
  });
  const har = (...entries: object[]) => ({ log: { version: '1.2', entries } });

  test('traffic is weighed, a value that a list held is taken from there, other hosts are left out', () => {
    const { scenario, draft } = from(
      har(
        entry('GET', 'https://shop.test/orders', { items: [{ id: 811 }, { id: 812 }] }),
        entry('GET', 'https://shop.test/orders/811', {}),
        entry('GET', 'https://shop.test/orders/812', {}),
        entry('GET', 'https://shop.test/orders/813', {}),
        entry('GET', 'https://ads.test/track?x=1'),
        entry('GET', 'data:text/plain,x'),
      ),
    );
    expect(scenario.setup).toEqual([{ get: '/orders', capture: { order_id: '/items/0/id' } }]);
    expect(scenario.requests).toEqual([
      { name: 'GET /orders/{id}', weight: 3, get: '/orders/{{order_id}}' },
      { name: 'GET /orders', weight: 1, get: '/orders' },
    ]);
    expect(draft.notes).toEqual(['Left out: 1 requests to other hosts.']);
  });

  test('what was sent is sent again, with --writes', () => {
    const json = { mimeType: 'application/json', text: '{"name":"Lift {{x}}","reference":"A1"}' };
    const { scenario } = from(har(entry('POST', 'https://shop.test/jobs', {}, 201, json)), true);
    expect(scenario.requests[0].json).toEqual({ name: 'Lift {{"{{"}}x}}', reference: 'A1-{{unique}}' });
  });

  test('nothing in it', () => {
    expect(() => from(har())).toThrow('contains no request to a URL');
  });
});

describe('Postman', () => {
  const schema = 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json';
  test('folders, variables, path variables, and dynamic ones', () => {
    const { scenario, draft } = from(
      {
        info: { schema },
        variable: [
          { key: 'host', value: 'https://shop.test' },
          { key: 'version', value: 'v3' },
        ],
        item: [
          {
            name: 'Items',
            item: [{ name: 'All', request: { method: 'GET', url: '{{host}}/{{version}}/items?q=a%20b' } }],
          },
          {
            name: 'One',
            request: { url: { raw: '{{host}}/items/:id', variable: [{ key: 'id', value: '12' }] } },
          },
          { name: 'Open', request: { url: { raw: '{{host}}/items/:other' } } },
          {
            name: 'New',
            request: {
              method: 'POST',
              url: '{{host}}/items',
              body: { mode: 'raw', raw: '{"id":"{{$guid}}","owner":{{owner}}}' },
            },
          },
        ],
      },
      true,
    );
    expect(scenario.requests).toEqual([
      { name: 'All', weight: 4, get: '/v3/items?q=a%20b' },
      { name: 'One', weight: 4, get: '/items/{{item_id}}' },
      { name: 'New', weight: 1, post: '/items', json: { id: '{{uuid}}', owner: '{{env.TAILGATE_OWNER}}' } },
    ]);
    expect(draft.unfinished.map(({ name }) => name)).toEqual(['Open']);
    expect(draft.notes).toContain(
      'Variables without a value in the collection come from the environment: TAILGATE_OWNER.',
    );
  });

  test('an empty one', () => {
    expect(() => from({ info: { schema }, item: [{ item: [] }] })).toThrow('contains no requests');
  });
});

describe('a script of k6', () => {
  test('calls whose URLs are written out; what is computed is to be filled in; nothing is run', () => {
    const { scenario, draft } = from(
      `import http from 'k6/http';
       import { check } from "k6";
       const BASE_URL = __ENV.BASE || 'https://shop.test'; // not "https://other.test"
       const payload = JSON.stringify({ name: 'x', tags: ['a', "b",], n: 3, });
       export default function () {
         /* http.get('https://shop.test/commented-out'); */
         const text = "http.get('https://shop.test/in-a-text')";
         throw new Error('run');
         http.get(\`\${BASE_URL}/items?page=1\`);
         http.get(\`\${BASE_URL}/items?page=1\`);
         http.get(BASE_URL + '/items/' + item.id);
         http.post(\`\${BASE_URL}/items\`, payload, { headers: {} });
         http.request('DELETE', 'https://shop.test/items/7');
         http.get(url);
       }`,
      true,
    );
    expect(scenario.requests).toEqual([
      { name: 'GET /items', weight: 8, get: '/items?page=1' },
      { name: 'POST /items', weight: 1, post: '/items', json: { name: 'x', tags: ['a', 'b'], n: 3 } },
      { name: 'DELETE /items/7', weight: 1, delete: '/items/7' },
    ]);
    expect(draft.unfinished.map(({ path }) => path)).toEqual(['/items/{{item_id}}']);
    expect(draft.notes).toContain('Left out: 1 requests whose URLs the script computes.');
  });

  test('without a URL that is written out, it says what to do', () => {
    expect(() => from("import http from 'k6/http'; http.get(url)")).toThrow('k6 run --out json=samples.json');
  });
});
