import type { BaselineConditions, BaselineStage } from './baseline.ts';
import type { ComparedConditions, StageConditions } from './result/conditions.ts';

/** Durations this close are the same duration. */
const DURATION_TOLERANCE = 0.02;
/** Rates this close are the same rate. */
const RATE_TOLERANCE = 0.005;

/** Sentences, as those of a comparison of all conditions. */
interface StageDifferences {
  readonly refused: readonly string[];
  readonly noted: readonly string[];
}

/** Stage by stage, in their order; their names are no matter. Of a baseline that doesn't say its stages: nothing. */
export function compareStages(now: ComparedConditions, then: BaselineConditions): StageDifferences {
  const { stages } = then;
  if (stages === undefined) return { refused: [], noted: [] };
  if (stages.length !== now.stages.length) {
    const refused = `The load of the baseline had ${stagesIn(stages)}, this run's has ${stagesIn(now.stages)}.`;
    return { refused: [refused], noted: [] };
  }
  const bothOpen = now.model === 'open' && then.model === 'open';
  const found = now.stages.map((stage, i) =>
    compareStage(stage, stages[i] ?? {}, bothOpen, now.stages.length > 1 ? nameOf(stage, i) : null),
  );
  return { refused: found.flatMap(({ refused }) => refused), noted: found.flatMap(({ noted }) => noted) };
}

/** What a baseline does not say of its stages, in words. */
export function unsaidOfStages(now: ComparedConditions, { model, stages }: BaselineConditions): string[] {
  const misses = (key: keyof BaselineStage): boolean =>
    !stages || stages.some((one) => one[key] === undefined);
  /** A closed model has neither rate nor arrivals to tell. */
  const missesOpen = (key: 'ratePerSecond' | 'arrivals'): boolean =>
    model !== 'closed' &&
    now.stages.some((one, i) => one[key] !== null && (stages?.[i]?.[key] ?? null) === null);
  return [
    missesOpen('ratePerSecond') ? 'its rate' : null,
    missesOpen('arrivals') ? 'its arrivals' : null,
    misses('connections') ? 'its connections' : null,
    misses('durationSeconds') ? 'its duration' : null,
  ].filter((item) => item !== null);
}

/** @param place the stage's name, where the load has several */
function compareStage(
  now: StageConditions,
  then: BaselineStage,
  bothOpen: boolean,
  place: string | null,
): StageDifferences {
  const refused: string[] = [];
  const noted: string[] = [];
  const the = place === null ? 'The' : `In ${place}, the`;
  if (then.connections !== undefined && then.connections !== now.connections) {
    refused.push(
      `${the} baseline was measured with ${connections(then.connections)}, this run with ${connections(now.connections)}.`,
    );
  }
  const { ratePerSecond: rateThen } = then;
  const { ratePerSecond: rateNow } = now;
  if (typeof rateThen === 'number' && rateNow !== null) {
    if (Math.abs(rateThen - rateNow) > RATE_TOLERANCE * rateNow)
      refused.push(`${the} baseline was offered ${rateThen} requests per second, this run ${rateNow}.`);
  } else if (bothOpen && rateThen !== undefined && rateThen !== rateNow) {
    refused.push(`${the} baseline was offered ${offer(rateThen)}, this run ${offer(rateNow)}.`);
  }
  // Requests at random moments queue where evenly spaced ones never meet: another P99 at the same rate.
  if (then.arrivals && now.arrivals && then.arrivals !== now.arrivals) {
    refused.push(
      `${the} requests of the baseline came by ${then.arrivals} arrivals, this run's by ${now.arrivals} ones.`,
    );
  }
  if (then.durationSeconds !== undefined && differ(now.durationSeconds, then.durationSeconds)) {
    noted.push(
      `${the} baseline ran for ${seconds(then.durationSeconds)}, this run for ${seconds(now.durationSeconds)}.`,
    );
  }
  return { refused, noted };
}

function differ(a: number, b: number): boolean {
  return Math.abs(a - b) > DURATION_TOLERANCE * Math.max(a, b);
}

function stagesIn({ length }: readonly unknown[]): string {
  return `${length} stage${length === 1 ? '' : 's'}`;
}

function nameOf({ name }: StageConditions, index: number): string {
  return name === null ? `stage ${index + 1}` : `the stage ${name}`;
}

function offer(perSecond: number | null): string {
  return perSecond === null ? 'as many requests as were answered' : `${perSecond} requests per second`;
}

function connections(count: number): string {
  return `${count} connection${count === 1 ? '' : 's'}`;
}

export function seconds(value: number): string {
  return `${Number(value.toFixed(1))} s`;
}
