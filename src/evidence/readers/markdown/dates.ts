import { fold } from '../fold.ts';

/** The first letters that tell the months apart, in English or French, without accents. */
const MONTHS = [
  'jan',
  'feb|fev',
  'mar',
  'apr|avr',
  'may|mai',
  'jun|juin',
  'jul|juil',
  'aug|aou',
  'sep',
  'oct',
  'nov',
  'dec',
].map((start) => new RegExp(`^(?:${start})`, 'u'));

/**
 * The day in the text as ISO 8601: `2025-10-30`, `30 octobre 2025`, `October 30, 2025`, `30/10/2025`. Null if unclear.
 */
export function dateIn(text: string): string | null {
  const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)/u.exec(text);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const folded = fold(text);
  const european = /(?<!\d)(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]{3,9})\.? (\d{4})(?!\d)/u.exec(folded);
  if (european) return dayOf(Number(european[3]), monthOf(european[2] as string), Number(european[1]));
  const american = /(?<![a-z])([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)/u.exec(folded);
  if (american) return dayOf(Number(american[3]), monthOf(american[1] as string), Number(american[2]));
  const slashed = /(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)/u.exec(text);
  // Day first or month first? Only a day above the twelfth tells.
  if (slashed && Number(slashed[1]) > 12)
    return dayOf(Number(slashed[3]), Number(slashed[2]), Number(slashed[1]));
  return null;
}

function monthOf(name: string): number {
  return MONTHS.findIndex((pattern) => pattern.test(name)) + 1;
}

function dayOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : null;
}
