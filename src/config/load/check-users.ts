/** Whether there are as many rows and connections as the users of a load need. */
import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { Load } from '../plan.ts';
import { templatesOf } from '../scenario/templates-of.ts';
import type { RequestSpec, Scenario } from '../scenario.ts';
import type { DataConfig } from '../schema/data-schema.ts';
import { showValue } from '../wording/show-value.ts';
import { writeSeconds } from '../wording/units.ts';
import type { Source } from '../yaml/source.ts';
import { arrivalsWithin } from './caps.ts';
import { weighDeck } from './deck.ts';
import { highestConnections, modelOf, mostConnections } from './whole-load.ts';

interface Extent {
  readonly load: Load;
  /** Of all rounds, where there is a base. */
  readonly budgetMs: number | null;
}

/**
 * Throws ConfigurationError where rows are too few: fewer than there are users, or of those that are taken once, than
 * the load takes, as far as that can be known before it.
 */
export function checkRows(scenario: Scenario, config: DataConfig, extent: Extent, source: Source): void {
  const { load } = extent;
  scenario.data?.forEach(({ name, take, rows }, index) => {
    const place = source.place(['scenario', 'data', name, 'file']);
    const has = `${showValue(config[name]?.file)} has ${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`;
    const connections = mostConnections(load);
    if (take === 'per-user' && rows.length < connections) {
      throw new ConfigurationError(
        `${has}, and the load has ${connections} connections, each a user with its own row: add rows, or use fewer connections`,
        place,
      );
    }
    if (take !== 'once') return;
    // Each side has rows of its own; on which of them the one row would be, nobody could say.
    if (extent.budgetMs !== null && rows.length < 2) {
      throw new ConfigurationError(
        `${has}, and each side takes its own rows, each once: add rows, or write take: in-order`,
        place,
      );
    }
    const arrivals = countArrivals(extent);
    const taken = arrivals === null ? 0 : Math.ceil(arrivals * shareTaking(scenario, index) * (1 - 1e-9));
    if (rows.length >= taken) return;
    throw new ConfigurationError(
      `${has}, and ${taken} are taken in the load${extent.budgetMs === null ? ' and its warm-up' : ' on both sides'}, each once: add rows, shorten the load, or write take: in-order`,
      place,
    );
  });
}

/**
 * Walks and requests of the mix; null where nobody knows before. A cap is no answer: it is the most that may be sent,
 * and the workflow's is far above what any load without a rate sends.
 */
function countArrivals({ load, budgetMs }: Extent): number | null {
  return modelOf(load) === 'open' && !load.search ? arrivalsWithin(load, budgetMs) : null;
}

/** How many of them take a row. */
function shareTaking(scenario: Scenario, table: number): number {
  const takes = (request: RequestSpec | undefined) =>
    request !== undefined &&
    templatesOf(request)
      .flat()
      .some((part) => typeof part !== 'string' && part.value === 'row' && part.table === table);
  const { requests, flows = [] } = scenario;
  const taking = [
    ...requests.filter((request) => request.flow === undefined && takes(request)),
    ...flows.filter(({ steps }) => steps.some((step) => takes(requests[step.request]))),
  ];
  return taking.reduce((sum, { weight }) => sum + weight, 0) / weighDeck(scenario);
}

/**
 * At a rate, users who think hold their connections meanwhile: by Little's law, the rate times the time for which one
 * thinks are thinking at any time. Throws ConfigurationError where there are no more connections than that.
 *
 * @param place of the connections
 */
export function checkThinking(scenario: Scenario, { stages }: Load, place: Place): void {
  const weights = weighDeck(scenario);
  const meanMs = (scenario.flows ?? []).reduce((sum, { weight, steps, thinkAfter }) => {
    const thoughts = [...steps.map(({ think }) => think), thinkAfter];
    const thoughtMs = thoughts.reduce((ms, think) => ms + (think ? (think.fromMs + think.toMs) / 2 : 0), 0);
    return sum + (weight / weights) * thoughtMs;
  }, 0);
  if (meanMs === 0) return;
  for (const stage of stages) {
    const { perSecond = 0, fromPerSecond = perSecond } = stage.arrivals ?? {};
    const rate = Math.max(perSecond, fromPerSecond);
    const thinking = (rate * meanMs) / 1000;
    const connections = highestConnections(stage);
    if (thinking < connections) continue;
    throw new ConfigurationError(
      `${connections} are too few: at ${rate} /s, with ${writeSeconds(meanMs)} of think time per arrival on average, ${Math.ceil(thinking)} users are thinking at any time, and each holds a connection: write more than ${Math.ceil(thinking)}, or shorten the think time`,
      place,
    );
  }
}
