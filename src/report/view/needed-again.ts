import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';

/** Variables listed by name. */
const LISTED = 8;

/**
 * What has to be there before the command that repeats the measurement: `with the service running there and
 * TAILGATE_EMAIL set`; null where nothing has to. Nothing in it is escaped, and no variable's value is in it.
 */
export function neededAgain(report: Publication): string | null {
  const { result, run } = report;
  const { setting, enumerate } = wordsFor(report);
  const needs = [
    ...(isLoopback(result.target) ? [setting.runsThere] : []),
    ...(run.variables.length > 0 ? [setting.isSet(enumerate(run.variables, LISTED))] : []),
  ];
  return needs.length === 0 ? null : setting.needed(needs);
}

/** Whether a service answers on the machine that measures it, and on no other. */
function isLoopback(url: string): boolean {
  return /^https?:\/\/(?:127(?:\.\d+){3}|\[::1\]|(?:[^/:]+\.)?localhost)(?::\d+)?(?:\/|$)/.test(url);
}
