import { isUtf8 } from 'node:buffer';

/** A header's value that was read a byte a letter, as the UTF-8 that its bytes are; as it is where they are none. */
export function decodeField(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value)) return value;
  const bytes = Buffer.from(value, 'latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : value;
}
