import type { Publication } from '../report.ts';
import { enumerate } from '../words/names.ts';

/** Variables listed by name. */
const LISTED = 8;

/**
 * What has to be there before the command that repeats the measurement: `with the service running there and
 * TAILGATE_EMAIL set`; null where nothing has to. Nothing in it is escaped, and no variable's value is in it.
 */
export function neededAgain({ result, run }: Publication): string | null {
  const needs = [
    ...(isLoopback(result.target) ? ['the service running there'] : []),
    ...(run.variables.length > 0 ? [`${enumerate(run.variables, LISTED)} set`] : []),
  ];
  return needs.length === 0 ? null : `with ${needs.join(', and ')}`;
}

/** Whether a service answers on the machine that measures it, and on no other. */
function isLoopback(url: string): boolean {
  return /^https?:\/\/(?:127(?:\.\d+){3}|\[::1\]|(?:[^/:]+\.)?localhost)(?::\d+)?(?:\/|$)/.test(url);
}
