import type { BaselineConditions } from './baseline.ts';
import type { Conditions } from './measurement.ts';

/** Shares of the mix may differ by this much (0.5 percentage points): decks and rounding, not another workload. */
const SHARE_TOLERANCE = 0.005;
/** Durations this close are the same duration. */
const DURATION_TOLERANCE = 0.02;
/** Rates this close are the same rate. */
const RATE_TOLERANCE = 0.005;

/** Sentences: `refused` make the comparison worthless, `noted` are for the reader to weigh. */
export interface Comparability {
  readonly refused: readonly string[];
  readonly noted: readonly string[];
}

/**
 * Tells whether two measurements were made under conditions that allow a comparison of their figures.
 *
 * @param unsaidToo what else the baseline does not say: `its error rate`
 */
export function compareConditions(
  now: Conditions,
  then: BaselineConditions,
  unsaidToo: readonly string[] = [],
): Comparability {
  const refused: string[] = [];
  const noted: string[] = [];

  if (then.model !== undefined && then.model !== now.model) {
    refused.push(
      `The baseline used ${aModel(then.model)}, this run ${aModel(now.model)}: their latencies mean different things.`,
    );
  }
  if (then.connections !== undefined && then.connections !== now.connections) {
    refused.push(
      `The baseline was measured with ${connections(then.connections)}, this run with ${connections(now.connections)}.`,
    );
  }
  if (
    typeof then.ratePerSecond === 'number' &&
    now.ratePerSecond !== null &&
    Math.abs(then.ratePerSecond - now.ratePerSecond) > RATE_TOLERANCE * now.ratePerSecond
  ) {
    refused.push(
      `The baseline was offered ${then.ratePerSecond} requests per second, this run ${now.ratePerSecond}.`,
    );
  }
  // Requests at random moments queue where evenly spaced ones never meet: another P99 at the same rate.
  if (then.arrivals && now.arrivals && then.arrivals !== now.arrivals) {
    refused.push(
      `The requests of the baseline came by ${then.arrivals} arrivals, this run's by ${now.arrivals} ones.`,
    );
  }
  const mix = mixDifference(now, then);
  if (mix) refused.push(mix);

  if (then.durationSeconds !== undefined && differs(now.durationSeconds, then.durationSeconds)) {
    noted.push(
      `The baseline ran for ${seconds(then.durationSeconds)}, this run for ${seconds(now.durationSeconds)}.`,
    );
  }
  if (then.tool !== undefined && then.tool !== now.tool) {
    noted.push(`The baseline was measured by ${then.tool}, this run by ${now.tool}.`);
  }
  if (then.machine !== undefined && then.machine !== now.machine) {
    noted.push(
      `The load of the baseline came from another machine (${then.machine}) than this run's (${now.machine}).`,
    );
  }
  if (then.timeoutSeconds !== undefined && then.timeoutSeconds !== now.timeoutSeconds) {
    noted.push(
      `The baseline's requests timed out after ${seconds(then.timeoutSeconds)}, this run's after ${seconds(now.timeoutSeconds)}.`,
    );
  }
  const unsaid = [...unsaidBy(now, then), ...unsaidToo];
  if (unsaid.length > 0) {
    noted.push(`The baseline does not say ${list(unsaid)}; these were taken to be alike.`);
  }
  return { refused, noted };
}

/** By request name where both say it, else by method. Null where the mixes agree or can't be compared. */
function mixDifference(now: Conditions, then: BaselineConditions): string | null {
  if (then.mix) {
    return difference(
      new Map(now.mix.map(({ name, share }) => [name, share])),
      new Map(then.mix.map(({ name, share }) => [name, share])),
    );
  }
  if (then.methods) {
    const methods = new Map<string, number>();
    for (const { method, share } of now.mix) methods.set(method, (methods.get(method) ?? 0) + share);
    return difference(methods, new Map(Object.entries(then.methods)));
  }
  return null;
}

function difference(now: ReadonlyMap<string, number>, then: ReadonlyMap<string, number>): string | null {
  const differing = [...new Set([...then.keys(), ...now.keys()])].filter(
    (name) => Math.abs((now.get(name) ?? 0) - (then.get(name) ?? 0)) > SHARE_TOLERANCE + 1e-9,
  );
  if (differing.length === 0) return null;
  const shown = differing
    .slice(0, 3)
    .map((name) => `${name} ${percent(then.get(name) ?? 0)} then, ${percent(now.get(name) ?? 0)} now`);
  const more = differing.length > shown.length ? `; and ${differing.length - shown.length} more` : '';
  return `The baseline was measured with another mix of requests (${shown.join('; ')}${more}).`;
}

function unsaidBy(now: Conditions, then: BaselineConditions): string[] {
  const open = now.model === 'open' && then.model !== 'closed';
  return [
    then.mix || then.methods ? null : 'its mix of requests',
    then.model === undefined ? 'whether its load was closed or open' : null,
    open && typeof then.ratePerSecond !== 'number' ? 'its rate' : null,
    open && !then.arrivals ? 'its arrivals' : null,
    then.connections === undefined ? 'its connections' : null,
    then.durationSeconds === undefined ? 'its duration' : null,
    then.tool === undefined ? 'its tool' : null,
    then.timeoutSeconds === undefined ? 'its time-out' : null,
    then.machine === undefined ? 'its machine' : null,
  ].filter((item) => item !== null);
}

function differs(a: number, b: number): boolean {
  return Math.abs(a - b) > DURATION_TOLERANCE * Math.max(a, b);
}

function list(items: readonly string[]): string {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}

function aModel(model: 'closed' | 'open'): string {
  return model === 'closed'
    ? 'a closed model (each connection waits for its answer)'
    : 'an open model (a fixed rate)';
}

function connections(count: number): string {
  return `${count} connection${count === 1 ? '' : 's'}`;
}

function seconds(value: number): string {
  return `${Number(value.toFixed(1))} s`;
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
