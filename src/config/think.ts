import { ConfigurationError } from './configuration-error.ts';
import { parseDuration } from './units.ts';
import { showValue } from './wording/show-value.ts';

/** How long a user waits before a step: drawn evenly from both ends. */
export interface Think {
  readonly fromMs: number;
  readonly toMs: number;
}

const LONGEST = '10m';

/** `2s`, `1s..3s`. Throws ConfigurationError. */
export function parseThink(text: string): Think {
  const [from = '', to = from, ...others] = text.split('..');
  const think = { fromMs: parseDuration(from), toMs: parseDuration(to) };
  if (others.length > 0 || think.fromMs > think.toMs || think.toMs <= 0) {
    throw new ConfigurationError(
      `${showValue(text)} is not a think time: write 2s, or 1s..3s with the shorter one first`,
    );
  }
  if (think.toMs <= parseDuration(LONGEST)) return think;
  throw new ConfigurationError(`${showValue(text)} is out of range: write at most ${LONGEST}`);
}
