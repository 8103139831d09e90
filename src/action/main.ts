import { join, resolve } from 'node:path';
import * as core from '@actions/core';
import { withBaselineOf } from '../config/baseline/baseline-of-policy.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { INPUT_NAMES, parseInputs } from '../config/inputs.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig, readConcern } from '../config/parse-config.ts';
import { redactError } from '../config/secrets/redact-error.ts';
import { collectRuns } from '../evidence/stated/collect-runs.ts';
import { EXIT } from '../exit-codes.ts';
import { checkShardable } from '../generator-load.ts';
import { run } from '../pipeline.ts';
import { cleanLines } from '../report/escape.ts';
import { checkReceivers } from '../store/export/check-receivers.ts';
import { findConfig } from '../store/find-config.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import { readResults } from '../store/read-results.ts';
import { type Announcement, createAnnouncement } from './announce/announcement.ts';
import { createAnnouncers } from './announce/announcers.ts';
import { type Cancelling, listenForCancel, type SignalSource } from './cancel.ts';
import { readChanges } from './changes/read-changes.ts';
import { conclude } from './conclude.ts';
import { docsUrlOf } from './event/docs-url.ts';
import { followDeployment } from './event/follow-deployment.ts';
import { followRequest } from './event/follow-request.ts';
import { policyOf, treatmentsOf } from './event/policy.ts';
import { type Environment, type RunnerEvent, readEvent } from './event/read-event.ts';
import { publishRun } from './fork/publish-run.ts';
import { openHistory, readActionBaseline, settleSuite } from './history/open-history.ts';
import { createProgressLog } from './progress-log.ts';
import { openSharding } from './shards/open-merge.ts';
import { chooseMeeting, runShardStep } from './shards/run-shard.ts';
import { allowTargets, settleMeasured, settleTarget, wantedOf, warnOfProxies } from './target.ts';
import { findUntouched, publishUntouched } from './untouched.ts';
import { createActionWorld } from './world.ts';

/** What the runner gives the step, and what ends the process where something hangs while the run is being cancelled. */
export interface Runner {
  readonly env: Environment;
  readonly signals: SignalSource;
  /** Folder with the bundles; the load's worker is in `worker/`. */
  readonly distFolder: string;
  /** Rejects with an error that nobody caught. */
  readonly crash?: Promise<never>;
  endProcess(exitCode: number): void;
}

/** Runs the step and gives its exit code. Never throws. */
export async function runAction({ env, signals, distFolder, crash, endProcess }: Runner): Promise<number> {
  const cancelling = listenForCancel(signals, () => endProcess(EXIT.invalid));
  const announcement = createAnnouncement();
  try {
    const gated = gate(env, distFolder, cancelling, announcement);
    return await (crash ? Promise.race([gated, crash]) : gated);
  } catch (error) {
    cancelling.abandon();
    const exitCode = annotateError(error, env);
    await announcement.stop(whyStopped(error));
    return exitCode;
  } finally {
    await announcement.stop('the outcome could not be shown. See the log of the run.');
    cancelling.stop();
  }
}

async function gate(
  env: Environment,
  distFolder: string,
  cancelling: Cancelling,
  announcement: Announcement,
): Promise<number> {
  const inputs = parseInputs(Object.fromEntries(INPUT_NAMES.map((name) => [name, core.getInput(name)])));
  if (inputs.token) core.setSecret(inputs.token);
  const started = await readEvent(env);
  if (inputs['publish-artifact'] !== '') {
    return publishRun({ inputs, event: started, cancelling, summaryFile: env.GITHUB_STEP_SUMMARY });
  }
  const workspace = resolve(env.GITHUB_WORKSPACE || '.');
  const { file, text } = await findConfig(workspace, inputs.config, 'action');
  const sharding = await openSharding(inputs, workspace);
  const policy = policyOf(inputs, started);
  const { signal } = cancelling;
  const log = createProgressLog();
  const { tell } = log;
  const summaryFile = env.GITHUB_STEP_SUMMARY;
  /** The exit code where the run's change does not concern the scenario; null where it is to be measured. */
  const leave = async (event: RunnerEvent): Promise<number | null> => {
    const concern = policy === 'pull-request' ? readConcern(text, file) : null;
    const why = concern && (await findUntouched(concern, event, { inputs, signal, tell }));
    if (!why) return null;
    // Whoever merges tells that.
    if (inputs.shard) return EXIT.pass;
    const followed = createAnnouncers({ inputs, event, plan: { ...concern, secrets: [] }, cancelling });
    return publishUntouched(why, { announcement, ...followed, summaryFile });
  };
  // Before the rest of the file is read: what doesn't concern a service needs none of its secrets.
  const left = await leave(started);
  if (left !== null) return left;
  const given = await readGiven(inputs.result, workspace);
  const files = await readNamedFiles(workspace, namesOfFiles(text, file));
  const results = given === null ? {} : { results: given.results };
  const overrides = { ...overridesOf('action', inputs), ...sharding.overrides };
  const parsed = parseConfig(text, file, { inputs: overrides, env, policy, files, ...results });
  const plan = sharding.planOf(withBaselineOf(policy, parsed));
  if (inputs.shard) checkShardable(plan, 'input shard');
  plan.secrets.forEach(core.setSecret);
  checkReceivers(inputs, env);

  const allowed = sharding.made ? null : allowTargets(plan, inputs, started);
  const { secrets } = plan;
  const following = { inputs, policy, wanted: wantedOf(inputs, started), secrets, signal, tell };
  const asked = await followRequest(started, { inputs, sendsSecrets: secrets.length > 0, signal, tell });
  const { event, unfollowed } = await followDeployment(asked, following);
  const leftThen = event.pull === started.pull ? null : await leave(event);
  if (leftThen !== null) return leftThen;
  const { shard } = inputs;
  const meet = shard && chooseMeeting(shard, inputs, { event, env, tell });
  if (!shard) announcement.begin(createAnnouncers({ inputs, event, plan, cancelling }).announcers);

  const findTarget = async () => {
    const settled =
      allowed === null
        ? settleMeasured(plan, inputs, event)
        : await settleTarget(plan, { ...allowed, inputs, event, signal, tell });
    return warnOfProxies(settled, env);
  };
  const folder = resolve(env.RUNNER_TEMP || join(workspace, '.tailgate'));
  // Whoever merges compares and tells: a shard asks GitHub for no more than it needs to meet the others.
  if (shard && meet) {
    const target = await findTarget();
    return runShardStep(shard, { inputs, event, target, cancelling, log, distFolder, folder, meet });
  }
  // Mistakes of the configuration are told before anything is waited for.
  const history = await settleSuite(plan, openHistory(inputs, event, plan), { policy, signal });
  const baseline = await readActionBaseline(plan, workspace, history, { policy, event, signal });
  const changes = readChanges({ inputs, event, plan, workspace, text, signal });
  const target = await findTarget();
  const treatments = treatmentsOf(inputs, policy);
  const world = createActionWorld({
    inputs,
    event,
    policy,
    plan: target.plan,
    env,
    runs: given?.runs ?? [],
    target,
    history,
    baseline,
    treatments,
    cancelling,
    log,
    announcement,
    unfollowed,
    changes,
    distFolder,
    docsUrl: docsUrlOf(env),
    folder,
    made: sharding.made,
    summaryFile,
  });
  try {
    const verdict = await run(target.plan, world);
    const { exitCode } = conclude(verdict.outcome, treatments);
    // What showed only at the end: nobody was told of this measurement where it belongs, and that is no pass.
    const refused = announcement.refusal === null ? EXIT.pass : annotateError(announcement.refusal, env);
    return exitCode === EXIT.pass ? refused : exitCode;
  } finally {
    log.close();
  }
}

/** Results that the workflow names; null where it names none. */
async function readGiven(names: readonly string[] | null, workspace: string) {
  if (names === null) return null;
  return collectRuns(await readResults(workspace, names, 'input result'));
}

/** The user's mistake is theirs to mend; everything else that gets here is a bug of ours. Gives the exit code. */
export function annotateError(error: unknown, env: Environment): number {
  if (error instanceof ConfigurationError) {
    core.error(cleanLines(error.message), { title: 'Tailgate: configuration' });
    return EXIT.configuration;
  }
  core.error(`This is a bug in Tailgate, and no verdict: ${cleanLines(redactError(error, env))}`, {
    title: 'Tailgate: bug',
  });
  core.debug(cleanLines(redactError(error, env, ({ stack, message }) => stack ?? message)));
  return EXIT.bug;
}

/** For the pull request: of a bug only that it is one, for its message may quote anything. */
function whyStopped(error: unknown): string {
  if (!(error instanceof ConfigurationError)) return 'a bug in Tailgate ended the run. See its log.';
  return `the configuration has to be fixed first. ${error.message}`;
}
