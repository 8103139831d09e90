/** The realistic mix of examples/tailgate.yml, for tools that know nothing of it. */
import { parseConfig } from '../../lib/config/parse-config.js';
import { EXAMPLE, LOGIN, readExample, runConfig, TRIVIAL } from './run-config.mjs';

/** As long as the bearer tokens that services hand out. */
export const TOKEN = `bench.${'a1b2c3d4e5f6'.repeat(14)}`;

/** Four steps, each with what the one before it told; nobody logs in. */
const FLOW = `
load: { connections: 1, duration: 1s }
scenario:
  headers: { accept: application/json, authorization: Bearer bench }
  flows:
    - name: cart
      weight: 1
      steps:
        - name: create
          post: /carts
          json: { reference: "{{unique}}" }
          expect: 201
          capture: { cart: /id }
        - name: add
          post: "/carts/{{cart}}/items"
          json: { sku: A, reference: "{{unique}}" }
          expect: 201
          check: [ { json: /total, at-least: 1 } ]
        - { name: read, get: "/carts/{{cart}}", check: [ { json: /id, equals: c1 } ] }
        - { name: remove, delete: "/carts/{{cart}}", expect: 204 }
gate: { errors: { max: 1 % } }
`;

const LARGE = `
load: { connections: 1, duration: 1s }
scenario:
  flows:
    - name: read
      weight: 1
      steps:
        - { name: large, get: /large.json }
gate: { errors: { max: 1 % } }
`;

const SCENARIOS = {
  trivial: runConfig({
    name: 'trivial',
    scenario: TRIVIAL,
    load: { connections: 1, duration: '1s' },
  }),
  flow: FLOW,
  large: LARGE,
  'large-checked': LARGE.replace(
    'get: /large.json',
    'get: /large.json, capture: { id: /rows/0/id }, check: [ { json: /rows/900/id, equals: "row-900" } ]',
  ),
};

/** @returns Tailgate's plan for a scenario; what it says of the load is the caller's to replace. */
export function planOf(scenario, origin) {
  const text = SCENARIOS[scenario] ?? readExample();
  return parseConfig(text, EXAMPLE, {
    inputs: { door: 'terminal', targetUrl: origin },
    env: LOGIN,
  });
}

/** The mix with its login done: what is left in `path` and `body` besides text are generated values. */
export function readMix() {
  const { requests } = planOf('realistic', 'http://127.0.0.1').scenario;
  return requests.map(({ method, weight, path, headers, body }) => ({
    method,
    weight,
    path: path.map(withToken),
    headers: Object.fromEntries(headers.map(([name, value]) => [name, value.map(withToken).join('')])),
    body: body?.map(withToken) ?? null,
  }));
}

const withToken = (part) => (part.value === 'capture' ? TOKEN : part);

/** The mix as a table in Lua, for realistic.lua. */
export function mixInLua() {
  const entries = readMix().map(({ method, weight, path, headers, body }) => {
    const pairs = Object.entries(headers).map(([name, value]) => `[${quote(name)}] = ${quote(value)}`);
    const fields = [
      `method = ${quote(method)}`,
      `weight = ${weight}`,
      `path = ${partsInLua(path)}`,
      `headers = { ${pairs.join(', ')} }`,
      ...(body === null ? [] : [`body = ${partsInLua(body)}`]),
    ];
    return `  { ${fields.join(', ')} },`;
  });
  return `return {\n${entries.join('\n')}\n}\n`;
}

function partsInLua(parts) {
  const inLua = parts.map((part) => {
    if (typeof part === 'string') return quote(part);
    if (part.value === 'int') return `{ value = 'int', from = ${part.from}, to = ${part.to} }`;
    if (part.value === 'unique' || part.value === 'now') return `{ value = '${part.value}' }`;
    throw new Error(`bench/throughput/realistic.lua can't generate {{${part.value}}}`);
  });
  return `{ ${inLua.join(', ')} }`;
}

/** Lua reads a decimal escape for any byte. */
function quote(text) {
  const bytes = [...Buffer.from(text)].map((byte) =>
    byte < 32 || byte > 126 || byte === 34 || byte === 92
      ? `\\${String(byte).padStart(3, '0')}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join('')}"`;
}
