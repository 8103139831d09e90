import { clean, truncate } from '../escape.ts';

/**
 * Text of a result file, which anybody may have written: on one line, with nothing in it that isn't seen, and short.
 */
export function show(text: string, length = 60): string {
  return truncate(clean(text), length) || '–';
}
