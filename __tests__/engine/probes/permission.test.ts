/** What tailgate.yml may have read, and what only the workflow can allow. */
import type { Plan } from '../../../src/config/plan.ts';
import { openReader } from '../../../src/engine/probes/open-readers.ts';
import { checkProbes, type ProbePermission, TYPED_PROBES } from '../../../src/engine/probes/permission.ts';
import type { Permission } from '../../../src/engine/target/guard.ts';
import { parse } from '../../config/example.ts';

const planOf = (probe: string, inputs: object = {}): Plan =>
  parse(
    `load: { connections: 1, duration: 10s }\nscenario:\n  requests: [{ name: a, get: /a }]\nprobes:\n  - ${probe}\ngate: { p99: { max: 1 s, regression: 10 % } }\nbaseline: b.md\n`,
    { inputs },
  );
const ADDRESSES: Permission = {
  loopback: true,
  privateHosts: false,
  key: 'probes',
  wayOut: 'the input allow-private-hosts to true',
};
const workflow = (more: Partial<ProbePermission> = {}): ProbePermission => ({
  hosts: [],
  local: [],
  addresses: ADDRESSES,
  ...more,
});
const metrics = (url: string) => `prometheus: { url: "${url}", series: { a: b } }`;

test.each([
  [metrics('{{target}}/metrics')],
  [metrics('https://preview.example.com:9100/metrics')],
  ['postgres: { url: "postgres://u@preview.example.com/db" }'],
])('the target’s own host may be read on any port: %s', (probe) => {
  expect(() => checkProbes(planOf(probe), workflow())).not.toThrow();
});

test('so may the base’s, and all names of this machine are one', () => {
  const inputs = { targetUrl: 'http://localhost:8080', baseUrl: 'http://base.example.com' };
  expect(() => checkProbes(planOf(metrics('http://127.0.0.1:9090'), inputs), workflow())).not.toThrow();
  expect(() => checkProbes(planOf(metrics('http://base.example.com/m'), inputs), workflow())).not.toThrow();
});

test.each([
  [metrics('http://evil.example.com/'), 'evil.example.com'],
  [metrics('http://127.0.0.1:9090'), '127.0.0.1:9090'],
  [metrics('http://169.254.169.254/latest'), '169.254.169.254'],
  [metrics('https://preview.example.com.evil.com/'), 'preview.example.com.evil.com'],
  ['postgres: { url: "postgres://u@db.internal/x" }', 'db.internal:5432'],
  [
    `prometheus: { url: "{{target}}/m", series: { a: b }, base: { url: "http://evil.example.com/" } }`,
    'evil.example.com',
  ],
])('another host needs the workflow: %s', (probe, host) => {
  const plan = planOf(probe, { baseUrl: 'https://base.example.com' });
  expect(() => checkProbes(plan, workflow())).toThrow(
    `${host} is neither the host that is loaded nor one that the input allowed-hosts lists`,
  );
  expect(() => checkProbes(plan, workflow({ hosts: [host.replace(/:\d+$/, '')] }))).not.toThrow();
  expect(() => checkProbes(plan, TYPED_PROBES)).not.toThrow();
});

test.each([
  ['process: {}', 'process'],
  ['process: { pid: 1 }', 'process'],
  ['docker: { containers: [a] }', 'docker'],
])('this machine needs the workflow: %s', (probe, kind) => {
  const plan = planOf(probe);
  expect(() => checkProbes(plan, workflow())).toThrow(
    `probes[0].${kind}: reads the runner itself, which the workflow has to allow: set the input allow-probes to ${kind}`,
  );
  expect(() => checkProbes(plan, workflow({ local: [kind as 'process'] }))).not.toThrow();
  expect(() => checkProbes(plan, TYPED_PROBES)).not.toThrow();
});

test('no key of the file widens it', () => {
  for (const key of ['allow-probes', 'allowed-hosts', 'hosts'])
    expect(() =>
      parse(
        `${key}: [process]\nscenario: { requests: [{ name: a, get: /a }] }\ngate: { p99: { max: 1 s } }\n`,
      ),
    ).toThrow('unknown key');
});

test('a name that leads into a private network is refused when it is looked up', async () => {
  const plan = planOf(metrics('http://metrics.example.com/'));
  const [probe] = plan.probes ?? [];
  if (probe === undefined) throw new Error('there is none');
  const asked: string[] = [];
  const reader = openReader(probe, probe.target, {
    side: 'target',
    location: plan.target,
    permission: workflow({ hosts: ['metrics.example.com'] }),
    sides: { target: ADDRESSES, base: ADDRESSES },
    resolve: async (name) => {
      asked.push(name);
      return ['10.0.0.7'];
    },
    redact: (text) => text,
  });
  await expect(reader.read({ deadlineMs: 1000, signal: new AbortController().signal })).rejects.toMatchObject(
    {
      trouble: {
        code: 'not-allowed',
        detail: expect.stringContaining('set the input allow-private-hosts to true'),
      },
    },
  );
  expect(asked).toEqual(['metrics.example.com']);
});
