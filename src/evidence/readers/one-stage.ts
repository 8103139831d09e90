import type { BaselineConditions, BaselineStage } from '../baseline.ts';

/** A foreign file tells of one constant load; nothing where it says nothing of it. */
export function oneStage(said: BaselineStage): Pick<BaselineConditions, 'stages'> {
  return Object.keys(said).length > 0 ? { stages: [said] } : {};
}
