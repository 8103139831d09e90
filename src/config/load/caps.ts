import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { Load } from '../plan.ts';

/** The most that tailgate.yml may ask of an environment. It comes from the workflow: a pull request can't widen it. */
export interface Caps {
  readonly connections: number;
  /** Of all that is planned, warm-up included. */
  readonly durationMs: number;
  /** Rate × duration, in an open model. */
  readonly requests: number;
}

/** Where the load's figures come from, for the message. */
export interface CapPlaces {
  readonly connections: Place;
  readonly duration: Place;
  readonly rate: Place;
}

/**
 * @param plannedMs warm-up and measured time, or the budget of all rounds where there is a base
 * @throws ConfigurationError that names the key, its value, the cap and the input that raises it
 */
export function checkCaps(
  { connections, arrivals }: Pick<Load, 'connections' | 'arrivals'>,
  plannedMs: number,
  caps: Caps,
  places: CapPlaces,
): void {
  const refuse = (what: string, most: string, input: string, place: Place) => {
    const wayOut = `ask for less, or raise the input ${input} in the workflow`;
    throw new ConfigurationError(`${what}, and the workflow allows ${most}: ${wayOut}`, place);
  };
  if (connections > caps.connections) {
    refuse(`${connections} connections`, `${caps.connections}`, 'max-connections', places.connections);
  }
  if (plannedMs > caps.durationMs) {
    refuse(
      `${seconds(plannedMs)} of load, warm-up included`,
      seconds(caps.durationMs),
      'max-duration',
      places.duration,
    );
  }
  if (arrivals === null) return;
  const requests = Math.ceil((arrivals.perSecond * plannedMs) / 1000);
  if (requests > caps.requests) {
    refuse(
      `${arrivals.perSecond} /s for ${seconds(plannedMs)} are ${requests} requests`,
      `${caps.requests}`,
      'max-requests',
      places.rate,
    );
  }
}

function seconds(ms: number): string {
  return `${Number((ms / 1000).toFixed(3))} s`;
}
