/** What requests cost, where several environments have prices. */
import { type Cost, SECONDS_OF } from '../../config/cost.ts';

const MILLION = 1e6;

/** Price of an hour, in its currency. */
export function perHour({ amount, per }: Pick<Cost, 'amount' | 'per'>): number {
  return (amount / SECONDS_OF[per]) * SECONDS_OF.hour;
}

/** Of a million successes at the rate that was measured, all hours through; null where nothing succeeded. */
export function perMillion(cost: Pick<Cost, 'amount' | 'per'>, throughputPerSecond: number): number | null {
  const price = (cost.amount / (throughputPerSecond * SECONDS_OF[cost.per])) * MILLION;
  return Number.isFinite(price) ? price : null;
}
