import { hideRandom } from '../../config/secrets/hide-values.ts';

/**
 * What an inspection failed by, as it may be shown: known secrets are out of it, and of what was found also what looks
 * like one. What was expected is the user's own, and a JSON Pointer may look random.
 */
export function hideFound(failure: string, redact: (text: string) => string): string {
  const shown = redact(failure);
  const at = shown.indexOf(', found ');
  return at < 0 ? hideRandom(shown) : shown.slice(0, at) + hideRandom(shown.slice(at));
}
