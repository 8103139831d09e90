/**
 * Whole seconds, rounded up: nobody is to come before (RFC 9110, 10.2.3: a number of seconds or a date). Null where
 * there is none or it is neither.
 */
export function retryAfterSeconds(value: string | undefined, nowMs: number): number | null {
  if (value === undefined) return null;
  if (/^\d{1,9}$/.test(value)) return Number(value);
  // Date.parse makes a date of nearly anything, '-5' and '1.5' too.
  const dateMs = /^[A-Z][a-z]+,? .* \d{4}\b/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(dateMs) ? null : Math.max(0, Math.ceil((dateMs - nowMs) / 1000));
}
