/** The bytes of a response as text, in the charset that they are in: read in another, they would hide a secret. */

/** Where a page or a document of XML says its charset itself. */
const HEAD_BYTES = 1024;
/** Bytes that are looked at for the zeros of UTF-16 and UTF-32. */
const PATTERN_BYTES = 512;

/**
 * By the byte order mark, the zeros of UTF-16 and UTF-32, Content-Type, or what a page says of itself; else UTF-8, or
 * where it is none Windows-1252, as browsers do.
 * @param contentType of the response; '' where it has none
 * @param isCut the bytes go on: a letter that their end cuts in two is left out
 * @returns null where it is in a charset that Node can't read
 */
export function decodeText(bytes: Uint8Array, contentType: string, isCut = false): string | null {
  const charset = markOf(bytes) ?? patternOf(bytes) ?? saidCharset(bytes, contentType, isCut);
  if (charset.startsWith('utf-32')) return decodeUtf32(bytes, charset === 'utf-32le');
  try {
    return new TextDecoder(charset).decode(bytes, { stream: isCut });
  } catch {
    // Unknown, or left out where this Node was built.
    return null;
  }
}

function markOf(bytes: Uint8Array): string | null {
  const starts = (...mark: number[]) => mark.every((byte, i) => bytes[i] === byte);
  if (starts(0xff, 0xfe, 0, 0)) return 'utf-32le';
  if (starts(0, 0, 0xfe, 0xff)) return 'utf-32be';
  if (starts(0xff, 0xfe)) return 'utf-16le';
  if (starts(0xfe, 0xff)) return 'utf-16be';
  return starts(0xef, 0xbb, 0xbf) ? 'utf-8' : null;
}

/** Letters of many languages leave zeros in the same places: all but one byte of four, or one of two. */
function patternOf(bytes: Uint8Array): string | null {
  const length = Math.min(bytes.length, PATTERN_BYTES);
  if (length < 4) return null;
  const zeros: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 0; i < length; i++) if (bytes[i] === 0) zeros[(i % 4) as 0 | 1 | 2 | 3] += 1;
  const [a, b, c, d] = zeros;
  const most = length / 8;
  if (b > most && c > most && d > most && a * 8 < d) return 'utf-32le';
  if (a > most && b > most && c > most && d * 8 < a) return 'utf-32be';
  // Zeros between the letters of a part only: the rest would be read as other letters.
  if (hasPlainPair(bytes)) return null;
  const [even, odd] = [a + c, b + d];
  if (odd * 6 >= length && even * 8 < odd) return 'utf-16le';
  return even * 6 >= length && odd * 8 < even ? 'utf-16be' : null;
}

/** Two letters of ASCII, where UTF-16 has one letter. */
function hasPlainPair(bytes: Uint8Array): boolean {
  const isPlain = (byte: number | undefined) => byte !== undefined && byte >= 0x20 && byte < 0x7f;
  for (let i = 0; i + 1 < bytes.length; i += 2) if (isPlain(bytes[i]) && isPlain(bytes[i + 1])) return true;
  return false;
}

function saidCharset(bytes: Uint8Array, contentType: string, isCut: boolean): string {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES)).toString(
    'latin1',
  );
  const said =
    /charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1] ??
    /<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?([^\s"'>;/]+)/i.exec(head)?.[1] ??
    /^\s*<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1] ??
    'utf-8';
  const isWide = /^(?:utf|ucs|iso-10646-ucs)[-_]?(?:16|32|[24]\b)/i.test(said);
  if (!isWide && !/^utf[-_]?8/i.test(said)) return said;
  // Of UTF-8 and the wide ones, the bytes tell themselves which they are.
  if (isUtf8(bytes, isCut)) return 'utf-8';
  if (!isWide) return 'windows-1252';
  const end = /be$/i.test(said) ? 'be' : 'le';
  return /32|ucs[-_]?4/i.test(said) ? `utf-32${end}` : `utf-16${end}`;
}

function isUtf8(bytes: Uint8Array, isCut: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut });
    return true;
  } catch {
    return false;
  }
}

function decodeUtf32(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const letters: string[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = view.getUint32(at, isLittle);
    letters.push(point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd');
  }
  return letters.join('').replace(/^\ufeff/, '');
}
