import { ConfigurationError } from '../configuration-error.ts';
import type { Deck, DeckPart } from '../load/deck.ts';
import { offeredPerSecond } from '../load/whole-load.ts';
import type { Load, MetricBounds } from '../plan.ts';
import type { BoundsConfig } from '../schema/gate-schema.ts';
import { suggest } from '../wording/suggest.ts';
import type { Path, Source } from '../yaml/source.ts';
import { compileNamed, type Reach } from './compile-bounds.ts';

interface NamedBounds {
  readonly bounds: Readonly<Record<string, MetricBounds>>;
  /** Names of which the profile asks nothing. */
  readonly leftOut: readonly string[];
}

/** Bounds of single requests or flows. Throws ConfigurationError for a name that there is none of. */
export function compileNamedBounds(
  key: 'endpoints' | 'flows',
  config: Readonly<Record<string, BoundsConfig>>,
  { deck, load, source }: { readonly deck: Deck; readonly load: Load; readonly source: Source },
): NamedBounds {
  const parts = key === 'flows' ? deck.flows : deck.requests;
  const bounds: Record<string, MetricBounds> = {};
  const leftOut: string[] = [];
  for (const [name, written] of Object.entries(config)) {
    const path = ['gate', key, name];
    const part = parts.get(name);
    if (part === undefined) throw explainName(name, key, deck, source, path);
    const { deadline, isRetried, share } = part;
    const reach = reachWithin(load, share ?? 0, { declared: isRetried, asked: isRetried }, deadline);
    const compiled = compileNamed(written, source, path, reach);
    if (share === null) leftOut.push(name);
    else bounds[name] = compiled;
  }
  return { bounds, leftOut };
}

/** A request that is not asked is held to nothing that depends on how often it is. */
export function reachWithin(
  load: Load,
  share: number,
  retry: Reach['retry'],
  deadline: DeckPart['deadline'],
): Reach {
  const perSecond = share === 0 ? null : offeredPerSecond(load);
  const by = load.stages.length > 1 ? 'the load' : 'load.rate';
  const offered = perSecond === null ? null : { perSecond, share, by };
  return { deadline, offered, retry };
}

function explainName(
  name: string,
  key: 'endpoints' | 'flows',
  { requests, flows }: Deck,
  source: Source,
  path: Path,
): ConfigurationError {
  const [own, other] = key === 'flows' ? [flows, requests] : [requests, flows];
  const place = source.place(path);
  if (other.has(name)) {
    const why =
      key === 'flows'
        ? 'is a request or a step: write it under gate.endpoints'
        : 'is a flow: write it under gate.flows';
    return new ConfigurationError(why, place);
  }
  const names = [...own.keys()];
  if (names.length === 0) return new ConfigurationError('there are no flows: remove it', place);
  const meant = suggest(name, names);
  const listed = names.slice(0, 20).join(', ') + (names.length > 20 ? ', …' : '');
  return new ConfigurationError(
    `no ${key === 'flows' ? 'flow' : 'request'} has this name${meant ? `, did you mean "${meant}"?` : ''}; names are: ${listed}`,
    place,
  );
}
