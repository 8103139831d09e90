import type { Plan } from '../../config/plan.ts';
import { enumerate } from '../../judgement/wording.ts';
import { isLoopback } from './loopback.ts';

/** Variables listed by name. */
const LISTED = 8;

/**
 * What has to be there before the command that repeats the measurement: `with the service running there and TAILGATE_EMAIL
 * set`; null where nothing has to. Nothing in it is escaped, and no variable's value is in it.
 */
export function neededAgain({ target, variables = [] }: Plan): string | null {
  const needs = [
    ...(isLoopback(target.origin) ? ['the service running there'] : []),
    ...(variables.length > 0 ? [`${enumerate(variables, LISTED)} set`] : []),
  ];
  return needs.length === 0 ? null : `with ${needs.join(', and ')}`;
}
