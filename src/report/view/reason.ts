import type { Publication } from '../report.ts';
import { writeAdvice, writeReason } from '../words/reason.ts';

/**
 * The verdict's sentence, made anew of the causes: what a file says in its stead is somebody's word. Without a full
 * stop; nothing in it is escaped.
 */
export function reasonOf({ result }: Publication): string {
  return writeReason(toldBy(result), result.baseline?.source ?? null);
}

/** What to do, in whole sentences; null where there is nothing. */
export function adviceOf({ result }: Publication): string | null {
  return writeAdvice(toldBy(result), result.measured?.seconds ?? 0);
}

function toldBy({ verdict, causes, comparisons, interleaved, accepted, server }: Publication['result']) {
  return { outcome: verdict, causes, comparisons, interleaved, accepted, server };
}
