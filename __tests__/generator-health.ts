import type { GeneratorHealth } from '../src/engine/round.ts';

/** A generator that was in time and had most of its thread to spare. */
export const IN_TIME: GeneratorHealth = {
  workers: 1,
  cpuShare: 0.1,
  waitShare: 0,
  utilisation: 0.1,
  machineShare: 0.5,
  loopDelay: [],
  loopDelayP99Ms: 0.2,
  lateShare: null,
  worstLagMs: 0,
};
