import { nameOverride, type Overrides } from '../overrides.ts';
import type { Stage } from '../plan.ts';
import type { Source } from '../yaml/source.ts';
import type { CapPlaces } from './caps.ts';
import type { ChosenLoad } from './choose-load.ts';
import { highestConnections } from './whole-load.ts';

/**
 * Where the figures of a load are written. A built-in profile's are asked for by its name, and with a base the budget
 * takes the duration's place.
 */
export function placeLoad(
  { load, path }: ChosenLoad,
  { profile, door }: Overrides,
  hasBase: boolean,
  source: Source,
): CapPlaces {
  const place = (key: string, stage: number | null) => {
    if (profile !== undefined) return { key: nameOverride(door, 'profile') };
    if (path === null) return source.place(['load']);
    for (const at of [
      [...path, key],
      [...path, 'breakpoint', key],
    ])
      if (source.has(at)) return source.place(at);
    return source.place([...path, 'stages', ...(stage === null ? [] : [stage, key])]);
  };
  const highest = (value: (stage: Stage) => number) => {
    const all = load.stages.map(value);
    return all.indexOf(Math.max(...all));
  };
  return {
    connections: place('connections', highest(highestConnections)),
    duration: hasBase ? source.place(['gate', 'rounds', 'budget']) : place('duration', null),
    rate: place('rate', null),
  };
}
