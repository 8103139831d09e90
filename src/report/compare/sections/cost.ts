/** What the environments cost, and what that buys. */
import type { CostFigures } from '../../../evidence/result/cost.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { perMillion } from '../../../judgement/compare/price.ts';
import { type Block, section, table, text } from '../document.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';

/** Digits of a price. */
const CENTS = 2;

export function costSection({ runs, currency }: Comparing, tongue: Tongue): Block[] {
  const { words, numbers } = tongue;
  const { columns } = words;
  const priced = runs.filter(({ result }) => result.cost !== undefined);
  if (priced.length === 0) return [];
  return section(2, words.sections.cost, [
    ...table(
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
    ...(currency === null ? [text(words.currencies)] : []),
    text(words.costRule),
  ]);
}

/** `27.30 EUR per month`. */
export function writePrice({ amount, currency, per }: CostFigures, { words, numbers }: Tongue): string {
  const digits = amount < 1 ? 4 : CENTS;
  return words.per(numbers.decimals(amount, digits), show(currency, 10), words.periods[per]);
}

/** Small ones to three digits: a million requests may cost less than a cent. */
export function writeAmount(amount: number, currency: string, { numbers }: Tongue): string {
  const digits = amount >= 1 ? CENTS : Math.min(8, 2 - Math.floor(Math.log10(Math.max(amount, 1e-9))));
  return `${numbers.decimals(amount, digits)} ${show(currency, 10)}`;
}
