const DAY_MS = 86_400_000;

/** `2025-10-30 (13 months old)`; null where the file gives no date that can be read. Both ISO 8601. */
export function dateWithAge(date: string | null, now: string): string | null {
  if (date === null) return null;
  const then = Date.parse(date);
  const days = Math.floor((Date.parse(now) - then) / DAY_MS);
  if (Number.isNaN(then)) return null;
  const day = new Date(then).toISOString().slice(0, 10);
  if (Number.isNaN(days)) return day;
  return days < 0 ? `${day}, in the future` : `${day} (${words(days)})`;
}

function words(days: number): string {
  if (days === 0) return 'less than a day old';
  if (days < 14) return old(days, 'day');
  if (days < 61) return old(Math.floor(days / 7), 'week');
  const months = Math.round(days / 30.437);
  return months < 24 ? old(months, 'month') : old(Math.floor(months / 12), 'year');
}

function old(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'} old`;
}
