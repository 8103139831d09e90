import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { Overrides } from '../overrides.ts';
import type { Arrivals, Load, Plan } from '../plan.ts';
import { writeSeconds } from '../wording/units.ts';
import {
  firstPerSecond,
  highestPerSecond,
  modelOf,
  mostConnections,
  offeredRequests,
  totalDurationMs,
} from './whole-load.ts';

/** The most that tailgate.yml may ask of an environment. It comes from the workflow: a pull request can't widen it. */
export type Caps = Pick<Overrides, 'maxConnections' | 'maxDurationMs' | 'maxRequests'> &
  Partial<Pick<Overrides, 'door'>>;

const NO_CAP = Number.POSITIVE_INFINITY;

/** Where the load's figures come from, for the message. */
export interface CapPlaces {
  readonly connections: Place;
  readonly duration: Place;
  readonly rate: Place;
}

/** What is left to hold during the run: a second round, or a wait for last responses, was in no plan. */
export function planCaps({ maxDurationMs }: Caps): Pick<Plan, 'caps'> {
  return maxDurationMs === undefined ? {} : { caps: { durationMs: maxDurationMs } };
}

/**
 * @param budgetMs of all rounds, where there is a base: it takes the duration's place
 * @param caps with a rate, also of the requests that it comes to in that time; a closed model ends once it has sent so
 * many
 * @param perArrival how many requests an arrival brings on average: of a flow each step is one
 * @throws ConfigurationError that names the key, its value, the cap and the input that raises it
 */
export function checkCaps(
  load: Pick<Load, 'stages' | 'search' | 'warmupMs'>,
  budgetMs: number | null,
  { maxConnections = NO_CAP, maxDurationMs = NO_CAP, maxRequests = NO_CAP, door }: Caps,
  places: CapPlaces,
  perArrival = 1,
): void {
  const refuse = (what: string, most: string, input: string, place: Place) => {
    const [allows, raise] =
      door === 'terminal'
        ? [`--${input} allows`, `raise --${input}`]
        : ['the workflow allows', `raise the input ${input} in the workflow`];
    throw new ConfigurationError(`${what}, and ${allows} ${most}: use less, or ${raise}`, place);
  };
  const connections = mostConnections(load);
  if (connections > maxConnections) {
    refuse(`${connections} connections`, `${maxConnections}`, 'max-connections', places.connections);
  }
  // Each side has a warm-up of its own before the budget.
  const plannedMs = budgetMs === null ? load.warmupMs + totalDurationMs(load) : 2 * load.warmupMs + budgetMs;
  if (plannedMs > maxDurationMs) {
    refuse(
      `${writeSeconds(plannedMs)} of load, ${budgetMs === null ? 'warm-up' : 'the warm-ups of both sides'} included`,
      writeSeconds(maxDurationMs),
      'max-duration',
      places.duration,
    );
  }
  // What a search comes to isn't known before; it ends where a step would be too much.
  if (modelOf(load) === 'closed' || load.search) return;
  const requests = Math.ceil(arrivalsWithin(load, budgetMs) * perArrival * (1 - 1e-12));
  if (requests > maxRequests) {
    refuse(
      `${load.stages
        .flatMap(({ arrivals }) => arrivals ?? [])
        .map(writeRate)
        .join(', ')} /s for ${writeSeconds(plannedMs)} are ${requests} requests`,
      `${maxRequests}`,
      'max-requests',
      places.rate,
    );
  }
}

/**
 * What becomes due in a load at a rate. The warm-up is at the first stage's rate, on either side where there are two.
 * Which stage takes how much of a budget isn't known: the busiest may.
 */
export function arrivalsWithin(load: Pick<Load, 'stages' | 'warmupMs'>, budgetMs: number | null): number {
  const inWarmUp = (firstPerSecond(load) * load.warmupMs) / 1000;
  if (budgetMs === null) return inWarmUp + offeredRequests(load);
  return 2 * inWarmUp + (highestPerSecond(load) * budgetMs) / 1000;
}

function writeRate({ perSecond, fromPerSecond = perSecond }: Arrivals): string {
  return fromPerSecond === perSecond ? `${perSecond}` : `${fromPerSecond} to ${perSecond}`;
}
