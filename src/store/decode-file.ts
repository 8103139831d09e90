import { ConfigurationError } from '../config/configuration-error.ts';

/** What becomes of a text that is neither UTF-8 nor UTF-16. Requests are sent as they stand in a configuration. */
export type OldEncodings = 'read' | 'refuse';

/** Bytes looked at to tell UTF-16 by its zeros. */
const LOOKED_AT = 4096;

/**
 * The text of a file in UTF-8, in UTF-16 (with or without its mark: Windows' PowerShell writes it by `>`), or, where it
 * is neither, in Windows-1252, of which Latin-1 is a part. Without the mark. Throws ConfigurationError for UTF-32, for
 * what is no text, and where old encodings are refused.
 *
 * @param shown the file, for the message
 */
export function decodeFile(bytes: Uint8Array, shown: string, old: OldEncodings): string {
  if (startsWith(bytes, 0xff, 0xfe, 0, 0) || startsWith(bytes, 0, 0, 0xfe, 0xff)) {
    throw refuse('is written in UTF-32', shown);
  }
  const wide = utf16Of(bytes);
  if (wide !== null) return decode(bytes, wide, shown);
  // Some write a zero at the end; more than that is no text.
  if (bytes.subarray(0, LOOKED_AT).filter((byte) => byte === 0).length > 1) {
    throw refuse('contains zero bytes, which UTF-8 text never does', shown);
  }
  const text = decode(bytes, 'utf-8', shown);
  const broken = text.indexOf('\ufffd');
  if (broken < 0) return text;
  if (old === 'refuse') {
    const line = text.slice(0, broken).split('\n').length;
    throw refuse('is not in UTF-8 (perhaps in Latin-1 or Windows-1252)', shown, line);
  }
  // Letters that are whole tell that one was cut in two, which makes no other encoding of the rest.
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  return count(/[^\0-\x7f\ufffd]/gu) >= count(/\ufffd/gu) ? text : decode(bytes, 'windows-1252', shown);
}

function utf16Of(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (startsWith(bytes, 0xff, 0xfe)) return 'utf-16le';
  if (startsWith(bytes, 0xfe, 0xff)) return 'utf-16be';
  const start = bytes.subarray(0, LOOKED_AT);
  const pairs = Math.floor(start.length / 2);
  if (pairs === 0) return null;
  const zeros = (odd: number): number =>
    start.filter((byte, i) => byte === 0 && i % 2 === odd).length / pairs;
  // Reports and configurations are mostly ASCII, of which every second byte is zero then.
  if (zeros(1) > 0.4 && zeros(0) < 0.1) return 'utf-16le';
  return zeros(0) > 0.4 && zeros(1) < 0.1 ? 'utf-16be' : null;
}

function decode(bytes: Uint8Array, encoding: string, shown: string): string {
  try {
    return new TextDecoder(encoding).decode(bytes);
  } catch {
    // A Node that was built without the tables of old encodings.
    throw refuse(`is written in ${encoding}`, shown);
  }
}

function startsWith(bytes: Uint8Array, ...start: readonly number[]): boolean {
  return bytes.length >= start.length && start.every((byte, i) => bytes[i] === byte);
}

function refuse(what: string, file: string, line?: number): ConfigurationError {
  return new ConfigurationError(`${what}: save it in the encoding UTF-8`, { file, line });
}
