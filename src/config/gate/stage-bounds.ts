import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { Deck } from '../load/deck.ts';
import { countedStages } from '../load/halves.ts';
import { modelOf, offeredPerSecond } from '../load/whole-load.ts';
import type { Load, MetricBounds } from '../plan.ts';
import type { StageBoundsConfig } from '../schema/gate-schema.ts';
import { keyOfStage } from '../scope.ts';
import { suggest } from '../wording/suggest.ts';
import type { Path, Source } from '../yaml/source.ts';
import { withoutAttempts } from './check-retried.ts';
import { compileBounds, compileNamed, type Reach } from './compile-bounds.ts';

const PATH: Path = ['gate', 'stages'];

/** What the stages' bounds are held against. */
export interface StagesContext {
  readonly source: Source;
  readonly load: Load;
  readonly deck: Deck;
  /** Other loads that the file can be run with: its own, where a profile was asked for, and all profiles. */
  readonly otherLoads: readonly Pick<Load, 'stages'>[];
  /** Whether there are requests that may be sent again. */
  readonly retry: Reach['retry'];
}

interface CompiledStages {
  readonly stages: Readonly<Record<string, MetricBounds>>;
  /** Keys of bounds that this load has no stage for, but another one has. */
  readonly leftOut: readonly string[];
}

/**
 * Bounds of single stages but for those of the server's side, by their names, or their numbers where they have none.
 * Throws ConfigurationError for a stage that no load of the file has.
 */
export function compileStageBounds(
  config: Readonly<Record<string, StageBoundsConfig>>,
  { source, load, deck, otherLoads, retry }: StagesContext,
): CompiledStages {
  const keys = keysOf(load);
  const isOpen = modelOf(load) === 'open';
  const stages: Record<string, MetricBounds> = {};
  const leftOut: string[] = [];
  for (const [key, bounds] of Object.entries(config)) {
    const path = [...PATH, key];
    const stage = countedStages(load)[keys.indexOf(key)];
    if (stage === undefined && !otherLoads.some((other) => keysOf(other).includes(key)))
      throw explainStage(key, load, keys, source.place(path));
    const perSecond = stage && isOpen ? offeredPerSecond({ stages: [stage] }) : null;
    const isOfServer = Object.keys(bounds.server ?? {}).length > 0;
    const compiled = (isOfServer ? compileBounds : compileNamed)(bounds, source, path, {
      deadline: deck.deadline,
      offered: perSecond === null ? null : { perSecond, share: deck.perArrival, by: "the stage's rate" },
      retry,
    });
    if (stage === undefined) leftOut.push(key);
    else if (Object.keys(compiled).length > 0)
      stages[key] = retry.asked ? compiled : withoutAttempts(compiled);
  }
  return { stages, leftOut };
}

/** Of a load of one stage, the bounds of the whole are its own. */
function keysOf(load: Pick<Load, 'stages'>): readonly string[] {
  const stages = countedStages(load);
  return stages.length > 1 ? stages.map(keyOfStage) : [];
}

function explainStage(
  key: string,
  { profile, stages }: Load,
  keys: readonly string[],
  place: Place,
): ConfigurationError {
  const whose = profile === null ? 'the load' : `the profile ${profile}`;
  if (keys.length === 0) {
    return new ConfigurationError(
      `${whose} has only one stage, and no other load has one of this name: write its bounds directly under gate`,
      place,
    );
  }
  const name = stages[Number(key) - 1]?.name;
  if (name) return new ConfigurationError(`stage ${key} has a name: write ${name}`, place);
  const meant = /^\d+$/.test(key) ? null : suggest(key, keys);
  return new ConfigurationError(
    `no stage has this name${meant ? `, did you mean "${meant}"?` : ''}; the stages of ${whose} are: ${keys.join(', ')}`,
    place,
  );
}
