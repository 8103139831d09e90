/** What a load generator's own output says of its one run, before it is a baseline. */
import { slug } from 'github-slugger';
import type { BaselineFigures } from '../../baseline.ts';
import type { ReadRuns } from '../listing.ts';
import { oneStage } from '../one-stage.ts';

/** A tool's figures count every response, whatever its status, unless its reader says otherwise. */
export interface GeneratorRun {
  /** As conditions name it: `k6`. */
  readonly tool: string;
  readonly figures: BaselineFigures;
  readonly endpoints?: Readonly<Record<string, BaselineFigures>>;
  readonly model?: 'closed' | 'open';
  readonly connections?: number;
  readonly ratePerSecond?: number;
  readonly seconds?: number;
  /** An instant, ISO 8601. */
  readonly date?: string;
  /** Each as what the run does: `counts 3 …`. */
  readonly doubts?: readonly string[];
}

/** As what a file holds: one run, by the tool's name. */
export function asOnlyRun(run: GeneratorRun): ReadRuns {
  const { tool, figures, endpoints = {}, model, connections, ratePerSecond, seconds, date, doubts } = run;
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
        ...(date !== undefined && { date }),
        metrics: figures,
        ...(Object.keys(endpoints).length > 0 && { endpoints }),
        conditions: {
          tool,
          ...(model !== undefined && { model }),
          ...oneStage({
            ...(connections !== undefined && { connections }),
            ...(ratePerSecond !== undefined && { ratePerSecond }),
            ...(seconds !== undefined && { durationSeconds: seconds }),
          }),
        },
        ...(doubts && doubts.length > 0 && { doubts }),
        addresses: { own: [anchor], around: [], titles: [title] },
      },
    ],
  };
}
