/** A search for the breaking point as a load. */
import { ConfigurationError } from '../configuration-error.ts';
import type { DurationRange } from '../durations.ts';
import { SEARCH_TIME } from '../durations.ts';
import type { Arrivals, BreakpointSearch, Load } from '../plan.ts';
import type { BreakpointConfig } from '../schema/breakpoint-schema.ts';
import { parseDuration, writeDuration } from '../units.ts';
import type { Path, Source } from '../yaml/source.ts';

/** Four minutes with the usual warm-up. */
export const SEARCH_MS = 230_000;

type SearchLoad = Pick<Load, 'stages'> & { readonly search: BreakpointSearch };

/** @param connections kept open, where a rate is searched */
export function searchLoad(
  search: BreakpointSearch,
  connections: number,
  kind: Arrivals['kind'],
): SearchLoad {
  const { of, from, budgetMs: durationMs } = search;
  const stage =
    of === 'rate'
      ? { connections, arrivals: { perSecond: from, kind } }
      : { connections: from, arrivals: null };
  return { search, stages: [{ name: null, durationMs, ...stage }] };
}

/**
 * @param path of what holds it: `load`, or one of `profiles`
 * @throws ConfigurationError for two ranges or none, for one that goes nowhere, and for a time that is out of range
 */
export function compileSearch(
  {
    breakpoint: { connections, rate },
    duration: budgetMs = SEARCH_MS,
    arrivals: kind = 'constant',
  }: {
    readonly breakpoint: BreakpointConfig;
    readonly duration?: number | undefined;
    readonly arrivals?: Arrivals['kind'] | undefined;
  },
  source: Source,
  path: Path,
): SearchLoad {
  const at = [...path, 'breakpoint'];
  const refuse = (key: string, why: string) => new ConfigurationError(why, source.place([...at, key]));
  checkSearchTime(budgetMs, () => source.place([...path, 'duration']));
  if (rate === undefined) {
    if (typeof connections === 'number')
      throw refuse(
        'connections',
        `is just ${connections}, so there is nothing to search: write a range such as { from: 1, to: ${connections} }, or add a rate such as { from: 50/s, to: 2000/s }`,
      );
    if (connections.from >= connections.to) throw refuse('connections', explainRange(connections, String));
    const { from, to: most } = connections;
    return searchLoad({ of: 'connections', from, most, budgetMs }, from, kind);
  }
  if (typeof connections !== 'number')
    throw refuse(
      'connections',
      'is a range, and so is rate, but only one of them can be searched: write a number of connections, or remove the rate',
    );
  if (rate.from >= rate.to)
    throw refuse(
      'rate',
      explainRange(rate, (perSecond) => `${perSecond}/s`),
    );
  return searchLoad({ of: 'rate', from: rate.from, most: rate.to, budgetMs }, connections, kind);
}

/** @param placeOf what says it */
export function checkSearchTime(budgetMs: number, placeOf: () => ConfigurationError['place']): void {
  const { from, to }: DurationRange = SEARCH_TIME;
  if (budgetMs >= parseDuration(from) && budgetMs <= parseDuration(to)) return;
  throw new ConfigurationError(
    `a search can take from ${from} to ${to}, not ${writeDuration(budgetMs)}: less is too short for a result, and more adds nothing`,
    placeOf(),
  );
}

function explainRange(
  { from, to }: { readonly from: number; readonly to: number },
  write: (end: number) => string,
): string {
  return `goes from ${write(from)} to ${write(to)}, so there is nothing to search: write a larger end`;
}
