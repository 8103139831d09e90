/** Which walks and steps fall into which stage. Each is counted by the clock: when it began, was sent, or was over. */
import type { Flow } from '../../config/scenario.ts';
import type { StepCounts, WalkCounts } from '../round.ts';
import type { Walk } from './walk.ts';

interface Counts {
  carriedIn: number;
  carriedOut: number;
}

/** Of a stage. */
interface StageLedger {
  readonly flows: readonly (Counts & { started: number })[];
  /** By request; null of one that is no step. */
  readonly steps: readonly ((Counts & { notReached: number }) | null)[];
}

/** What one worker counted of a stage: see `Round`. */
export interface WalkPortions {
  readonly flows: readonly (WalkCounts & { readonly started: number })[];
  readonly steps: readonly (StepCounts | null)[];
}

export class WalkLedger {
  readonly #flows: readonly Flow[];
  readonly #isStep: readonly boolean[];
  readonly #live: Iterable<Walk>;
  readonly #stages: StageLedger[] = [];

  /** @param live walks that are under way */
  constructor(flows: readonly Flow[], isStep: readonly boolean[], live: Iterable<Walk>) {
    this.#flows = flows;
    this.#isStep = isStep;
    this.#live = live;
  }

  beginStage(): void {
    const before = this.#stages.at(-1);
    const stage: StageLedger = {
      flows: this.#flows.map(() => ({ started: 0, carriedIn: 0, carriedOut: 0 })),
      steps: this.#isStep.map((is) => (is ? { notReached: 0, carriedIn: 0, carriedOut: 0 } : null)),
    };
    this.#stages.push(stage);
    for (const walk of this.#live) carry(walk, walk.at, before, stage);
  }

  /** @param stage in which it was due, or null of the warm-up; another one may have begun since */
  start(walk: Walk, stage: number | null): void {
    const own = this.#stages[stage ?? -1]?.flows[walk.flow];
    if (own) own.started++;
    for (let later = (stage ?? -1) + 1; later < this.#stages.length; later++)
      carry(walk, walk.at, this.#stages[later - 1], this.#stages[later]);
  }

  notReached({ isOut }: Walk, request: number): void {
    const step = this.#stages.at(-1)?.steps[request];
    if (step && !isOut) step.notReached++;
  }

  /** It goes on after the measured time. */
  leave(walk: Walk): void {
    if (walk.isOut) return;
    walk.isOut = true;
    carry(walk, walk.at, this.#stages.at(-1), undefined);
  }

  /** What is under way by now is carried out. */
  finish(): void {
    for (const walk of this.#live) if (!walk.isOut) carry(walk, walk.at, this.#stages.at(-1), undefined);
  }

  of(stage: number): WalkPortions {
    return this.#stages[stage] as StageLedger;
  }
}

/** A walk goes from one stage into the next, with the steps that it still has before it. */
function carry({ flow, steps }: Walk, at: number, from?: StageLedger, to?: StageLedger): void {
  const out = from?.flows[flow];
  const into = to?.flows[flow];
  if (out) out.carriedOut++;
  if (into) into.carriedIn++;
  for (const { request } of steps.slice(at)) {
    const stepOut = from?.steps[request];
    const stepInto = to?.steps[request];
    if (stepOut) stepOut.carriedOut++;
    if (stepInto) stepInto.carriedIn++;
  }
}
