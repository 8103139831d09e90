import type { Trouble } from './readings.ts';

/** Letters of what was met: whoever is read may say as much as they like. */
const LONGEST = 300;

/** A trouble without secrets, and cut where it is long. */
export function tellTrouble(trouble: Trouble, redact: (text: string) => string): Trouble {
  const told = (text: string) => redact(text).slice(0, LONGEST);
  return {
    ...trouble,
    detail: told(trouble.detail),
    ...(trouble.candidates && { candidates: trouble.candidates.map(told) }),
  };
}
