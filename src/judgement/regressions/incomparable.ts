import type { OpenQuestion } from '../row.ts';

/** The question that a figure leaves which can't be compared, whatever with. */
export function askIncomparable(name: string, why: string): OpenQuestion {
  return {
    why: `${name} can't be compared: ${why}`,
    note: why,
    secondsMore: null,
    advice: null,
    beyondLimit: false,
  };
}
