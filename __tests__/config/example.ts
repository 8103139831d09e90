import type { Overrides } from '../../src/config/overrides.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import type { Plan } from '../../src/config/plan.ts';

/** A file that uses every key. */
export const EXAMPLE = `name: realistic
target:
  ready: /api/v1/health
load: realistic
scenario:
  headers: { accept: application/json, authorization: "Bearer {{token}}" }
  variables: { building: 22e60793-a82f-495c-9d7f-25f298f94149 }
  login:
    post: /api/v1/auth/login
    json: { email: "{{env.TAILGATE_EMAIL}}", password: "{{env.TAILGATE_PASSWORD}}" }
    capture: { token: /token }
  requests:
    - { name: health, weight: 5, get: /api/v1/health }
    - { name: list buildings, weight: 30, get: /api/v1/buildings }
    - name: create maintenance expense
      weight: 4
      post: /api/v1/expenses
      json: { building_id: "{{building}}", invoice_number: "INV-{{unique}}", amount: 150.5 }
      expect: 201
baseline: docs/performance-report.md#realistic-final
gate:
  p99:        { max: 100 ms, regression: 10 % }
  throughput: { min: 100 /s, regression: 10 % }
  errors:     { max: 1 %,    regression: 0.5 pp }
  endpoints:
    create maintenance expense: { p99: { max: 250 ms } }
  stored: warn
  spread: 12 %
`;

export const ENV = { TAILGATE_EMAIL: 'syndic@example.com', TAILGATE_PASSWORD: 'pass"word\\1' };

export const INPUTS: Overrides = { door: 'action', targetUrl: 'https://preview.example.com:8443/' };

export interface Given {
  readonly inputs?: Partial<Overrides>;
  readonly env?: Readonly<Record<string, string>>;
}

export function parse(text: string, { inputs = {}, env = ENV }: Given = {}): Plan {
  return parseConfig(text, 'tailgate.yml', { inputs: { ...INPUTS, ...inputs }, env });
}

/** A small valid file around the scenario's requests and other parts. */
export function smallFile(requests: string, rest = ''): string {
  return `scenario:\n  requests:\n${requests}\n${rest}gate: { p99: { max: 100 ms } }\n`;
}

/** An open model: `rate`'s keys in line 1, the gate in line 7, a mix of 29 % `read` and 71 % `write`. */
export function openFile(rate: string, bounds = 'p99: { max: 100 ms }'): string {
  return `load: { connections: 50, duration: 1m, ${rate} }
scenario:
  requests:
    - { name: read, weight: 29, get: /a }
    - { name: write, weight: 71, post: /a }
baseline: report.md
gate: { ${bounds} }
`;
}
