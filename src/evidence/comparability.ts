import type { BaselineConditions } from './baseline.ts';
import { compareStages, seconds, unsaidOfStages } from './compare-stages.ts';
import type { ComparedConditions } from './result/conditions.ts';

/** Shares of the mix may differ by so much (0.5 percentage points): rounding and the last pass, not another workload. */
const SHARE_TOLERANCE = 0.005;

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
  now: ComparedConditions,
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
  const stages = compareStages(now, then);
  refused.push(...stages.refused);
  const mix = mixDifference(now, then);
  if (mix) refused.push(mix);

  noted.push(...stages.noted);
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
function mixDifference(now: ComparedConditions, then: BaselineConditions): string | null {
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

function unsaidBy(now: ComparedConditions, then: BaselineConditions): string[] {
  return [
    then.mix || then.methods ? null : 'its mix of requests',
    then.model === undefined ? 'whether its load was closed or open' : null,
    ...unsaidOfStages(now, then),
    then.tool === undefined ? 'its tool' : null,
    then.timeoutSeconds === undefined ? 'its time-out' : null,
    then.machine === undefined ? 'its machine' : null,
  ].filter((item) => item !== null);
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

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))} %`;
}
