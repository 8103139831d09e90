import { readBytes } from './decoders.ts';

/** A shorter line of a secret of several lines, such as the last of a key's, is found in ordinary words. */
const SHORTEST_LINE = 8;

/** UTF-8 taken for one of the charsets that it is most often taken for. */
const TAKEN_FOR = ['windows-1252', 'iso-8859-1'] as const;

/**
 * The ways in which a secret may be written where no letter is escaped: as it is, without the blanks around it, line by
 * line, in Base64, and as it looks in a charset that it isn't in; where it is Base64 of a name and a password, these,
 * too. What escapes letters is undone in the text, see `readDecoded`, and what differs between blanks, hyphens and
 * Base64's two alphabets makes no difference, see `foldLetters`.
 */
export function writeForms(secret: string): string[] {
  const parts = [secret, ...credentialsIn(secret)];
  return [...new Set(parts.flatMap(formsOf))];
}

/**
 * The name, the password and the two together, where a secret is Base64 of them (Basic, RFC 7617); a server knows each
 * by itself, and tells of each.
 */
export function credentialsIn(secret: string): string[] {
  const [, code] = /^(?:basic\s+)?([A-Za-z0-9+/_-]{4,}={0,2})$/i.exec(secret.trim()) ?? [];
  if (code === undefined) return [];
  const plain = code.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (plain.length % 4 === 1) return [];
  const text = readBytes(atob(plain));
  const [, user = '', password = ''] = /^([^:]*):(.*)$/s.exec(text) ?? [];
  // A token that isn't Base64 decodes to anything.
  return password === '' || /[\p{Cc}\p{Cs}\p{Co}]/u.test(text) ? [] : [text, user, password];
}

function formsOf(secret: string): string[] {
  const whole = secret.trim();
  const lines = whole.split(/[\r\n]+/).map((line) => line.trim());
  const bytes = new TextEncoder().encode(whole);
  return [
    whole,
    // As forms write it, where several blanks are several signs.
    whole.replaceAll(' ', '+'),
    ...lines.filter((line) => line.length >= SHORTEST_LINE),
    ...[0, 1, 2].map((offset) => writeBase64Core(bytes, offset)),
    ...(/[^\0-\u007f]/.test(whole) ? TAKEN_FOR.map((charset) => misread(bytes, charset)) : []),
  ];
}

/** The standard of browsers takes the one name for the other: of Latin-1, each byte is a letter. */
function misread(bytes: Uint8Array, charset: (typeof TAKEN_FOR)[number]): string {
  return charset === 'iso-8859-1' ? lettersOf(bytes) : new TextDecoder(charset).decode(bytes);
}

function lettersOf(bytes: Uint8Array): string {
  let letters = '';
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return letters;
}

/**
 * The Base64 characters that depend on the secret alone when `offset` (0…2) bytes modulo 3 stand before it, as in
 * `user:secret`. Each character holds six bits: those with bits of a neighbour are left out.
 */
function writeBase64Core(bytes: Uint8Array, offset: number): string {
  const padded = new Uint8Array(offset + bytes.length);
  padded.set(bytes, offset);
  return btoa(lettersOf(padded)).slice(Math.ceil((offset * 8) / 6), Math.floor((padded.length * 8) / 6));
}
