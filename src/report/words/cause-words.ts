import type { CauseCode, CauseOf } from '../../evidence/result/causes.ts';

/** What is said of a cause. Sentences are without their full stop; advice is whole sentences. */
export interface CauseWords<Code extends CauseCode> {
  /** What is the matter. */
  readonly says: (cause: CauseOf<Code>) => string;
  /** The same on a row of the table, where the row's name need not be repeated; `says` where that does. */
  readonly note?: (cause: CauseOf<Code>) => string;
  /** What would help, beyond more load, which the reason's advice counts; null where nothing else does. */
  readonly advice?: (cause: CauseOf<Code>) => string | null;
}

export type WordsOf<Codes extends CauseCode> = { readonly [Code in Codes]: CauseWords<Code> };
