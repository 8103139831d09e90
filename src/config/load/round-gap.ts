/** How far apart the rounds of machines that load together are. Pure. */
import type { Load } from '../plan.ts';

/** By then a machine's threads and connections are there, and it has heard that it is time. */
export const ROUND_LEAD_MS = 500;
/** What a round's last responses are waited for: what takes longer makes its machine late for the next one. */
const LAST_RESPONSES_MS = 2000;

/** Between two rounds, besides the later one's warm-up. */
export function gapMs({ load }: { readonly load: Pick<Load, 'timeoutMs'> }): number {
  return ROUND_LEAD_MS + Math.min(load.timeoutMs, LAST_RESPONSES_MS);
}
