/** What an environment costs, as `cost:` of tailgate.yml says it. */
import { ConfigurationError } from './configuration-error.ts';
import { listWords, showValue } from './wording/show-value.ts';
import { suggest } from './wording/suggest.ts';

export const COST_PERIODS = ['hour', 'day', 'month', 'year'] as const;

export type CostPeriod = (typeof COST_PERIODS)[number];

/** A price for a length of time. */
export interface Cost {
  /** Above 0. */
  readonly amount: number;
  /** ISO 4217, such as `EUR`. */
  readonly currency: string;
  readonly per: CostPeriod;
}

/** A month is 730 hours, as hosts bill it: a twelfth of 8,760. */
export const SECONDS_OF: Readonly<Record<CostPeriod, number>> = {
  hour: 3600,
  day: 86_400,
  month: 730 * 3600,
  year: 8760 * 3600,
};

const MOST = 1e9;
const WAY_OUT = 'write an amount, a currency and a period, such as 27.30 EUR/month';
const SIGNS: Readonly<Record<string, string>> = { '€': 'EUR', $: 'USD', '£': 'GBP', '¥': 'JPY' };

/**
 * `27.30 EUR/month`, `0.042 USD / hour`.
 * @throws ConfigurationError that says what of it does not fit, and what to write
 */
export function parseCost(text: string): Cost {
  const refuse = (why: string) => new ConfigurationError(`${showValue(text)} ${why}: ${WAY_OUT}`);
  const [, number = '', currency = '', period = ''] =
    /^([0-9][0-9.,' ]*?)\s*([^\s0-9/.,]+)\s*\/\s*([^\s/]+)$/u.exec(text.trim()) ?? [];
  if (number === '') throw refuse('is no price');
  if (!/^[0-9]+(\.[0-9]+)?$/.test(number)) {
    throw refuse('has an amount that is no plain number (a point before the decimals, and no separator)');
  }
  const amount = Number(number);
  if (!(amount > 0 && amount <= MOST))
    throw refuse('is out of range, which is above 0 and at most 1000000000');
  const known = Intl.supportedValuesOf('currency');
  if (!known.includes(currency)) {
    const meant =
      SIGNS[currency] ??
      suggest(
        currency,
        known.filter((one) => one === currency.toUpperCase()),
      );
    throw refuse(`has a currency that is no code of ISO 4217${meant ? ` (did you mean ${meant}?)` : ''}`);
  }
  const per = COST_PERIODS.find((one) => one === period);
  if (per === undefined) throw refuse(`has a period that is none of ${listWords(COST_PERIODS)}`);
  return { amount, currency, per };
}

/** As `parseCost` reads it. */
export function writeCost({ amount, currency, per }: Cost): string {
  const decimals = Number.isInteger(amount) ? 0 : Math.max(2, String(amount).split('.')[1]?.length ?? 0);
  return `${amount.toFixed(Math.min(decimals, 10))} ${currency}/${per}`;
}
