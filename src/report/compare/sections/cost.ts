/** What the environments cost, and what that buys. */
import type { CostFigures } from '../../../evidence/result/cost.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { perMillion } from '../../../judgement/compare/price.ts';
import { chapter, grid, type Piece, paragraph } from '../document.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';

/** Digits of a price. */
const CENTS = 2;

export function costSection({ runs, currency }: Comparing, tongue: Tongue): Piece[] {
  const { words, numbers } = tongue;
  const { columns } = words;
  const priced = runs.filter(({ result }) => result.cost !== undefined);
  if (priced.length === 0) return [];
  return chapter(2, words.sections.cost, [
    ...grid(
      [columns.run],
      [columns.price, columns.throughput, columns.perUnit, columns.perMillion],
      runs.map(({ name, metrics, result: { cost } }) => {
        const rate = numbers.perSecond(metrics.throughputPerSecond);
        if (cost === undefined) return [name, '–', rate, '–', '–'];
        const price = perMillion(cost, metrics.throughputPerSecond);
        return [
          name,
          writePrice(cost, tongue),
          rate,
          words.perUnit(
            numbers.perSecond(metrics.throughputPerSecond / cost.amount),
            show(cost.currency, 10),
            words.periods[cost.per],
          ),
          price === null ? '–' : writeAmount(price, cost.currency, tongue),
        ];
      }),
    ),
    ...(currency === null ? [paragraph(words.currencies)] : []),
    paragraph(words.costRule),
  ]);
}

/** `27.30 EUR per month`. */
export function writePrice({ amount, currency, per }: CostFigures, { words, numbers }: Tongue): string {
  return words.per(numbers.decimals(amount, digitsOf(amount)), show(currency, 10), words.periods[per]);
}

/** `0.0347 EUR`. */
export function writeAmount(amount: number, currency: string, { numbers }: Tongue): string {
  return `${numbers.decimals(amount, digitsOf(amount))} ${show(currency, 10)}`;
}

/** Small ones to three digits: a million requests may cost less than a cent. */
function digitsOf(amount: number): number {
  return amount >= 1 ? CENTS : Math.min(8, CENTS - Math.floor(Math.log10(Math.max(amount, 1e-9))));
}
