/** Signs for outcomes and findings; shape and colour tell the same thing, for those who can't see colours. */
import { METRICS, worsening } from '../../config/metrics.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import type { Outcome } from '../../judgement/verdict.ts';
import type { Words } from '../words/language.ts';

/** How much a reader has to care: drives colour, order and folding. */
export type Tone = 'bad' | 'warn' | 'unsure' | 'good' | 'calm';

export interface Mark {
  readonly tone: Tone;
  /** ▲ and ▼ tell which way a figure went, where it is shown that it did. */
  readonly shape: string;
  readonly words: string;
}

export const OUTCOMES: Readonly<Record<Outcome, { emoji: string; sign: string; tone: Tone }>> = {
  pass: { emoji: '✅', sign: '✔', tone: 'good' },
  fail: { emoji: '❌', sign: '✖', tone: 'bad' },
  inconclusive: { emoji: '🟡', sign: '?', tone: 'unsure' },
  invalid: { emoji: '🚫', sign: '!', tone: 'warn' },
};

export const EMOJI: Readonly<Record<Tone, string>> = {
  bad: '🔴',
  warn: '🟠',
  unsure: '🟡',
  good: '🟢',
  calm: '',
};

const TONES: readonly Tone[] = ['bad', 'warn', 'unsure', 'good', 'calm'];

/** Below 0 where `a` has to be seen before `b`. */
export function byTone(a: Mark, b: Mark): number {
  return TONES.indexOf(a.tone) - TONES.indexOf(b.tone);
}

/** The mark of one row of the regression table; null for a figure that is only shown. */
export function markOf(row: Comparison, { marks }: Pick<Words, 'marks'>): Mark | null {
  const { metric, against, limit, regression, trend, finding, notes } = row;
  const [worse, better] = METRICS[metric].worse === 'lower' ? ['▼', '▲'] : ['▲', '▼'];
  const over = limit?.finding === 'over-limit' ? marks.beyond[limit.bound] : null;
  const regressed = regression?.finding === 'regressed' ? marks.regressed : null;
  const degraded = trend?.finding === 'degraded' ? marks.degraded : null;
  if (over !== null || degraded !== null || (regressed !== null && regression?.gates)) {
    return { tone: 'bad', shape: worse, words: [over, regressed, degraded].filter(Boolean).join(', ') };
  }
  if (regressed !== null) return { tone: 'warn', shape: worse, words: marks.warnsOnly };
  switch (finding) {
    case 'over-limit':
      return { tone: 'bad', shape: worse, words: marks.beyond.max };
    case 'regressed':
    case 'degraded':
      return { tone: 'bad', shape: worse, words: marks[finding] };
    case 'not-comparable':
      return { tone: 'unsure', shape: '✕', words: marks.notComparable };
    case 'undecided':
      if ((regression?.advises || regression?.doubted) && isWorse(row)) {
        const why = regression.advises ? marks.tooFewRuns : marks.mayBeChance;
        return { tone: 'unsure', shape: '◇', words: why[METRICS[metric].worse] };
      }
      // In blocks it was measured on until the budget was spent: then it is open, and not merely not shown.
      return (against !== 'base' || regression?.passes !== undefined) &&
        limit?.finding !== 'undecided' &&
        trend?.finding !== 'undecided' &&
        regression !== null &&
        regression.detectable !== null
        ? { tone: 'calm', shape: '≈', words: marks.noneShown }
        : { tone: 'unsure', shape: '◇', words: marks.undecided };
    case 'improved':
      return { tone: 'good', shape: better, words: marks.improved };
    case 'within':
      return notes.some(({ code }) => WORSE_WITHIN.has(code))
        ? { tone: 'warn', shape: worse, words: marks.worseWithin }
        : { tone: 'calm', shape: '✓', words: marks.within };
    case 'not-gated':
      return null;
  }
}

/** Against the base, a gate that holds though the figure is shown to be worse. */
const WORSE_WITHIN: ReadonlySet<string> = new Set(['worse-within', 'later-blocks-worse']);

/** Worse than typical by more than the tolerance, whether or not that is shown. */
function isWorse({ metric, change, regression }: Comparison): boolean {
  if (change === null || regression === null) return false;
  return worsening(metric, change) > regression.tolerance;
}
