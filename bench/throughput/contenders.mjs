/** The load generators that are raced, each as a command whose output says how many responses a second it counted. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { askVersion } from '../fidelity/tools/run-program.mjs';
import { mixInLua } from './mix.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tailgate-mix-'));
const mixFile = join(folder, 'mix.lua');
writeFileSync(mixFile, mixInLua());
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const ownClient = (key, name, scenario) => ({
  key,
  name,
  command: (order) => [
    process.execPath,
    [here(`clients/${key.split('-')[0]}.mjs`), JSON.stringify({ ...order, scenario })],
  ],
  read: (text) => JSON.parse(text),
});

const wrk = (key, name, script) => ({
  key,
  name,
  program: 'wrk',
  command: ({ origin, connections, seconds }) => [
    'wrk',
    ['-t1', `-c${connections}`, `-d${seconds}s`, ...script, `${origin}/`],
  ],
  env: { MIX: mixFile },
  read: (text) => ({
    perSecond: Number(/Requests\/sec:\s*([\d.]+)/.exec(text)?.[1]),
    errors: Number(/Non-2xx or 3xx responses: (\d+)/.exec(text)?.[1] ?? 0) + socketErrors(text),
  }),
});

const CONTENDERS = [
  wrk('wrk-trivial', 'wrk', []),
  ownClient('autocannon-trivial', 'autocannon', 'trivial'),
  ownClient('tailgate-trivial', 'Tailgate', 'trivial'),
  wrk('wrk-realistic', 'wrk with Lua, realistic', ['-s', here('realistic.lua')]),
  ownClient('autocannon-realistic', 'autocannon, realistic', 'realistic'),
  ownClient('tailgate-realistic', 'Tailgate, realistic', 'realistic'),
  wrk('wrk-flow', 'wrk with Lua, flow', ['-s', here('flow.lua')]),
  ownClient('tailgate-flow', 'Tailgate, flow', 'flow'),
  {
    key: 'k6-flow',
    name: 'k6, flow',
    program: 'k6',
    command: (order) => ['k6', ['run', '--quiet', here('flow-k6.js')], order],
    env: (order) => ({ ORDER: JSON.stringify(order) }),
    read: (text) => {
      const { metrics } = JSON.parse(text.slice(text.indexOf('{')));
      const { http_reqs, http_req_failed, checks } = metrics;
      return {
        perSecond: http_reqs.values.rate,
        errors: http_req_failed.values.passes + checks.values.fails,
      };
    },
  },
  ownClient('tailgate-large', 'Tailgate, 100 KiB of JSON', 'large'),
  ownClient('tailgate-largechecked', 'Tailgate, 100 KiB of JSON, captured and checked', 'large-checked'),
  {
    key: 'hey-trivial',
    name: 'hey',
    program: 'hey',
    command: ({ origin, connections, seconds }) => [
      'hey',
      ['-z', `${seconds}s`, '-c', String(connections), origin],
    ],
    read: (text) => ({
      perSecond: Number(/Requests\/sec:\s*([\d.]+)/.exec(text)?.[1]),
      errors: text.includes('Error distribution') ? 1 : 0,
    }),
  },
  {
    key: 'oha-trivial',
    name: 'oha',
    program: 'oha',
    command: ({ origin, connections, seconds }) => [
      'oha',
      // It waits for what is under way at the end; else it would count that as errors.
      ['--no-tui', '--output-format', 'json', '-w', '-z', `${seconds}s`, '-c', String(connections), origin],
    ],
    read: (text) => {
      const { summary } = JSON.parse(text);
      return { perSecond: summary.requestsPerSec, errors: summary.successRate < 1 ? 1 : 0 };
    },
  },
  {
    key: 'k6-trivial',
    name: 'k6',
    program: 'k6',
    command: (order) => ['k6', ['run', '--quiet', here('../fidelity/tools/k6-script.js')], order],
    env: (order) => ({ ORDER: JSON.stringify({ ...order, headers: {}, timeoutMs: 10_000 }) }),
    read: (text) => {
      const { metrics } = JSON.parse(text.slice(text.indexOf('{')));
      return { perSecond: metrics.http_reqs.values.rate, errors: metrics.http_req_failed.values.passes };
    },
  },
];

/** Tailgate and autocannon, and of the other programs those that this machine has. */
export function findContenders() {
  const isThere = ({ program }) => program === undefined || askVersion(program, ['--version']) !== null;
  return {
    contenders: CONTENDERS.filter(isThere),
    missing: [...new Set(CONTENDERS.filter((one) => !isThere(one)).map(({ program }) => program))],
  };
}

function socketErrors(text) {
  const counts = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(text);
  return counts === null ? 0 : counts.slice(1).reduce((sum, count) => sum + Number(count), 0);
}
