/** What is seen of a load that disturbs the service on purpose: by a spike, or by a fault. */
import { findPeak } from '../../config/load/spike.ts';
import type { Load } from '../../config/plan.ts';
import type { Round } from '../../engine/round.ts';
import type { Figures, Measurement } from '../measurement.ts';
import type { Timeline } from '../timeline.ts';
import { seeFault, stretchOfFault, untilRecovered } from './fault.ts';
import {
  compareLastStage,
  type Disturbance,
  type Recovery,
  recoveryOfFault,
  recoveryOfSpike,
} from './recovery.ts';

interface Special extends Pick<Measurement, 'recovery' | 'lastStage' | 'fault'> {
  /** When silence is no outage by itself; null where it always is. */
  readonly meant: Disturbance | null;
  /** Of the whole, what only such a load has. */
  readonly figures: Pick<Figures, 'recoverySeconds' | 'recovered' | 'faultErrorRate' | 'faultRequests'>;
}

/** @param rounds of one side, in their order; a fault is taken in the first pass */
export function seeSpecial(
  rounds: readonly Round[],
  timelines: () => readonly Timeline[],
  load: Load,
): Special {
  const taken = rounds[0]?.fault;
  if (taken === undefined) {
    // Most loads have neither, and a live comparison asks after each block.
    const passes = findPeak(load) === null ? [] : timelines();
    const recovery = recoveryOfSpike(passes, load);
    return {
      recovery,
      lastStage: compareLastStage(passes, load),
      fault: null,
      meant: null,
      figures: figuresOfRecovery(recovery),
    };
  }
  const timeline = timelines()[0] ?? [];
  const stretch = stretchOfFault(taken);
  const recovery = stretch && recoveryOfFault(timeline, load, stretch);
  const fault = seeFault(taken, timeline, recovery, load);
  return {
    recovery,
    lastStage: null,
    fault,
    meant: meantBy(stretch, fault.fromSeconds, recovery),
    figures: {
      ...figuresOfRecovery(recovery),
      faultErrorRate: fault.errorRate,
      faultRequests: fault.requests,
    },
  };
}

/** Of a load that ended in the midst of a fault, all that came after its beginning. */
function meantBy(
  stretch: Disturbance | null,
  fromSeconds: number | null,
  recovery: Recovery | null,
): Disturbance | null {
  if (stretch !== null) return untilRecovered(stretch, recovery);
  return fromSeconds === null ? null : { fromSeconds, toSeconds: Number.POSITIVE_INFINITY };
}

function figuresOfRecovery(recovery: Recovery | null): Pick<Figures, 'recoverySeconds' | 'recovered'> {
  if (recovery === null) return {};
  const { seconds, measuredSeconds } = recovery;
  return { recoverySeconds: seconds ?? measuredSeconds, recovered: seconds !== null };
}
