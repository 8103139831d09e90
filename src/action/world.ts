import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as core from '@actions/core';
import type { Inputs } from '../config/inputs.ts';
import type { Plan } from '../config/plan.ts';
import { createEngine } from '../engine/engine.ts';
import { formatSeconds } from '../judgement/format.ts';
import { reproduce } from '../report/reproduce.ts';
import { readBaselineFile } from '../store/read-baseline-file.ts';
import { VERSION } from '../version.ts';
import type { World } from '../world.ts';
import type { Cancelling } from './cancel.ts';
import { createCommentPoster } from './comment-poster.ts';
import { conclude, type Treatments } from './conclude.ts';
import { commentKey } from './github/marker.ts';
import { createProgressLog } from './progress-log.ts';
import { type PostComment, publish } from './publish.ts';
import type { RunnerEvent } from './read-event.ts';
import { maskCapture } from './say.ts';

export interface Surroundings {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  readonly plan: Plan;
  readonly workspace: string;
  readonly treatments: Treatments;
  readonly cancelling: Cancelling;
  readonly workerFile: string;
  /** Folder below which the files of this run are written. */
  readonly folder: string;
  readonly summaryFile: string | undefined;
}

/** The action's World: the real load, the workspace's files, the runner's log and files, GitHub. */
export function createWorld(around: Surroundings): { readonly world: World; close(): void } {
  const { inputs, event, plan, workspace, cancelling } = around;
  const log = createProgressLog();
  const engine = createEngine({
    workerFile: around.workerFile,
    version: VERSION,
    signal: cancelling.signal,
    onProgress: (progress) => log.show(progress),
    onSecret: maskCapture,
  });
  const key = commentKey(plan.name, inputs['comment-key']);
  // Steps of one job share the folder, and a later one must not replace the result that an earlier one names.
  const files = join(around.folder, 'tailgate', key);
  const resultFile = join(files, 'result.json');
  const postComment: PostComment =
    inputs.comment === 'never'
      ? async () => null
      : createCommentPoster(event, { key, token: inputs.token, lastCall: cancelling.lastCall });
  cancelling.signal.addEventListener('abort', () => core.info('Cancelled: writing what was seen so far.'));

  const world: World = {
    machine: engine.machine,
    seed: randomBytes(6).toString('hex'),
    readBaseline: () => readBaselineFile(plan, workspace, 'action'),
    async prepare() {
      log.open(describeLoad(plan));
      await engine.prepare(plan);
    },
    measure: (_, order) => engine.measure(plan, order),
    confirm: async () => {},
    findAcceptance: async () => null,
    tell: (progress) => log.tell(progress),
    close: () => engine.close(),
    describe: () => ({
      version: VERSION,
      now: new Date().toISOString(),
      headSha: event.headSha,
      runUrl: event.runUrl,
      command: reproduce(plan, inputs),
      resultFile,
    }),
    async publish(report) {
      log.close();
      const secrets = [inputs.token, ...plan.secrets, ...engine.secrets()].filter((secret) => secret !== '');
      const places = { resultFile, commentFile: join(files, 'comment.md'), summaryFile: around.summaryFile };
      await publish(
        report,
        secrets,
        places,
        conclude(report.verdict.outcome, around.treatments),
        postComment,
      );
    },
  };
  return { world, close: () => log.close() };
}

function describeLoad({ name, load, target }: Plan): string {
  const length = formatSeconds(load.durationMs / 1000);
  return `Load “${name}”: ${load.connections} connections for ${length} on ${target.origin}`;
}
