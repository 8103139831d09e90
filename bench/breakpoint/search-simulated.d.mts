import type { BreakpointSearch } from '../../src/config/plan.ts';
import type { Found, findCapacity } from '../../src/search/found.ts';
import type { limitsIn, StepLimits } from '../../src/search/limits.ts';
import type { nextStep, SearchEnd } from '../../src/search/next-step.ts';
import type { seeStep } from '../../src/search/see-step.ts';
import type { SearchStep, SeenStep } from '../../src/search/step.ts';
import type { StepWatch } from '../../src/search/step-watch.ts';
import type { SeenLoad, Service, SimulatedService } from './simulated-service.mjs';

interface SearchFunctions {
  readonly nextStep: typeof nextStep;
  readonly findCapacity: typeof findCapacity;
  readonly seeStep: typeof seeStep;
  readonly limitsIn: typeof limitsIn;
  readonly StepWatch: typeof StepWatch;
}

export function searchSimulated(
  search: SearchFunctions,
  plan: BreakpointSearch,
  limits: StepLimits,
  service: Service,
  unit: () => number,
): {
  readonly found: Found;
  readonly end: SearchEnd;
  readonly seconds: number;
  /** Without the rests. */
  readonly steps: readonly SeenStep[];
  readonly done: readonly SeenStep[];
  /** What the service saw of each of `done`. */
  readonly seen: readonly SeenLoad[];
};

export function runStep(
  search: SearchFunctions,
  plan: Pick<BreakpointSearch, 'of'>,
  limits: StepLimits,
  simulated: SimulatedService,
  step: SearchStep,
): { readonly step: SeenStep; readonly seen: SeenLoad };

export function seeded(seed: number): () => number;
