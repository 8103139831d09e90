/** Which segments of paths are values, and not names: by what they look like. */
import { holdsAddress, looksSecret } from './vault.ts';

/** `secret`: a value that may open something or name somebody, and is written nowhere. */
type SegmentKind = 'word' | 'id' | 'secret';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const NUMBER = /^-?\d+$/;
/** At least eight digits, of which one is no letter, and one no number. */
const HEX = /^(?=.*[a-f])(?=.*\d)[0-9a-f]{8,31}$/i;
const DATE = /^\d{4}-\d\d(?:-\d\d)?(?:T[\d:.]+Z?)?$|^\d{4}-W\d\d$/i;
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** Segments before values that are handed out to one person. */
const HANDED_OUT =
  /reset|verif|confirm|invit|token|session|unsubscribe|magic|activat|share|download|secret|key/i;

/** @param before the segment in front of it; '' for the first */
export function classifySegment(segment: string, before: string): SegmentKind {
  const text = decodeSafely(segment);
  if (holdsAddress(text)) return 'secret';
  const isId = NUMBER.test(text) || UUID.test(text) || HEX.test(text) || DATE.test(text) || ULID.test(text);
  if (isId && text.length > 12 && !DATE.test(text) && HANDED_OUT.test(before)) return 'secret';
  if (isId) return 'id';
  return looksSecret(text) ? 'secret' : 'word';
}

/** With its escapes undone, where they are right. */
export function decodeSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
