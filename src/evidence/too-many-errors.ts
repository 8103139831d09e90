/** Failures from here on make a run no measure of its service … */
const MANY = 0.05;
/** … if they are this much more than what they are held against. */
export const MORE_ERRORS = 0.05;

/** Whether that share of failed requests is the mark of a broken service, beside what it is held against. */
export function areTooMany(errorRate: number, reference: number): boolean {
  return errorRate >= MANY && errorRate >= reference + MORE_ERRORS - 1e-12;
}
