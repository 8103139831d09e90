import type { Words } from '../words/language.ts';

const DAY_MS = 86_400_000;

/** `2025-10-30 (13 months old)`; null where the file gives no date that can be read. Both ISO 8601. */
export function dateWithAge(date: string | null, now: string, { age }: Pick<Words, 'age'>): string | null {
  if (date === null) return null;
  const then = Date.parse(date);
  const days = Math.floor((Date.parse(now) - then) / DAY_MS);
  if (Number.isNaN(then)) return null;
  const day = new Date(then).toISOString().slice(0, 10);
  if (Number.isNaN(days)) return day;
  if (days < 0) return age.future(day);
  if (days === 0) return age.today(day);
  if (days < 14) return age.old(day, days, 'day');
  if (days < 61) return age.old(day, Math.floor(days / 7), 'week');
  const months = Math.round(days / 30.437);
  return months < 24 ? age.old(day, months, 'month') : age.old(day, Math.floor(months / 12), 'year');
}
