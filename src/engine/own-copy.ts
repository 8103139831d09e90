/** Letters up to which V8 copies a part of a text anyway. */
const ALWAYS_COPIED = 12;

/**
 * The same text by itself. A part that was cut out of a longer one keeps all of that in memory for as long as it lives:
 * a token of forty letters the page that it stood in, for each of a thousand users.
 */
export function ownCopy(part: string): string {
  // Letters that UTF-8 can't write would be lost.
  if (part.length <= ALWAYS_COPIED || !part.isWellFormed()) return part;
  return Buffer.from(part).toString();
}
