/**
 * The whole step in this process, with GitHub as it is in the tests and rounds that are the same each time: so that two
 * runs differ in nothing but what GitHub did to one of them. Waiting takes a hundredth of its time.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as timers from 'node:timers/promises';
import { mostConnections, totalDurationMs } from '../../../src/config/load/whole-load.ts';
import type { Plan } from '../../../src/config/plan.ts';
import type { Engine } from '../../../src/engine/engine.ts';
import type { Batch, RequestStats, Round, RoundOrder } from '../../../src/engine/round.ts';
import { IN_TIME } from '../../generator-health.ts';
import { keepingDeadlines } from '../../github/deadlines.ts';
import type { RunnerEventFiles } from '../../github/events.ts';
import type { LocalGitHub } from '../../github/server.ts';
import { within } from '../within.ts';

export const SPEED = 100;

export interface Told {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly result: unknown;
  readonly log: string;
  /** Text of the history's page; null where none was written. */
  readonly historyPage: string | null;
}

export interface Asked {
  readonly github: LocalGitHub;
  readonly event: RunnerEventFiles;
  readonly config: string;
  /** Other files of the workspace, by name. */
  readonly files?: Readonly<Record<string, string>>;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly runId?: number;
  /** Beside what the runner and the event set. */
  readonly env?: Readonly<Record<string, string>>;
  /** Body of an unexpected response, one in a thousand. */
  readonly answer?: string;
  /** What the engine finds after the load. */
  readonly confirm?: () => Promise<void>;
  /** Rejects with what nobody caught. */
  readonly crash?: Promise<never>;
}

/** Of ES modules jest gives its own here; the types know nothing of it yet. */
const { jest: mocks } = import.meta as unknown as {
  jest: { unstable_mockModule(path: string, make: () => object): void };
};

mocks.unstable_mockModule('node:timers/promises', () => ({
  ...timers,
  setTimeout: (ms: number, ...more: [unknown?, object?]) => timers.setTimeout(ms / SPEED, ...more),
}));
mocks.unstable_mockModule('../../../src/engine/engine.ts', () => ({ createEngine: () => ENGINE }));
const { runAction } = await import('../../../src/action/main.ts');

const DIST = join(import.meta.dirname, '../../../dist');
/** Outputs that are paths, of a folder that is gone by then. */
const FILES = ['result', 'report', 'pages'];

/** Runs the step in a folder of its own. */
export async function takeStep({
  github,
  event,
  config,
  files = {},
  inputs,
  runId = 100,
  env: more = {},
  answer,
  confirm = async () => {},
  crash,
}: Asked): Promise<Told> {
  unexpected = answer ?? null;
  found = confirm;
  const folder = await mkdtemp(join(tmpdir(), 'tailgate-fault-'));
  const place = (name: string) => join(folder, name);
  await mkdir(place('workspace'));
  for (const [name, text] of Object.entries({ ...files, 'tailgate.yml': config })) {
    await mkdir(dirname(join(place('workspace'), name)), { recursive: true });
    await writeFile(join(place('workspace'), name), text);
  }
  await writeFile(place('event.json'), JSON.stringify(event.payload));
  for (const name of ['output', 'summary']) await writeFile(place(name), '');
  const given = { 'target-url': 'http://127.0.0.1:1', token: 'workflow-token', ...inputs };
  const env = {
    ...Object.fromEntries(Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])),
    ...event.env,
    GITHUB_ACTIONS: 'true',
    ...github.addresses,
    GITHUB_REPOSITORY: github.repository,
    GITHUB_EVENT_NAME: event.event,
    GITHUB_EVENT_PATH: place('event.json'),
    GITHUB_OUTPUT: place('output'),
    GITHUB_STEP_SUMMARY: place('summary'),
    GITHUB_RUN_ID: String(runId),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKSPACE: place('workspace'),
    RUNNER_TEMP: folder,
    ...more,
  };
  try {
    const signals = { on() {}, off() {} };
    const runner = { env, signals, distFolder: DIST, endProcess() {}, ...(crash ? { crash } : {}) };
    const { ended: exitCode, log } = await within(env, () => keepingDeadlines(() => runAction(runner)));
    const outputs = parseOutputs(await readFile(place('output'), 'utf8'));
    const result = await readFile(outputs.result || '/nowhere', 'utf8').catch(() => 'null');
    return {
      exitCode,
      log: log.replaceAll('%0A', '\n'),
      outputs: {
        ...outputs,
        ...Object.fromEntries(FILES.map((name) => [name, outputs[name] ? 'written' : ''])),
      },
      historyPage: await readFile(join(outputs.pages || '/nowhere', 'index.html'), 'utf8').catch(() => null),
      summary: withoutTimes(await readFile(place('summary'), 'utf8')),
      result: JSON.parse(withoutTimes(result)),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Moments differ from run to run, and so does the seed. */
export function withoutTimes(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?( UTC|Z)?/g, '(time)')
    .replace(/"seed": ?"[0-9a-f]+"/g, '"seed":"(seed)"');
}

function parseOutputs(text: string): Record<string, string> {
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]));
}

const NONE = { success: 0, status: 0, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 };
const ONE_FAILED = {
  errors: 1,
  completedSuccesses: 99,
  latency: [9_000, 50, 10_000, 49],
  latencyOfErrors: [9_000, 1],
};

let unexpected: string | null = null;
let found: NonNullable<Asked['confirm']>;

const ENGINE: Engine = {
  machine: { tool: 'tailgate 0.0.0', machine: '2 cores' },
  prepare: async () => {},
  measure: async (plan, order) => [round(plan, order)],
  confirm: () => found(),
  address: () => null,
  servedCommit: () => null,
  close: async () => {},
  cleanup: () => [],
  secrets: () => [],
};

/** Ten batches of a hundred answers after nine or ten milliseconds each, for every request. */
function round(plan: Plan, { side, stages }: RoundOrder): Round {
  const measureMs = totalDurationMs({ stages });
  const batch: Batch = {
    seconds: measureMs / 10_000,
    requests: 100,
    errors: 0,
    busyMs: 950,
    completedSuccesses: 100,
    completedResponses: 100,
    latency: [9_000, 50, 10_000, 50],
    latencyOfErrors: [],
    service: [],
  };
  const failed = unexpected === null ? 0 : 1;
  const tally = (name: string): RequestStats => ({
    name,
    sent: 1000,
    resent: 0,
    outcomes: { ...NONE, success: 1000 - failed, status: failed },
    inFlight: 0,
    statuses: failed > 0 ? { 500: failed } : {},
    codes: {},
    intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
    samples: unexpected === null ? [] : [{ kind: 'status', status: 500, text: unexpected }],
    batches: Array.from({ length: 10 }, (_, at) => (at < failed ? { ...batch, ...ONE_FAILED } : batch)),
  });
  return {
    side,
    stage: 0,
    startedAt: new Date().toISOString(),
    measuredMs: measureMs,
    plannedMs: measureMs,
    elapsedMs: measureMs,
    connections: mostConnections(plan.load),
    seed: 'same',
    address: '127.0.0.1',
    requests: plan.scenario.requests.map(({ name }) => tally(name)),
    ended: { how: 'complete' },
    generator: IN_TIME,
  };
}
