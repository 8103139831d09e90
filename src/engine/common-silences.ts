/** Stretches without a success, of several worker threads. Pure. */
import type { Silence, Stretch } from './round.ts';

/**
 * What all workers have in common: others' connections may have been served meanwhile.
 * @param measuredMs of the round
 */
export function commonSilences(workers: readonly (readonly Stretch[])[], measuredMs: number): Silence[] {
  const [first = [], ...others] = workers;
  const common = others.reduce<readonly Stretch[]>(
    (all, own) => all.flatMap((one) => own.flatMap((other) => overlap(one, other))),
    first,
  );
  return common.map(({ fromMs, toMs }) => {
    const insideMs = Math.max(0, Math.min(toMs, measuredMs) - fromMs);
    return { fromMs, insideMs, beyondMs: toMs - fromMs - insideMs };
  });
}

function overlap(a: Stretch, b: Stretch): Stretch[] {
  const fromMs = Math.max(a.fromMs, b.fromMs);
  const toMs = Math.min(a.toMs, b.toMs);
  return toMs > fromMs ? [{ fromMs, toMs }] : [];
}
