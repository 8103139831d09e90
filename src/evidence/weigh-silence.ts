import { modelOf } from '../config/load/whole-load.ts';
import type { Plan } from '../config/plan.ts';
import type { Round } from '../engine/round.ts';
import { countMissed } from './count-missed.ts';
import type { Outage } from './measurement.ts';
import { findOutage, lengthOf } from './outage.ts';
import type { Disturbance } from './recovery/recovery.ts';

/** @param meant when silence is no outage by itself; null where it always is */
export function weighSilence(
  rounds: readonly Round[],
  { load }: Plan,
  meant: Disturbance | null,
): { readonly rounds: readonly Round[]; readonly outage: Outage | null } {
  // A search goes to where nobody is answered any more, and ends each step that does.
  const found = load.search ? null : findOutage(rounds, load.timeoutMs, meant);
  if (found === null) return { rounds, outage: null };
  // Slices wait for their last responses without load, so that nobody knows who would have come; a rate lets them come.
  const countable = modelOf(load) === 'closed' && rounds.every(({ slices }) => slices === undefined);
  const all = countable ? countMissed(rounds, found) : rounds;
  const counted = all.some((round, i) => round !== rounds[i]);
  const fromSeconds = found.fromMs / 1000;
  const toSeconds = fromSeconds + lengthOf(found) / 1000;
  const { missed, stretches, silentMs } = found;
  const silentSeconds = silentMs / 1000;
  return { rounds: all, outage: { fromSeconds, toSeconds, stretches, silentSeconds, missed, counted } };
}
