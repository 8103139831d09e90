import type { Plan } from '../../config/plan.ts';
import { type Captures, createWriter } from '../render.ts';
import { Unmeasurable } from '../unmeasurable.ts';

/** What the service handed out goes into requests: a token that would break them is found before the load. */
export function checkUsable(plan: Plan, captures: Captures): void {
  try {
    for (const request of plan.scenario.requests) createWriter(request, { host: '' }, captures);
  } catch (error) {
    throw new Unmeasurable('login-failed', `the login can't be used: ${(error as Error).message}`);
  }
}
