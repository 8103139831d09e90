import { join, resolve } from 'node:path';
import * as core from '@actions/core';
import { ConfigurationError } from '../config/configuration-error.ts';
import { type Inputs, inputsSchema, parseInputs } from '../config/inputs.ts';
import { parseConfig } from '../config/parse-config.ts';
import { EXIT } from '../exit-codes.ts';
import { run } from '../pipeline.ts';
import { findConfig } from '../store/find-config.ts';
import { type Cancelling, listenForCancel, type SignalSource } from './cancel.ts';
import { conclude } from './conclude.ts';
import { type Environment, type RunnerEvent, readEvent } from './read-event.ts';
import { createWorld } from './world.ts';

/** What the runner gives the step, and what ends the process where something hangs while the run is being cancelled. */
export interface Runner {
  readonly env: Environment;
  readonly signals: SignalSource;
  /** Folder with the bundles; the load's worker is in `worker/`. */
  readonly distFolder: string;
  endProcess(exitCode: number): void;
}

/** Runs the step and gives its exit code. Never throws. */
export async function main({ env, signals, distFolder, endProcess }: Runner): Promise<number> {
  const cancelling = listenForCancel(signals, () => endProcess(EXIT.invalid));
  try {
    return await gate(env, distFolder, cancelling);
  } catch (error) {
    return explain(error);
  } finally {
    cancelling.stop();
  }
}

async function gate(env: Environment, distFolder: string, cancelling: Cancelling): Promise<number> {
  const names = Object.keys(inputsSchema.shape);
  const inputs = parseInputs(Object.fromEntries(names.map((name) => [name, core.getInput(name)])));
  if (inputs.token) core.setSecret(inputs.token);
  const event = await readEvent(env);
  const workspace = resolve(env.GITHUB_WORKSPACE || '.');
  const { file, text } = await findConfig(workspace, inputs.config, 'action');
  const plan = parseConfig(text, file, { inputs: overridesOf(inputs), env });
  plan.secrets.forEach(core.setSecret);

  const treatments = treatmentsOf(inputs, event);
  const { world, close } = createWorld({
    inputs,
    event,
    plan,
    workspace,
    treatments,
    cancelling,
    workerFile: join(distFolder, 'worker', 'index.js'),
    folder: resolve(env.RUNNER_TEMP || join(workspace, '.tailgate')),
    summaryFile: env.GITHUB_STEP_SUMMARY,
  });
  try {
    const verdict = await run(plan, world);
    return conclude(verdict.outcome, treatments).exitCode;
  } finally {
    close();
  }
}

function overridesOf(inputs: Inputs) {
  const { 'target-url': targetUrl, 'base-url': baseUrl, profile, baseline } = inputs;
  return { door: 'action' as const, targetUrl, baseUrl, profile, baseline };
}

/** A release must not go out undecided; a pull request need not wait for certainty. */
function treatmentsOf(inputs: Inputs, event: RunnerEvent) {
  const inconclusive = inputs['on-inconclusive'] || (event.isRelease ? 'fail' : 'neutral');
  return { inconclusive, invalid: inputs['on-invalid'] } as const;
}

/** The user's mistake is theirs to mend; everything else that gets here is a bug of ours. Gives the exit code. */
export function explain(error: unknown): number {
  if (error instanceof ConfigurationError) {
    core.error(error.message, { title: 'Tailgate: configuration' });
    return EXIT.configuration;
  }
  const message = error instanceof Error ? error.message : String(error);
  core.error(`This is a bug in Tailgate, and no verdict: ${message}`, { title: 'Tailgate: bug' });
  core.debug(error instanceof Error ? (error.stack ?? message) : message);
  return EXIT.bug;
}
