import type { Plan } from '../../config/plan.ts';
import type { InterleavedEvidence } from '../../evidence/interleaved.ts';
import type { Unit } from './draw-session.ts';

/** What a calibration is made from. */
export interface CalibrationRun {
  /** As the file declares it, before anything was filled in for the calibration. */
  readonly written: Plan;
  /** As it was measured. */
  readonly plan: Plan;
  readonly evidence: InterleavedEvidence;
  /** Of all rounds, without the first warm-up. */
  readonly elapsedMs: number;
  readonly cutShort: boolean;
  /** Both sides were one and the same environment. */
  readonly oneUrl: boolean;
  /** Of the sessions drawn. */
  readonly unit: Unit;
  /** Sessions drawn for each gate. */
  readonly sessions: number;
}
