import { join } from 'node:path';
import * as core from '@actions/core';
import type { Inputs } from '../../config/inputs.ts';
import type { Plan } from '../../config/plan.ts';
import { type Shard, writeShard } from '../../config/shard.ts';
import { meetAt, meetNobody } from '../../engine/meet-at.ts';
import { describeStart } from '../../engine/meeting/describe-start.ts';
import type { Meet } from '../../engine/meeting.ts';
import { EXIT } from '../../exit-codes.ts';
import { measureShard } from '../../measure-shard.ts';
import { clean } from '../../report/escape.ts';
import { writeWhole } from '../../store/write-whole.ts';
import type { Environment, RunnerEvent } from '../event/read-event.ts';
import { meetAsJob } from '../github/shards/meet-as-job.ts';
import { type LoadSetting, openEngine } from '../open-engine.ts';

/**
 * The step of one shard: it measures its part and leaves its file, which the output `result` names. Nobody is told of
 * an outcome, since there is none yet; what kept it from measuring is in the file, for whoever merges.
 *
 * @param folder below which the files of this run are written
 */
export async function runShardStep(
  shard: Shard,
  setting: LoadSetting & { readonly meet: Meet; readonly folder: string },
): Promise<number> {
  const { target, cancelling, log, meet, event } = setting;
  const engine = openEngine(setting, shard);
  const plan: Plan = { ...target.plan, shards: shard.of };
  const prepare = async () => {
    if (target.refusal !== null) throw target.refusal;
    await engine.prepare(plan);
  };
  const made = await measureShard(plan, {
    shard,
    engine: { ...engine, prepare },
    signal: cancelling.signal,
    meet,
    met: (start) => log.tell(`All shards begin at ${describeStart(start)}`),
  }).finally(() => log.close());
  // Another step of this job may make a part of another load.
  const step = event.step?.replace(/[^\w-]/g, '') ?? '';
  const file = join(setting.folder, 'tailgate', step, `shard-${shard.index}-of-${shard.of}.json`);
  await writeWhole(file, `${JSON.stringify(made)}\n`);
  core.setOutput('result', file);
  const name = `Shard ${writeShard(shard)}`;
  if (made.trouble) core.warning(clean(`${name}: ${made.trouble.detail}`), { title: 'Tailgate' });
  else core.info(`${name} has measured its part. The step with the input merge judges all of them together.`);
  return EXIT.pass;
}

/** Where it meets the others. Throws ConfigurationError before anything is waited for. */
export function chooseMeeting(
  shard: Shard,
  inputs: Inputs,
  job: { readonly event: RunnerEvent; readonly env: Environment; tell(line: string): void },
): Meet {
  const atMs = inputs['start-at'];
  if (atMs !== null) return meetAt(atMs, 'input start-at');
  if (shard.of === 1) return meetNobody;
  return meetAsJob({ inputs, event: job.event, runner: job.env.RUNNER_NAME ?? '', tell: job.tell });
}
