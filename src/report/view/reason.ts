import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';

/**
 * The verdict's sentence, made anew of the causes: what a file says in its stead is somebody's word. Without a full
 * stop; nothing in it is escaped.
 */
export function reasonOf(report: Publication): string {
  const { result } = report;
  return wordsFor(report).writeReason(toldBy(result), result.baseline?.source ?? null);
}

/** What to do, in whole sentences; null where there is nothing. */
export function adviceOf(report: Publication): string | null {
  const { result } = report;
  return wordsFor(report).writeAdvice(toldBy(result), result.measured?.seconds ?? 0);
}

function toldBy({ verdict, causes, comparisons, interleaved, accepted, server }: Publication['result']) {
  return { outcome: verdict, causes, comparisons, interleaved, accepted, server };
}
