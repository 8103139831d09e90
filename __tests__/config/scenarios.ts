import { ConfigurationError } from '../../src/config/configuration-error.ts';
import type { GivenFiles } from '../../src/config/files.ts';
import type { Overrides } from '../../src/config/overrides.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import type { Plan } from '../../src/config/plan.ts';
import type { RequestSpec, Scenario } from '../../src/config/scenario.ts';
import { ENV, INPUTS } from './example.ts';

const USERS = 'email,password\na@x.example,one\nb@x.example,two\n';
export const PDF = new Uint8Array([0x25, 0x50, 0x44, 0x46, 0, 0xff, 13, 10]);

/** A scenario with every kind of key. */
export const SHOP = `data:
  users: { file: users.csv, take: per-user }
setup:
  - { get: /api/v1/buildings, capture: { building: { json: /data/0/id } } }
logins:
  admin: { post: /login, json: { email: "{{env.TAILGATE_EMAIL}}" }, capture: { token: /token } }
login:
  post: /login
  json: { email: "{{users.email}}", password: "{{users.password}}" }
  capture: { token: /token }
headers: { authorization: "Bearer {{token}}" }
requests:
  - { name: list buildings, weight: 30, get: /api/v1/buildings, check: [ { json: /0/id, exists: true } ] }
  - { name: create unit, weight: 2, as: admin, post: /units, json: { building: "{{building}}" }, expect: 201 }
flows:
  - name: order
    weight: 10
    steps:
      - { name: create cart, post: /carts, expect: 201, capture: { cart: { json: /id }, etag: { header: ETag } } }
      - { think: 1s..3s }
      - { name: add item, post: "/carts/{{cart}}/items", json: { sku: "{{pick A B C}}" }, check: [ { json: /total, at-least: 1 } ] }
      - { name: upload, post: /documents, multipart: { title: "{{unique}}", file: { path: plan.pdf } } }
      - { name: read back, get: "/carts/{{cart}}", timeout: 2s, headers: { if-none-match: "{{etag}}" }, expect: [200, 304] }
      - { name: clean up, delete: "/carts/{{cart}}", expect: 204, always: true }
cleanup:
  - { delete: "/carts?tag={{run}}", as: admin }
`;

/** What the files of the workspace hold, as if they had been read. */
function given(texts: Readonly<Record<string, string>>): GivenFiles {
  const all = { 'users.csv': USERS, ...texts };
  return {
    texts: new Map(Object.entries(all).map(([path, content]) => [path, { content }])),
    bytes: new Map([['plan.pdf', { content: PDF }]]),
  };
}

export interface Around {
  readonly load?: string;
  readonly gate?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly inputs?: Partial<Overrides>;
}

/** The text of a file around its scenario. */
export function fileOf(scenario: string, { load, gate }: Pick<Around, 'load' | 'gate'> = {}): string {
  const around = `load: ${load ?? '{ connections: 2, duration: 10s }'}\ngate: { ${gate ?? 'errors: { max: 1 % }'} }`;
  return `${around}\nscenario:\n${scenario.replace(/^(?=.)/gm, '  ')}`;
}

/** A file of which only the scenario is of interest: its first key is in line 4. */
export function parseScenario(scenario: string, around: Around = {}): Plan {
  const { files = {}, inputs } = around;
  const text = fileOf(scenario, around);
  return parseConfig(text, 'tailgate.yml', {
    inputs: { ...INPUTS, ...inputs },
    env: ENV,
    files: given(files),
  });
}

export const scenarioOf = (scenario: string, around?: Around): Scenario =>
  parseScenario(scenario, around).scenario;

/** The request of a name. */
export function requestOf({ requests }: Scenario, name: string): RequestSpec {
  const found = requests.find((request) => request.name === name);
  if (found === undefined) throw new Error(`there is no request ${name}`);
  return found;
}

/** The whole message that a scenario is refused with. */
export function refusal(scenario: string, around?: Around): string {
  try {
    parseScenario(scenario, around);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('parsed, though it should not');
}
