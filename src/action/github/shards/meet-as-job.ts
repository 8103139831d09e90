import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { Inputs } from '../../../config/inputs.ts';
import { MACHINE_TIME, type Time } from '../../../engine/meeting/time.ts';
import type { Meet } from '../../../engine/meeting.ts';
import type { Repository } from '../check-run.ts';
import { connect } from '../client.ts';
import type { RunStamp } from '../marker.ts';
import { describeFailure } from '../retry.ts';
import { meetOnActions } from './meet-on-actions.ts';
import { readJobs } from './read-jobs.ts';

interface JobOfRun {
  readonly inputs: Pick<Inputs, 'token' | 'matrix' | 'job-id' | 'shard-timeout'>;
  readonly event: {
    readonly repository: Repository | null;
    readonly run: RunStamp;
    readonly apiUrl: string;
  };
  /** RUNNER_NAME. */
  readonly runner: string;
  tell(line: string): void;
  /** By default the machine's. */
  readonly time?: Time;
}

/** Of one request: GitHub lists a hundred jobs in less. */
const REQUEST_MS = 10_000;
/** Of one that asks for the time. */
const DATE_MS = 5000;

/**
 * Where the shards that are jobs of this workflow run meet. Throws ConfigurationError outside of a run, or without a
 * token.
 */
export function meetAsJob({ inputs, event, runner, tell, time = MACHINE_TIME }: JobOfRun): Meet {
  const { token } = inputs;
  const { repository, run, apiUrl } = event;
  if (repository === null || run.runId === 0)
    throw new ConfigurationError(
      'only works in a job of a workflow run: elsewhere set when all shards begin, with the input start-at',
      { key: 'input shard' },
    );
  if (token === '')
    throw new ConfigurationError(
      'is empty, and the jobs of the run can’t be listed without it: leave it out, because the job’s own token is its default',
      { key: 'input token' },
    );
  return (shard, signal) => {
    const reach = (patienceMs: number, timeoutMs: number) =>
      connect({ token, apiUrl, signal, patienceMs, timeoutMs: Math.min(timeoutMs, patienceMs) });
    // One client for all: a connection that is open already answers sooner, and so tells the time better.
    const clock = reach(inputs['shard-timeout'], DATE_MS);
    return meetOnActions(
      {
        own: { id: inputs['job-id'], runner },
        matrix: inputs.matrix,
        run,
        timeoutMs: inputs['shard-timeout'],
        readJobs: (withinMs) => readJobs(reach(withinMs, REQUEST_MS), repository, run),
        async readDate() {
          // It counts against no budget. Where an enterprise has none, it is a 404 that tells the time as well.
          const { headers } = await clock.rest.rateLimit.get().catch(describeFailure);
          return headers.date === undefined ? null : String(headers.date);
        },
        time,
        tell,
      },
      shard,
      signal,
    );
  };
}
