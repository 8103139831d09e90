/** Secrets planted into every format: none of them comes out, in a file or on the terminal. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { Vault } from '../../../src/config/start/vault.ts';
import { command } from '../../cli/in-process.ts';

const JWT = `eyJhbGciOiJIUzI1NiJ9.${Buffer.from('{"sub":"ada"}').toString('base64url')}.c2lnbmF0dXJlLW9mLWFkYQ`;
const SECRETS = {
  jwt: JWT,
  password: 'correct-Horse7-battery',
  apiKey: 'sk_live_51H8xQ2eZvKYlo2C0aBcD',
  session: 's%3AhXq0f7Zk2Lw9Pp4Rt.8vN1mB3xQ6',
  csrf: 'Zk93mLq0PxT7vB2nR5',
  basic: 'ada:Tr0ub4dor-and-3',
  reset: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b',
  card: '4111111111111111',
  opaque: 'hT7xK2pQ9mW4rL8vB3nZ',
  email: 'ada.lovelace@private.example.org',
  foreign: 'zoé.müller@straße.example',
  plainCard: '5555555555554444',
  uuid: '6f1d2c3b-4a59-4687-9b0c-1d2e3f405162',
  inUrl: 'w0rd-of-the-shop',
  german: 'geheim und lang genug',
};
const BASIC = Buffer.from(SECRETS.basic).toString('base64');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-secrets-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const header = (name: string, value: string) => ({ name, value });
const response = (body: unknown, headers: object[] = []) => ({
  status: 200,
  headers,
  content: { mimeType: 'application/json', text: JSON.stringify(body) },
});
const bearer = [
  header('Authorization', `Bearer ${JWT}`),
  header('X-Api-Key', SECRETS.apiKey),
  header('Cookie', `sid=${SECRETS.session}; theme=dark`),
];
const url = (path: string) => `https://shop.example.com${path}`;
const login = { email: SECRETS.email, password: SECRETS.password };

const HAR = {
  log: {
    version: '1.2',
    entries: [
      {
        request: {
          method: 'POST',
          url: url('/auth/login'),
          headers: [],
          postData: { mimeType: 'application/json', text: JSON.stringify(login) },
        },
        response: response({ data: { access_token: JWT } }, [header('set-cookie', `sid=${SECRETS.session}`)]),
      },
      {
        request: { method: 'GET', url: url(`/orders?api_key=${SECRETS.apiKey}&page=2`), headers: bearer },
        response: response({ items: [{ id: 811, note: 'x' }, { id: 812 }] }),
      },
      {
        request: { method: 'GET', url: url('/orders/811'), headers: bearer },
        response: response({ id: 811 }),
      },
      {
        request: { method: 'GET', url: url(`/files/${SECRETS.opaque}`), headers: bearer },
        response: response({}),
      },
      {
        request: { method: 'GET', url: url(`/reset/${SECRETS.reset}`), headers: bearer },
        response: response({}),
      },
      {
        request: { method: 'GET', url: url(`/users/${SECRETS.email}`), headers: bearer },
        response: response({}),
      },
      {
        request: {
          method: 'GET',
          url: url(`/users/${encodeURIComponent(SECRETS.foreign)}`),
          headers: bearer,
        },
        response: response({}),
      },
      {
        request: {
          method: 'GET',
          url: `https://ada:${SECRETS.inUrl}@shop.example.com/basic`,
          headers: bearer,
        },
        response: response({}),
      },
      {
        request: {
          method: 'POST',
          url: url('/payments'),
          headers: bearer,
          postData: {
            mimeType: 'application/json',
            text: JSON.stringify({
              amount: 12,
              card_number: SECRETS.card,
              note: `as ${JWT}`,
              nested: [{ csrfToken: SECRETS.csrf, contact: SECRETS.email }],
              number: SECRETS.plainCard,
              digits: Number(SECRETS.plainCard),
              remark: `ring ${SECRETS.email} or ${SECRETS.foreign}, please`,
              callback: `https://shop:${SECRETS.inUrl}@hooks.example.com/paid`,
              kennwort: SECRETS.german,
            }),
          },
        },
        response: { status: 201, headers: [], content: {} },
      },
      {
        request: {
          method: 'POST',
          url: url('/profile'),
          headers: [...bearer, header('authorization', `Basic ${BASIC}`)],
          postData: {
            mimeType: 'application/x-www-form-urlencoded',
            text: `_csrf=${SECRETS.csrf}&new_password=${SECRETS.password}&city=Brussels`,
          },
        },
        response: { status: 200, headers: [], content: {} },
      },
    ],
  },
};

const POSTMAN = {
  info: {
    name: `shop ${SECRETS.apiKey}`,
    schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
  },
  auth: { type: 'bearer', bearer: [{ key: 'token', value: JWT, type: 'string' }] },
  variable: [
    { key: 'baseUrl', value: 'https://shop.example.com/api' },
    { key: 'apiToken', value: SECRETS.opaque },
    { key: 'shop', value: '17' },
  ],
  item: [
    {
      name: 'folder',
      item: [
        {
          name: 'Log in',
          request: {
            method: 'POST',
            url: { raw: '{{baseUrl}}/login' },
            body: { mode: 'raw', raw: JSON.stringify(login) },
          },
          response: [{ code: 200, body: JSON.stringify({ token: JWT }) }],
        },
        {
          name: `List for ${SECRETS.apiKey}`,
          request: {
            method: 'GET',
            header: [header('x', ''), { key: 'X-Api-Key', value: SECRETS.apiKey }].slice(1),
            url: {
              raw: '{{baseUrl}}/shops/{{shop}}/items?token={{apiToken}}',
              query: [{ key: 'token', value: '{{apiToken}}' }],
            },
          },
        },
        {
          name: 'One',
          request: {
            url: {
              raw: `{{baseUrl}}/items/:id/files/${SECRETS.opaque}`,
              variable: [{ key: 'id', value: '12' }],
            },
          },
        },
        {
          name: `Mail ${SECRETS.email}`,
          request: `{{baseUrl}}/users/${SECRETS.email}?to=${encodeURIComponent(SECRETS.foreign)}`,
        },
        { name: 'Reset', request: `https://ada:${SECRETS.inUrl}@shop.example.com/reset/${SECRETS.uuid}` },
        {
          name: 'Create',
          request: {
            method: 'POST',
            auth: { type: 'basic', basic: [{ key: 'password', value: SECRETS.password }] },
            url: '{{baseUrl}}/items',
            body: {
              mode: 'raw',
              raw: `{"owner": {{owner}}, "secret": "${SECRETS.csrf}", "card_number": ${SECRETS.card}}`,
            },
          },
        },
      ],
    },
  ],
};

const OPENAPI = {
  openapi: '3.0.3',
  servers: [{ url: `https://ada:${SECRETS.password}@shop.example.com/api` }],
  security: [{ key: [] }, { bearer: [] }],
  components: {
    securitySchemes: {
      key: { type: 'apiKey', in: 'header', name: 'X-Api-Key' },
      bearer: { type: 'http', scheme: 'bearer' },
    },
  },
  paths: {
    '/login': {
      post: {
        security: [],
        requestBody: { content: { 'application/json': { example: login } } },
        responses: { 200: { description: '', content: { 'application/json': { example: { token: JWT } } } } },
      },
    },
    '/items': {
      get: {
        summary: `Items of ${JWT}`,
        parameters: [
          { name: 'X-Signature', in: 'header', required: true, example: SECRETS.csrf },
          { name: 'access_token', in: 'query', required: true, example: SECRETS.opaque },
        ],
        responses: { 200: { description: '' } },
      },
      post: {
        requestBody: {
          content: {
            'application/json': {
              example: { apiKey: SECRETS.apiKey, reset: SECRETS.reset, to: SECRETS.email },
            },
          },
        },
        responses: { 201: { description: '' } },
      },
    },
    '/sessions/{token}': {
      get: {
        parameters: [{ name: 'token', in: 'path', required: true, example: SECRETS.opaque }],
        responses: { 200: { description: '' } },
      },
    },
  },
};

const K6 = `
import http from 'k6/http';
const BASE = 'https://shop.example.com';
const params = { headers: { Authorization: 'Bearer ${JWT}', 'X-Api-Key': '${SECRETS.apiKey}' } };
export default function () {
  http.post(BASE + '/login', JSON.stringify({ email: '${SECRETS.email}', password: '${SECRETS.password}' }));
  http.get(\`\${BASE}/items?token=${SECRETS.opaque}\`, params);
  http.get(\`\${BASE}/reset/${SECRETS.reset}\`, params);
  http.get('https://ada:${SECRETS.inUrl}@shop.example.com/invite/${SECRETS.uuid}', params);
  http.get(BASE + '/users/${SECRETS.email}?to=${SECRETS.foreign}', params);
  http.post(BASE + '/items', JSON.stringify({ secret: '${SECRETS.csrf}', card_number: '${SECRETS.card}' }), params);
}
`;

const line = (target: string, method = 'GET') =>
  `203.0.113.7 - ada [10/Oct/2026:13:55:36 +0000] "${method} ${target} HTTP/1.1" 200 5 "https://x/?token=${SECRETS.opaque}" "curl"`;
const LOG = [
  line('/items'),
  line('/auth/login', 'POST'),
  line(`/items?token=${SECRETS.opaque}&email=${encodeURIComponent(SECRETS.email)}&q=a`),
  line(`/items?sig=${SECRETS.csrf}&jwt=${JWT}`),
  line(`/reset/${SECRETS.reset}`),
  line(`/files/${SECRETS.opaque}`),
  line(`/u/${SECRETS.email}`),
  line(`/u/${encodeURIComponent(SECRETS.email)}`),
  line(`/hooks/${JWT}`),
  line(`/u/${encodeURIComponent(SECRETS.foreign)}/posts`),
  line(`/invite/${SECRETS.uuid}`),
  line(`https://ada:${SECRETS.inUrl}@shop.example.com/items?auth=${encodeURIComponent(SECRETS.german)}`),
  line(`/x?${SECRETS.opaque}`),
].join('\n');

const SOURCES = {
  'a HAR file': JSON.stringify(HAR),
  'a Postman collection': JSON.stringify(POSTMAN),
  'an OpenAPI document': JSON.stringify(OPENAPI),
  'a k6 script': K6,
  'an access log': LOG,
};

describe.each(Object.entries(SOURCES))('%s', (_, source) => {
  test.each([[[]], [['--writes']]])('no secret comes out: %j', async (more) => {
    await writeFile(join(folder, 'source'), source);
    const { exitCode, out, err } = await command(folder, ['init', '--from', 'source', ...more]);
    expect([exitCode, err]).toEqual([0, '']);
    const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(
      (entry) => entry.isFile() && entry.name !== 'source',
    );
    expect(files.length).toBe(2);
    const texts = await Promise.all(
      files.map(({ name, parentPath }) => readFile(join(parentPath, name), 'utf8')),
    );
    const all = [out, err, ...texts].join('\n');
    const forms = Object.values(SECRETS).flatMap((secret) => [secret, encodeURIComponent(secret)]);
    expect([...forms, BASIC, 'Tr0ub4dor-and-3'].filter((secret) => all.includes(secret))).toEqual([]);
    // What was left is a scenario all the same, which takes them from the environment.
    expect(
      parse(texts.find((text) => text.includes('scenario:')) ?? '').scenario.requests.length,
    ).toBeGreaterThan(0);
    expect(all).toContain('{{env.TAILGATE_');
  });
});

test('a body that came as Base64 tells its secrets as well', async () => {
  const har = structuredClone(HAR) as typeof HAR & { log: { entries: { response: { content: object } }[] } };
  const [first] = har.log.entries;
  const text = Buffer.from(JSON.stringify({ data: { access_token: SECRETS.opaque } })).toString('base64');
  if (first) first.response.content = { mimeType: 'application/json', text, encoding: 'base64' };
  await writeFile(join(folder, 'source'), JSON.stringify(har));
  const { exitCode } = await command(folder, ['init', '--from', 'source']);
  expect(exitCode).toBe(0);
  const written = await readFile(join(folder, 'tailgate.yml'), 'utf8');
  expect(parse(written).scenario.login.capture).toEqual({ token: '/data/access_token' });
  expect(written).not.toContain(SECRETS.opaque);
});

test('what only looks like one stays: versions, ids, and numbers that no card has', async () => {
  const kept = ['/npm/vue@3.2.1/dist', '/@acme/gate', '/orders/5555555555554445', '/users?sort=name'];
  await writeFile(join(folder, 'source'), kept.map((path) => line(path)).join('\n'));
  await command(folder, ['init', '--from', 'source']);
  const written = await readFile(join(folder, 'tailgate.yml'), 'utf8');
  expect(written).not.toContain('{{env.');
  expect(written).toContain('/npm/vue@3.2.1/dist');
});

test('a document that quotes a script of k6 is no script', async () => {
  const document = { ...OPENAPI, info: { description: "run it by: import http from 'k6/http'" } };
  await writeFile(join(folder, 'source'), JSON.stringify(document, null, 2));
  const { out } = await command(folder, ['init', '--from', 'source']);
  expect(out).toContain('Read an OpenAPI 3.0.3 document');
});

test.each([
  ['mutation { login(user: "ada", password: "Summer2024") { id } }', false],
  ["mutation { login(user: 'ada', apiKey:'Summer2024') { id } }", false],
  ['{\\"user\\":\\"ada\\",\\"password\\":\\"Summer2024\\"}', false],
  ['<soap:Body><w:Password wsse:Type="text">Summer2024</w:Password></soap:Body>', false],
  ['mutation { login(user: "ada", password: "$ummer2024") { id } }', false],
  ['<Password>$ummer2024</Password>', false],
  ['<Password><![CDATA[Summer2024]]></Password>', false],
  ['<Password>{{env.TAILGATE_PASSWORD}}</Password>', true],
  ['mutation ($password: String!) { login(password: $password) { id } }', true],
  ['{ products(sort: "price", key: $key) { name } }', true],
  ['<order><item>Tea</item><password/></order>', true],
])('a text is hidden that names a secret itself: %s', (text, isClean) => {
  expect(new Vault().isClean(text)).toBe(isClean);
});
