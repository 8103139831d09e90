import type { BaselineConditions, BaselineStage } from './baseline.ts';
import type { ComparedConditions, StageConditions } from './result/conditions.ts';
import type { Difference, Unsaid } from './result/differences.ts';

/** Durations this close are the same duration. */
const DURATION_TOLERANCE = 0.02;
/** Rates this close are the same rate. */
export const RATE_TOLERANCE = 0.005;

/** As those of a comparison of all conditions. */
interface StageDifferences {
  readonly refused: readonly Difference[];
  readonly noted: readonly Difference[];
}

type Place = Extract<Difference, { condition: 'connections' }>['stage'];

/** Stage by stage, in their order; their names are no matter. Of a baseline that doesn't say its stages: nothing. */
export function compareStages(now: ComparedConditions, then: BaselineConditions): StageDifferences {
  const { stages } = then;
  if (stages === undefined) return { refused: [], noted: [] };
  if (stages.length !== now.stages.length) {
    return {
      refused: [{ condition: 'stages', before: stages.length, now: now.stages.length }],
      noted: [],
    };
  }
  const bothOpen = now.model === 'open' && then.model === 'open';
  const found = now.stages.map((stage, i) =>
    compareStage(
      stage,
      stages[i] ?? {},
      bothOpen,
      now.stages.length > 1 ? { number: i + 1, name: stage.name } : null,
    ),
  );
  return { refused: found.flatMap(({ refused }) => refused), noted: found.flatMap(({ noted }) => noted) };
}

/** What a baseline does not say of its stages. */
export function unsaidOfStages(now: ComparedConditions, { model, stages }: BaselineConditions): Unsaid[] {
  const misses = (key: keyof BaselineStage): boolean =>
    !stages || stages.some((one) => one[key] === undefined);
  /** A closed model has neither rate nor arrivals to tell. */
  const missesOpen = (key: 'ratePerSecond' | 'arrivals'): boolean =>
    model !== 'closed' &&
    now.stages.some((one, i) => one[key] !== null && (stages?.[i]?.[key] ?? null) === null);
  const unsaid: (Unsaid | null)[] = [
    missesOpen('ratePerSecond') ? 'rate' : null,
    missesOpen('arrivals') ? 'arrivals' : null,
    misses('connections') ? 'connections' : null,
    misses('durationSeconds') ? 'duration' : null,
  ];
  return unsaid.filter((item) => item !== null);
}

/** @param stage where the load has several */
function compareStage(
  now: StageConditions,
  then: BaselineStage,
  bothOpen: boolean,
  stage: Place,
): StageDifferences {
  const { connections, ratePerSecond, arrivals, durationSeconds } = then;
  const refused: Difference[] = [];
  const noted: Difference[] = [];
  if (connections !== undefined && connections !== now.connections)
    refused.push({ condition: 'connections', stage, before: connections, now: now.connections });
  if (ratePerSecond !== undefined && differInRate(now.ratePerSecond, ratePerSecond, bothOpen))
    refused.push({ condition: 'rate', stage, before: ratePerSecond, now: now.ratePerSecond });
  refused.push(...differencesAtStart(now, then, bothOpen, stage));
  // Requests at random moments queue where evenly spaced ones never meet: another P99 at the same rate.
  if (arrivals && now.arrivals && arrivals !== now.arrivals)
    refused.push({ condition: 'arrivals', stage, before: arrivals, now: now.arrivals });
  if (durationSeconds !== undefined && differ(now.durationSeconds, durationSeconds))
    noted.push({ condition: 'duration', stage, before: durationSeconds, now: now.durationSeconds });
  return { refused, noted };
}

/** Of ramps: what has none begins as it ends. Nothing where the ends differ already, which is said. */
function differencesAtStart(
  now: StageConditions,
  then: BaselineStage,
  bothOpen: boolean,
  stage: Place,
): Difference[] {
  const refused: Difference[] = [];
  const { connections, ratePerSecond } = then;
  if (connections === now.connections) {
    const { fromConnections: before = connections } = then;
    const { fromConnections: at = now.connections } = now;
    if (before !== at) refused.push({ condition: 'connections-at-start', stage, before, now: at });
  }
  if (ratePerSecond !== undefined && !differInRate(now.ratePerSecond, ratePerSecond, bothOpen)) {
    const { fromRatePerSecond: before = ratePerSecond } = then;
    const { fromRatePerSecond: at = now.ratePerSecond } = now;
    if (differInRate(at, before, bothOpen))
      refused.push({ condition: 'rate-at-start', stage, before, now: at });
  }
  return refused;
}

/** A stage without a rate is another load than one with, where both loads are open. */
function differInRate(now: number | null, then: number | null, bothOpen: boolean): boolean {
  if (now !== null && then !== null) return Math.abs(then - now) > RATE_TOLERANCE * now;
  return bothOpen && then !== now;
}

function differ(a: number, b: number): boolean {
  return Math.abs(a - b) > DURATION_TOLERANCE * Math.max(a, b);
}
