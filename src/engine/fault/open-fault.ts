import { totalDurationMs } from '../../config/load/whole-load.ts';
import type { Plan } from '../../config/plan.ts';
import type { Redact } from '../../config/secrets/redact.ts';
import { FaultRun } from './fault-run.ts';

interface FaultOptions {
  readonly signal: AbortSignal;
  onFault?(line: string, isTrouble: boolean): void;
}

/** The fault on purpose that the plan orders; null where it orders none. */
export function openFault(
  { fault, load }: Plan,
  { signal, onFault }: FaultOptions,
  redact: Redact,
  onBegin: () => void,
): FaultRun | null {
  if (fault === undefined) return null;
  return new FaultRun(fault, {
    signal,
    loadMs: totalDurationMs(load),
    onBegin,
    redact,
    tell: (line, isTrouble) => onFault?.(line, isTrouble),
  });
}
