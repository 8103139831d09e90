import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pullRequestEvent } from '../github/events.ts';
import type { LocalGitHub } from '../github/server.ts';
import { HEAD_SHA, repositoryOf } from '../github/state.ts';
import { firstInFull } from '../part.ts';
import { within } from './within.ts';

/** The bundle that the runner would start; `npm test` builds it first. */
export const BUNDLE = join(import.meta.dirname, '../../dist/index.js');

export { HEAD_SHA };

export interface Step {
  readonly inputs: Readonly<Record<string, string>>;
  /** Files of the workspace, by path. */
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly event?: string;
  readonly payload?: object;
  readonly runId?: number;
  /** Another copy of the bundle. */
  readonly bundle?: string;
  /** It has to be a process of its own, as where several steps run at once. */
  readonly own?: boolean;
  /** Asked with each piece of the log, and now and then; a signal given back is sent to the process, once. */
  readonly interrupt?: (log: string) => NodeJS.Signals | null;
}

export interface StepResult {
  readonly exitCode: number | null;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Time from the signal to the process's end. */
  readonly endedAfterSignalMs: number | null;
}

/**
 * A step is a process of its own only where it has to be one: starting it takes as much of the processor as a load of a
 * second. Where everything is run, so is the first one of each file. bundle.test.ts shows the bundle that is started then.
 */
export interface Runner {
  /** Folder that stands for the runner's workspace. */
  readonly workspace: string;
  run(step: Step): Promise<StepResult>;
  remove(): Promise<void>;
}

/** A runner with nothing but what a real one gives the step: inputs, files, environment, signals. */
export async function startRunner(github: LocalGitHub): Promise<Runner> {
  const root = await mkdtemp(join(tmpdir(), 'tailgate-step-'));
  const workspace = join(root, 'workspace');
  await mkdir(workspace);
  let steps = 0;
  return {
    workspace,
    remove: () => rm(root, { recursive: true, force: true }),
    async run(step) {
      const folder = join(root, `step-${++steps}`);
      const temp = join(folder, 'temp');
      await mkdir(temp, { recursive: true });
      for (const [path, text] of Object.entries(step.files ?? {}))
        await writeFile(join(workspace, path), text);
      const place = (name: string) => join(folder, name);
      await writeFile(place('event.json'), JSON.stringify(step.payload ?? pullRequest(github)));
      for (const name of ['output', 'summary']) await writeFile(place(name), '');
      const inputs = { token: 'workflow-token', ...step.inputs };
      const env = {
        PATH: process.env.PATH ?? '',
        ...Object.fromEntries(
          Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
        ),
        GITHUB_ACTIONS: 'true',
        ...github.addresses,
        GITHUB_REPOSITORY: github.repository,
        GITHUB_EVENT_NAME: step.event ?? 'pull_request',
        GITHUB_EVENT_PATH: place('event.json'),
        GITHUB_OUTPUT: place('output'),
        GITHUB_STEP_SUMMARY: place('summary'),
        GITHUB_RUN_ID: String(step.runId ?? 100),
        GITHUB_RUN_ATTEMPT: '1',
        GITHUB_REF: 'refs/pull/7/merge',
        GITHUB_SHA: 'f'.repeat(40),
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temp,
        ...step.env,
      };
      const ended = isOwn(step)
        ? await spawnStep(step.bundle ?? BUNDLE, env, folder, step.interrupt)
        : await takeStep(env);
      return {
        ...ended,
        outputs: parseOutputs(await readFile(place('output'), 'utf8')),
        summary: await readFile(place('summary'), 'utf8'),
      };
    },
  };
}

const isFirst = firstInFull();

/** Signals, another bundle, what Node reads as it starts and what a fault's command inherits are a process's own. */
function isOwn({ own = false, interrupt, bundle, env = {}, inputs = {} }: Step): boolean {
  const isOfNode = Object.keys(env).some((name) => name.startsWith('NODE_'));
  const needsOne = isOfNode || 'fault' in inputs || interrupt !== undefined || bundle !== undefined;
  return own || needsOne || isFirst();
}

async function takeStep(env: Record<string, string>) {
  // Not before it is needed: many take no more than a name from this file.
  const { runAction } = await import('../../src/action/main.ts');
  const signals = { on() {}, off() {} };
  const runner = { env, signals, distFolder: dirname(BUNDLE), endProcess() {} };
  const { ended: exitCode, log } = await within(env, () => runAction(runner));
  return { exitCode, log, endedAfterSignalMs: null };
}

function spawnStep(bundle: string, env: Record<string, string>, cwd: string, interrupt: Step['interrupt']) {
  return new Promise<Pick<StepResult, 'exitCode' | 'log' | 'endedAfterSignalMs'>>((resolve, reject) => {
    const child = spawn(process.execPath, [bundle], { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let log = '';
    let signalledAt: number | null = null;
    const ask = () => {
      const signal = signalledAt === null ? (interrupt?.(log) ?? null) : null;
      if (signal === null) return;
      signalledAt = performance.now();
      child.kill(signal);
    };
    const hear = (chunk: Buffer) => {
      log += chunk;
      ask();
    };
    const asking = setInterval(ask, 50);
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', reject);
    child.on('close', (exitCode) => {
      clearInterval(asking);
      const endedAfterSignalMs = signalledAt === null ? null : performance.now() - signalledAt;
      resolve({ exitCode, log, endedAfterSignalMs });
    });
  });
}

/** Payload of a push to the pull request, from the repository itself or from a fork. */
export function pullRequest(github: LocalGitHub, from = github.repository): object {
  const [first] = github.pulls.filter(({ number }) => number === github.issue);
  if (!first) throw new Error(`There is no pull request ${github.issue}.`);
  const pull = { ...first, head: { ...first.head, repo: repositoryOf(from) } };
  return pullRequestEvent({ ...github, pulls: [pull] }, github.issue).payload;
}

/** The runner's file of outputs: `name<<delimiter`, lines, `delimiter`. */
export function parseOutputs(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name, , value] of text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm)) {
    outputs[name as string] = value as string;
  }
  return outputs;
}
