import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { Overrides } from '../overrides.ts';
import type { Load } from '../plan.ts';

/** The most that tailgate.yml may ask of an environment. It comes from the workflow: a pull request can't widen it. */
export type Caps = Pick<Overrides, 'maxConnections' | 'maxDurationMs' | 'maxRequests'>;

const NO_CAP = Number.POSITIVE_INFINITY;

/** Where the load's figures come from, for the message. */
export interface CapPlaces {
  readonly connections: Place;
  readonly duration: Place;
  readonly rate: Place;
}

/**
 * @param plannedMs warm-up and measured time, or the budget of all rounds where there is a base
 * @param caps with a rate, also of the requests that it comes to in that time
 * @throws ConfigurationError that names the key, its value, the cap and the input that raises it
 */
export function checkCaps(
  { connections, arrivals }: Pick<Load, 'connections' | 'arrivals'>,
  plannedMs: number,
  { maxConnections = NO_CAP, maxDurationMs = NO_CAP, maxRequests = NO_CAP }: Caps,
  places: CapPlaces,
): void {
  const refuse = (what: string, most: string, input: string, place: Place) => {
    const wayOut = `ask for less, or raise the input ${input} in the workflow`;
    throw new ConfigurationError(`${what}, and the workflow allows ${most}: ${wayOut}`, place);
  };
  if (connections > maxConnections) {
    refuse(`${connections} connections`, `${maxConnections}`, 'max-connections', places.connections);
  }
  if (plannedMs > maxDurationMs) {
    refuse(
      `${seconds(plannedMs)} of load, warm-up included`,
      seconds(maxDurationMs),
      'max-duration',
      places.duration,
    );
  }
  if (arrivals === null) return;
  const requests = Math.ceil((arrivals.perSecond * plannedMs) / 1000);
  if (requests > maxRequests) {
    refuse(
      `${arrivals.perSecond} /s for ${seconds(plannedMs)} are ${requests} requests`,
      `${maxRequests}`,
      'max-requests',
      places.rate,
    );
  }
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}
