/** What a load generator's own output says of its one run, before it is a baseline. */
import { slug } from 'github-slugger';
import { ConfigurationError } from '../../../config/configuration-error.ts';
import type { BaselineFigures } from '../../baseline.ts';
import type { ReadRuns } from '../listing.ts';
import { oneStage } from '../one-stage.ts';

/** A tool's figures count every response, whatever its status, unless its reader says otherwise. */
export interface GeneratorRun {
  /** As conditions name it: `k6`. */
  readonly tool: string;
  readonly figures: BaselineFigures;
  /** Requests that no response came to, which are no part of a rate of responses; none where it isn't told. */
  readonly unanswered?: number;
  readonly endpoints?: Readonly<Record<string, BaselineFigures>>;
  readonly model?: 'closed' | 'open';
  readonly connections?: number;
  readonly ratePerSecond?: number;
  readonly seconds?: number;
  /** Of its beginning, as the tool writes it: ms since 1970, or ISO 8601. */
  readonly startedAt?: number | string;
  /** Each as what the run does: `counts 3 …`. */
  readonly doubts?: readonly string[];
}

/**
 * As what a file holds: one run, by the tool's name.
 *
 * @throws ConfigurationError where a figure is one that no run comes to, such as more failed requests than requests:
 * the file was cut off or altered, and whatever it says is not believed
 */
export function asOnlyRun(run: GeneratorRun, file: string): ReadRuns {
  const {
    tool,
    figures,
    unanswered,
    endpoints = {},
    model,
    connections,
    ratePerSecond,
    seconds,
    doubts,
  } = run;
  checkFigures(figures, tool, file);
  const date = instantOf(run.startedAt);
  const title = `${tool} run`;
  const anchor = slug(title);
  return {
    objectives: [],
    summaries: [],
    warnings: [],
    runs: [
      {
        title,
        anchor,
        line: 1,
        ...(date !== null && { date }),
        metrics: figures,
        ...(unanswered !== undefined && { unanswered }),
        ...(Object.keys(endpoints).length > 0 && { endpoints }),
        conditions: {
          tool,
          ...(model !== undefined && { model }),
          ...oneStage({
            ...(connections !== undefined && { connections }),
            ...(ratePerSecond !== undefined && { ratePerSecond }),
            ...(seconds !== undefined && seconds > 0 && { durationSeconds: seconds }),
          }),
        },
        ...(doubts && doubts.length > 0 && { doubts }),
        addresses: { own: [anchor], around: [], titles: [title] },
      },
    ],
  };
}

function checkFigures(figures: BaselineFigures, tool: string, file: string): void {
  const { requests, errorRate, latencyAllMs = {}, throughputPerSecond, responsesPerSecond } = figures;
  const isCount = requests === undefined || Number.isSafeInteger(requests);
  const isShare = errorRate === undefined || (errorRate >= 0 && errorRate <= 1);
  const others = [
    requests ?? 0,
    throughputPerSecond ?? 0,
    responsesPerSecond ?? 0,
    ...Object.values(latencyAllMs),
  ];
  if (isCount && isShare && others.every((value = Number.NaN) => Number.isFinite(value) && value >= 0))
    return;
  throw new ConfigurationError(
    `it looks like an output of ${tool}, but its figures can't be those of a run: give the file as the tool wrote it`,
    { file },
  );
}

/** ISO 8601 in UTC; null where nobody can tell, as of Go's year 1 for a moment that never came. */
function instantOf(written: number | string | undefined): string | null {
  const at = new Date(written ?? Number.NaN);
  return at.getTime() > 0 ? at.toISOString() : null;
}
