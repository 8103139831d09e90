/** Stretches without a success, of several worker threads. Pure. */
import type { Silence, Stretch } from './round.ts';

/**
 * What all workers have in common: others' connections may have been served meanwhile.
 * @param workers of each its stretches, ascending, none within another
 * @param measuredMs of the round
 */
export function commonSilences(workers: readonly (readonly Stretch[])[], measuredMs: number): Silence[] {
  const [first = [], ...others] = workers;
  const common = others.reduce<readonly Stretch[]>(overlapsOf, first);
  return common.map(({ fromMs, toMs }) => {
    const insideMs = Math.max(0, Math.min(toMs, measuredMs) - fromMs);
    return { fromMs, insideMs, beyondMs: toMs - fromMs - insideMs };
  });
}

/** Side by side, and not each with each: a long load of a slow service has thousands on every machine. */
function overlapsOf(all: readonly Stretch[], own: readonly Stretch[]): Stretch[] {
  const found: Stretch[] = [];
  let [i, j] = [0, 0];
  for (let [a, b] = [all[0], own[0]]; a !== undefined && b !== undefined; ) {
    const fromMs = Math.max(a.fromMs, b.fromMs);
    const toMs = Math.min(a.toMs, b.toMs);
    if (toMs > fromMs) found.push({ fromMs, toMs });
    if (a.toMs <= b.toMs) a = all[++i];
    else b = own[++j];
  }
  return found;
}
